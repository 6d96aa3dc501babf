#!/usr/bin/env python3
"""Keep the translation catalogues in step with the texts of the program.

Without an option, brings `resources/locale/*/LC_MESSAGES/dealerdesk.po` and `.mo` up to date and names what still
wants a translation. With --check, changes nothing and exits 1 if anything is missing, fuzzy, obsolete, uses other
placeholders than its English, or is out of date.
"""

from __future__ import annotations

import ast
import io
import os
import string
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parent.parent
LANGUAGES: Final = {"en": 2, "zh_CN": 1}
"""Each language and the number of its plural forms."""

_PLURALS: Final = {1: "nplurals=1; plural=0;", 2: "nplurals=2; plural=(n != 1);"}
_ENGLISH: Final = "en"
_CALLS: Final = {"N_": 1, "NN_": 2}
_METHODS: Final = {"text": 1, "ntext": 2}
_WITHOUT_TEXTS: Final = ("domain", "db")
"""Rooms that never speak; `text("…")` means SQL there."""

Key = str | tuple[str, str]


class SteadyCatalog(Catalog):
    """A catalogue whose header names no date and no tool, so that the same texts always give the same file."""

    def __init__(self, language: str) -> None:
        super().__init__(locale=language, domain="dealerdesk", header_comment="# DealerDesk", fuzzy=False)
        self.language = language

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The few headers that gettext needs."""
        return [
            ("Language", self.language),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", _PLURALS[LANGUAGES[self.language]]),
        ]


@dataclass
class Texts:
    """What the program says: message ids with the files that use them, and texts that cannot be extracted."""

    used_in: dict[Key, list[str]] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)

    def add(self, key: Key, file: str) -> None:
        """Note that a file uses a message."""
        files = self.used_in.setdefault(key, [])
        if file not in files:
            files.append(file)


def extracted(package: Path) -> Texts:
    """Answer every text of `N_`, `NN_`, `words.text` and `words.ntext` below a package."""
    texts = Texts()
    for path in sorted(package.rglob("*.py")):
        within = path.relative_to(package)
        if within.parts[0] in _WITHOUT_TEXTS:
            continue
        file = (Path(package.name) / within).as_posix()
        for call, count in _speaking_calls(ast.parse(path.read_bytes(), file)):
            literals = [_literal(node) for node in call.args[:count]]
            if len(literals) == count and all(literals):
                texts.add(literals[0] if count == 1 else (literals[0], literals[1]), file)
            elif any(isinstance(node, ast.JoinedStr | ast.BinOp) for node in call.args[:count]):
                texts.unreadable.append(f"{file}:{call.lineno}: not a literal, so it cannot be translated")
    plurals = {key[0] for key in texts.used_in if isinstance(key, tuple)}
    texts.unreadable += [f"both alone and with a plural: {key}" for key in sorted(plurals & texts.used_in.keys())]
    return texts


def _speaking_calls(tree: ast.AST) -> Iterator[tuple[ast.Call, int]]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for node in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        if isinstance(node.func, ast.Name) and node.func.id in _CALLS:
            yield node, _CALLS[node.func.id]
        elif isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS and _is_words(node.func.value):
            yield node, _METHODS[node.func.attr]


def _is_words(receiver: ast.expr) -> bool:
    name = receiver.attr if isinstance(receiver, ast.Attribute) else getattr(receiver, "id", "")
    return name.removeprefix("_") == "words"


def _literal(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def renewed(language: str, texts: Texts, old: Catalog) -> Catalog:
    """Answer the catalogue of a language: exactly the texts in use, with the translations known so far."""
    catalog = SteadyCatalog(language)
    for key, files in texts.used_in.items():
        known = old.get(key[0] if isinstance(key, tuple) else key)
        flags = {flag for flag in known.flags if flag == "fuzzy"} if known else set()
        comments = known.user_comments if known else []
        catalog.add(
            key,
            _translation(language, key, known),
            locations=[(file, 0) for file in files],
            flags=flags,
            user_comments=comments,
        )
    return catalog


def _translation(language: str, key: Key, known: Message | None) -> str | tuple[str, ...]:
    forms = LANGUAGES[language]
    if language == _ENGLISH:
        return key if isinstance(key, tuple) else ""
    strings = _forms(known.string) if known is not None else ()
    if isinstance(key, tuple):
        return strings if len(strings) == forms else ("",) * forms
    return strings[0] if len(strings) == 1 else ""


def _forms(texts: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (texts or "",) if texts is None or isinstance(texts, str) else tuple(texts)


def po_bytes(catalog: Catalog) -> bytes:
    """Answer the text form of a catalogue."""
    out = io.BytesIO()
    write_po(out, catalog, width=110, include_lineno=False)
    return out.getvalue()


def mo_bytes(catalog: Catalog) -> bytes:
    """Answer the compiled form of a catalogue."""
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def _po_path(root: Path, language: str) -> Path:
    return root / "resources" / "locale" / language / "LC_MESSAGES" / "dealerdesk.po"


def _read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return SteadyCatalog(language)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def placeholders(text: str) -> frozenset[str]:
    """Answer the placeholders of a text with their formats; raise ValueError if its braces do not match.

    How a label stands within a sentence is each language's own affair, so `:inline` does not count.
    """
    return frozenset(
        name if spec in {"", "inline"} else f"{name}:{spec}"
        for _, name, spec, _ in string.Formatter().parse(text)
        if name is not None
    )


def _faults(message: Message) -> Iterator[str]:
    ids, strings = _forms(message.id), _forms(message.string)
    if not all(strings):
        yield f"not translated: {ids[0]}"
        return
    if message.fuzzy:
        yield f"fuzzy: {ids[0]}"
    wanted = placeholders(ids[-1])
    for text in strings:
        try:
            found = placeholders(text)
        except ValueError:
            yield f"braces do not match: {text}"
        else:
            if found != wanted:
                yield f"other placeholders than its English: {text}"


def untranslated(root: Path, texts: Texts) -> list[str]:
    """Answer what is wrong with the translations themselves."""
    problems = [*texts.unreadable]
    for language in LANGUAGES.keys() - {_ENGLISH}:
        catalog = renewed(language, texts, _read(_po_path(root, language), language))
        problems += [f"{language}: {fault}" for message in catalog if message.id for fault in _faults(message)]
    return problems


def outdated(root: Path, texts: Texts) -> list[str]:
    """Answer what the files lack or hold too much, against the texts in use."""
    problems = []
    for language in LANGUAGES:
        path = _po_path(root, language)
        old = _read(path, language)
        unused = Counter(str(message.id) for message in old if message.id)
        unused.subtract(str(key) for key in texts.used_in)
        problems += [f"{language}: obsolete: {key}" for key, count in unused.items() if count > 0]
        problems += [f"{language}: not in the catalogue: {key}" for key, count in unused.items() if count < 0]
        problems += [f"{language}: obsolete: {key}" for key in old.obsolete]
        new = renewed(language, texts, old)
        for file, content in ((path, po_bytes(new)), (path.with_suffix(".mo"), mo_bytes(new))):
            if not file.exists() or file.read_bytes() != content:
                problems.append(f"{language}: {file.name} is out of date: run .ci/catalogues.py")
    return problems


def write(root: Path, texts: Texts) -> None:
    """Bring the files of all languages up to date."""
    for language in LANGUAGES:
        path = _po_path(root, language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog = renewed(language, texts, _read(path, language))
        for file, content in ((path, po_bytes(catalog)), (path.with_suffix(".mo"), mo_bytes(catalog))):
            part = file.with_name(f"{file.name}.{os.getpid()}")
            part.write_bytes(content)
            part.replace(file)


def main(arguments: list[str]) -> int:
    """Write, or with --check only look; answer the exit code."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write(f"{__doc__}\n")
        return 2
    try:
        texts = extracted(ROOT / "dealerdesk")
        if not arguments:
            write(ROOT, texts)
        problems = untranslated(ROOT, texts) + outdated(ROOT, texts)
    except (PoFileError, SyntaxError) as error:
        sys.stderr.write(f"nothing was written, for a file cannot be read: {error}\n")
        return 1
    sys.stdout.write("".join(f"{problem}\n" for problem in problems))
    sys.stdout.write(f"{len(texts.used_in)} texts, {len(problems)} problems\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
