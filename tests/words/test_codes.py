"""Every code that the program says has a sentence or a name, and brings the parameters that it asks for."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path
from typing import NamedTuple

import pytest

from dealerdesk.words.labels import LABELS
from dealerdesk.words.mark import Plural
from dealerdesk.words.sentences import SENTENCES
from dealerdesk.words.speech import LABEL_PREFIX

PACKAGE = Path(__file__).parents[2] / "dealerdesk"
ANYTHING = ".+"
SAYING = {"Said", "said", "Trouble", "WrongUse", "Refused", "Damaged"}
KNOWN = SENTENCES.keys() | {LABEL_PREFIX + code for code in LABELS}


class Use(NamedTuple):
    """A code as it stands in the program: a pattern, and the parameters given, or None where they cannot be seen."""

    place: str
    pattern: str
    params: frozenset[str] | None

    @property
    def computed(self):
        """Whether only the running program knows which code it is."""
        return ANYTHING in self.pattern

    def codes(self):
        """Answer the codes that are meant."""
        return [code for code in KNOWN if re.fullmatch(self.pattern, code)]


def patterns(node):
    """Answer what an expression for a code may be: literals as they are, what is computed as anything."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [re.escape(node.value)]
    if isinstance(node, ast.IfExp):
        return patterns(node.body) + patterns(node.orelse)
    if isinstance(node, ast.JoinedStr):
        return ["".join(re.escape(part.value) if isinstance(part, ast.Constant) else ANYTHING for part in node.values)]
    return []


def params(call):
    """Answer the names of the parameters of a call, or None where it hands on a mapping."""
    if len(call.args) > 1:
        given = call.args[1]
        if not isinstance(given, ast.Dict) or not all(isinstance(key, ast.Constant) for key in given.keys):
            return None
        return frozenset(key.value for key in given.keys)
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names or "params" in names else frozenset(names)


def uses():
    """Answer every use of a code in the program that can be read without running it."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes(), str(path))):
            if isinstance(node, ast.Call) and node.args:
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
                if name in SAYING:
                    place = f"{path.relative_to(PACKAGE).as_posix()}:{node.lineno}"
                    yield from (Use(place, pattern, params(node)) for pattern in patterns(node.args[0]))


USES = list(uses())


def placeholders(code):
    """Answer the parameters that the sentence of a code asks for."""
    sentence = SENTENCES.get(code, "")
    wordings = (sentence.one, sentence.many) if isinstance(sentence, Plural) else (sentence,)
    return {name for wording in wordings for _, name, _, _ in string.Formatter().parse(wording) if name}


def test_codes_are_found_at_all():
    assert len(USES) > 20


@pytest.mark.parametrize("use", USES, ids=lambda use: f"{use.place} {use.pattern}")
def test_every_code_has_a_sentence_or_a_name(use):
    assert use.codes()


@pytest.mark.parametrize(
    "use", [use for use in USES if use.params is not None], ids=lambda use: f"{use.place} {use.pattern}"
)
def test_every_code_brings_the_parameters_of_its_sentence(use):
    lacking = {code: placeholders(code) - use.params for code in use.codes()}
    enough = any if use.computed else all
    assert enough(not names for names in lacking.values()), lacking
