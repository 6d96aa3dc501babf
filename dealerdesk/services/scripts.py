"""The scripts that calls are led by: those that are shipped, and the versions that a store made its own (Rulebook 7).

Nothing that was ever used is lost: a change makes a new version, and old interviews are read with theirs.
"""

from __future__ import annotations

import json
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from dealerdesk.db.scripts import KeptScript, keep_script, kept_script, kept_versions, newest_scripts
from dealerdesk.domain.errors import Refused, WrongUse, said
from dealerdesk.domain.questionnaire import Choice, Kind, Script, script_from_bytes, script_from_text, spoken
from dealerdesk.domain.questionnaire.documents import MOST_BYTES
from dealerdesk.domain.reason import Reason
from dealerdesk.paths import resource
from dealerdesk.services.desk import Changed, Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from dealerdesk.db.reading import Reading
    from dealerdesk.domain.questionnaire import Answers

_BY_STEP: Final[Mapping[tuple[Reason, int], str]] = {(Reason.CARE, 2): "satisfaction"}
"""The scripts of those calls for a reason that have one of their own: the second care call."""


class ScriptLine(NamedTuple):
    """A script as the settings list it: the version in use, in whose wording, since when, and what it is for."""

    name: str
    version: int
    title: str
    edited: bool
    since: date | None
    who: str | None
    reasons: tuple[Reason, ...]


class _InUse(NamedTuple):
    """A script that the store calls by, and the version that it made of it, if it did."""

    script: Script
    kept: KeptScript | None


@lru_cache(maxsize=1)
def shipped_scripts() -> Mapping[str, Script]:
    """The scripts that come with the program, by name."""
    read = (_read(_text_of(file)) for file in sorted(resource("scripts").glob("*.json")))
    return MappingProxyType({script.name: script for script in read})


@use_case("read-scripts", Right.SEE)
def scripts(desk: Desk) -> tuple[ScriptLine, ...]:
    """The scripts that calls are led by, in the order in which they are shipped; the store's own follow."""
    with desk.store.read() as conn:
        in_use = _in_use(conn)
    return tuple(_line(one, desk.lang) for one in in_use.values())


@use_case("read-scripts", Right.SEE)
def script_for(desk: Desk, reason: Reason, step: int | None = None) -> Script:
    """The script that leads a call for a reason, in its newest version.

    `step`: which of several calls for the same cause. Of several scripts for a reason the one for the fewest reasons is
    taken, and of those the store's own.
    """
    with desk.store.read() as conn:
        in_use = _in_use(conn)
    return serving(in_use, reason, step)


@use_case("read-scripts", Right.SEE)
def script_version(desk: Desk, name: str, version: int | None = None) -> Script:
    """A version of a script, as an interview names it; the one in use without. Raises WrongUse `script.no_such`."""
    return _read(_content(desk, name, version))


@use_case("read-scripts", Right.SEE)
def script_file(desk: Desk, name: str, version: int | None = None) -> bytes:
    """A version of a script as a file that can be changed and taken in again; the one in use without a version.

    Raises WrongUse `script.no_such`.
    """
    return _pretty(_document(_content(desk, name, version))).encode()


@use_case("take-in-script", Right.SCRIPTS)
def take_in_script(desk: Desk, file: Path) -> Changed:
    """Let calls be led by the script in a file from now on: it becomes the next version of its name.

    Raises WrongUse `script.unreadable` and what `script_from_bytes` raises, with the place named; Refused `script.same`
    for the wording that is in use, `script.unserved` where a reason would be left without a script.
    """
    content = _bytes_of(file)
    script_from_bytes(content)  # refused before anything else, with the place
    return _take_in(desk, "take-in-script", json.loads(content.decode("utf-8-sig")))


@use_case("shipped-script-again", Right.SCRIPTS)
def shipped_again(desk: Desk, name: str) -> Changed:
    """Go back to the wording that a script was shipped with, as a new version.

    Raises WrongUse `script.not_shipped` for one that was not, Refused `script.same` where that is in use.
    """
    if name not in shipped_scripts():
        raise WrongUse("script.not_shipped", name=name)
    return _take_in(desk, "shipped-script-again", _document(_shipped_text(name)))


