"""What goes of an erased person in what comes of calls: complaints, appointments, interviews, flags, tasks, calls."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.db.person_rows import kin_ever, there
from dealerdesk.db.reading import fetch_all
from dealerdesk.domain.codes import read_code
from dealerdesk.domain.erasure import CUT
from dealerdesk.domain.reason import Reason

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from sqlalchemy import Connection

    from dealerdesk.domain.erasure import Known

Row = dict[str, Any]

TEXTS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "complaint": (("happened",), ("wanted", "solution")),
    "flag": (("what",), ("solution",)),
    "appointment": (("purpose",), ("note", "offer", "ended_why")),
    "task": ((), ("about",)),
    "call": ((), ("note", "for_next", "topic")),
}
"""By table, the texts that people wrote there: those that a row cannot be without, and the others."""

_KEPT: Final = frozenset({("appointment", "purpose"), ("appointment", "offer"), ("appointment", "ended_why")})
"""Texts that tell of the visit rather than of the person: only their name and number are cut from them."""

_CODES: Final = frozenset({("call", "topic"), ("task", "about")})
"""Texts that may be a code of ours: the reason of a call, the complaint that a task is about."""

_ROWS: Final = """SELECT id, coalesce(customer_id = :customer, 0), {fields} FROM {table}
    WHERE customer_id = :customer OR vehicle_id IN (SELECT value FROM json_each(:cars)) ORDER BY id"""
_ANSWERS: Final = """SELECT a.id FROM answer a JOIN interview i ON i.id = a.interview_id
    WHERE i.customer_id = ? AND a.words IS NOT NULL ORDER BY a.id"""
_GONE_ANSWERS: Final = """SELECT DISTINCT key FROM act_row WHERE "table" = 'answer'
    AND json_extract(coalesce("after", "before"), '$.interview_id') IN (SELECT value FROM json_each(?)) ORDER BY key"""
_OWN: Final = ("complaint", "flag", "appointment", "interview", "task", "call")


def texts_that_go(conn: Connection, customer: int, cars: Collection[int], known: Known) -> dict[str, dict[int, Row]]:
    """By table and row what changes: of their own rows the words go, of others of their cars their name and number."""
    found: dict[str, dict[int, Row]] = {
        "answer": {row[0]: {"words": None} for row in fetch_all(conn, _ANSWERS, (customer,))}
    }
    params = {"customer": customer, "cars": json.dumps(sorted(cars))}
    for table, (needed, others) in TEXTS.items():
        fields = (*needed, *others)
        rows = fetch_all(conn, _ROWS.format(table=f'"{table}"', fields=", ".join(fields)), params)
        changes = {}
        for key, own, *texts in rows:
            row = {
                field: new
                for field, text in zip(fields, texts, strict=True)
                if text is not None
                and (new := _without(table, field, text, known, own=bool(own), needed=field in needed)) != text
            }
            if row:
                changes[key] = row
        found[table] = changes
    return found


def _without(table: str, field: str, text: str, known: Known, *, own: bool, needed: bool) -> str | None:
    """What stays of a text; a code stays whole."""
    if not own or (table, field) in _KEPT:
        return known.cut_from(text)
    if (table, field) in _CODES and (text in set(Reason) or read_code(text) is not None):
        return text
    return CUT if needed else None


def rows_gone(conn: Connection, customer: int) -> Iterator[tuple[str, list[int]]]:
    """By table, the rows about a customer that are gone since and of which acts still tell."""
    for table in _OWN:
        ever = kin_ever(conn, table, customer)
        yield table, sorted(set(ever) - there(conn, table, ever))
        if table == "interview":
            answers = [row[0] for row in fetch_all(conn, _GONE_ANSWERS, (json.dumps(ever),))]
            yield "answer", sorted(set(answers) - there(conn, "answer", answers))
