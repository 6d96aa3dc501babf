"""The script that a call sheet prints: openers, questions with answer codes, and results with theirs, as data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dealerdesk.paths import resource

if TYPE_CHECKING:
    from dealerdesk.words import Words


@dataclass(frozen=True)
class Opener:
    """One way to begin a call; `occasion` names when to choose it."""

    occasion: str
    text: str


@dataclass(frozen=True)
class ScriptQuestion:
    """One question; without answers it asks for a number, written down in `unit`."""

    number: str
    text: str
    answers: tuple[tuple[str, str], ...] = ()  # (code, words)
    short: str = ""  # what it asks, for the legend under the rows
    hint: str = ""  # what the agent does or writes with the answer
    unit: str = ""
    several: bool = False

    @property
    def label(self) -> str:
        """Answer the short name that cover, rows and legend share."""
        return f"Q{self.number}"


@dataclass(frozen=True)
class CallResult:
    """One disposition (rulebook 6.3): the code in its box, its name in the data, its words, what to write down."""

    code: str
    disposition: str
    words: str
    hint: str = ""


@dataclass(frozen=True)
class ResultGroup:
    """One bucket of dispositions (rulebook 6.3): a line of boxes on the sheet."""

    name: str
    results: tuple[CallResult, ...]


@dataclass(frozen=True)
class SheetScript:
    """All that the sheet's cover and boxes are made of; `{store}` and `{agent}` in openers are filled when printed."""

    title: str
    openers: tuple[Opener, ...] = ()
    convenience: str = ""
    questions: tuple[ScriptQuestion, ...] = ()
    talking_points: tuple[tuple[str, str], ...] = ()  # (reason, what to say)
    closing: str = ""
    groups: tuple[ResultGroup, ...] = ()


def lost_customer_script(words: Words) -> SheetScript:
    """Answer the lost-customer script (rulebook 7) with the dispositions (6.3), in the language of the words."""
    source = resource("scripts", "lost_customer_sheet.json").read_text(encoding="utf-8")
    return read_script(json.loads(source), words)


def read_script(data: dict[str, Any], words: Words) -> SheetScript:
    """Answer the script of such a document in one language; dispositions have the names that the desk uses."""
    lang = words.language
    return SheetScript(
        title=data["title"][lang],
        openers=tuple(Opener(one["occasion"][lang], one["text"][lang]) for one in data["openers"]),
        convenience=data["convenience"][lang],
        questions=tuple(_question(one, lang) for one in data["questions"]),
        talking_points=tuple((one["reason"][lang], one["say"][lang]) for one in data["talking_points"]),
        closing=data["closing"][lang],
        groups=tuple(_group(one, words) for one in data["results"]),
    )


def _question(data: dict[str, Any], lang: str) -> ScriptQuestion:
    return ScriptQuestion(
        number=data["number"],
        text=data["text"][lang],
        answers=tuple((one["code"], one[lang]) for one in data.get("answers", ())),
        short=data["short"][lang],
        hint=data.get("hint", {}).get(lang, ""),
        unit=data.get("unit", {}).get(lang, ""),
        several=data.get("several", False),
    )


def _group(data: dict[str, Any], words: Words) -> ResultGroup:
    return ResultGroup(
        words.label(f"bucket.{data['bucket']}"),
        tuple(
            CallResult(
                code=one["code"],
                disposition=one["disposition"],
                words=words.label(f"disposition.{one['disposition']}"),
                hint=one.get("write", {}).get(words.language, ""),
            )
            for one in data["list"]
        ),
    )