def serving(in_use: Mapping[str, _InUse], reason: Reason, step: int | None = None) -> Script:
    """The one of the scripts in use that leads a call for a reason."""
    own = in_use.get(_BY_STEP.get((reason, step or 0), ""))
    if own is not None:
        return own.script
    candidates = [one.script for one in in_use.values() if reason in one.script.reasons]
    return min(reversed(candidates), key=lambda script: len(script.reasons))


def opening_answers(script: Script, reason: Reason | None, step: int | None = None) -> Answers:
    """What is known before the call: where the first question asks for the occasion, the one that the task is for.

    Its options are then called as reasons are, or `step-1`, `step-2` … as the calls for the same cause.
    """
    first = script.steps[0]
    if first.kind is not Kind.SINGLE:
        return {}
    codes = [code for code in (reason, f"step-{step}") if code in first.by_code]
    return {first.code: Choice((str(codes[0]),))} if codes else {}


# --- reading -----------------------------------------------------------------------------------------------------


def _in_use(conn: Reading) -> dict[str, _InUse]:
    """What calls are led by now: the store's newest version of each, else the shipped one; those made last are last."""
    kept = newest_scripts(conn)
    shipped = {name: _InUse(script, None) for name, script in shipped_scripts().items()}
    return shipped | {name: _InUse(_read(one.content), one) for name, one in kept.items()}


def _line(one: _InUse, lang: str) -> ScriptLine:
    script, kept = one
    edited = kept is not None and not _is_shipped(kept)
    since, who = (None, None) if kept is None else (kept.made_on, kept.who)
    return ScriptLine(script.name, script.version, spoken(script.title, lang, {}), edited, since, who, script.reasons)


def _is_shipped(kept: KeptScript) -> bool:
    """Whether a version says what is shipped under its name."""
    return kept.name in shipped_scripts() and _same(_document(kept.content), _document(_shipped_text(kept.name)))


def _content(desk: Desk, name: str, version: int | None) -> str:
    """The document of a version: the store's own, else the shipped one."""
    with desk.store.read() as conn:
        kept = newest_scripts(conn).get(name) if version is None else kept_script(conn, name, version)
    if kept is not None:
        return kept.content
    shipped = shipped_scripts().get(name)
    if shipped is None or version not in {None, shipped.version}:
        raise WrongUse("script.no_such", name=name)
    return _shipped_text(name)


@lru_cache(maxsize=64)
def _read(content: str) -> Script:
    """The script of a document; the same few are asked for with every call."""
    return script_from_text(content)


@lru_cache(maxsize=32)
def _shipped_text(name: str) -> str:
    return _text_of(resource("scripts", f"{name}.json"))


def _text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _bytes_of(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise WrongUse("script.unreadable", file=file.name) from error


# --- writing -----------------------------------------------------------------------------------------------------


def _take_in(desk: Desk, act: str, document: dict[str, Any]) -> Changed:
    name = str(document["name"])
    with desk.store.write(desk.header(act)) as writer:
        in_use, own = _in_use(writer.conn), kept_versions(writer.conn, name)
        held = in_use.get(name)
        if held is not None and _same(document, _document(held.kept.content if held.kept else _shipped_text(name))):
            raise Refused("script.same", version=held.script.version)
        shipped = shipped_scripts().get(name)
        version = max((0, *own, *(() if shipped is None else (shipped.version,)))) + 1
        content = _pretty({**document, "version": version})
        _check_served({**in_use, name: _InUse(_read(content), None)})
        keep_script(writer, KeptScript(name, version, content, desk.today, desk.actor.name))
        return Changed(frozenset({"script"}), writer.act_id)


def _check_served(in_use: Mapping[str, _InUse]) -> None:
    """Every reason for a call needs a script."""
    served = {reason for one in in_use.values() for reason in one.script.reasons}
    left = [reason for reason in Reason if reason not in served]
    if left:
        raise Refused("script.unserved", reasons=_named(left))


def _named(reasons: Iterable[Reason]) -> tuple[Any, ...]:
    return tuple(said(f"label.reason.{reason}") for reason in reasons)


def _document(content: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(content)
    return document


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two documents say the same, whatever their versions."""
    return {**one, "version": 0} == {**other, "version": 0}


def _pretty(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
