"""A call sheet on paper: its calls in their order as they stand now, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.db.queue import tasks_on_sheet
from dealerdesk.db.sheets import calls_on
from dealerdesk.domain.call_queue import Entry
from dealerdesk.domain.errors import said
from dealerdesk.domain.phone import group_phone
from dealerdesk.domain.reason import Reason
from dealerdesk.services.call_queue import asked_for, row_of
from dealerdesk.services.personal.imprint import imprint
from dealerdesk.services.personal.readable import readable_phones
from dealerdesk.services.scripts import script_for
from dealerdesk.services.store_details import store_details
from dealerdesk.services.task_ends import end_of
from dealerdesk.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from dealerdesk.db.queue import TaskFacts
    from dealerdesk.db.reading import Reading
    from dealerdesk.db.sheets import MadeSheet
    from dealerdesk.documents.call_sheet import CallEntry, CallSheetPaper
    from dealerdesk.domain.call_queue import QueueRow
    from dealerdesk.domain.errors import Said
    from dealerdesk.domain.rules import Rules
    from dealerdesk.services.desk import Desk


def calls_of(conn: Reading, desk: Desk, sheet: MadeSheet) -> tuple[Entry, ...]:
    """The calls of a sheet in its own order, whatever became of their tasks since; those that ended say so."""
    asked = asked_for(conn, desk, sheet.day, sheet.agent_id)
    rows = {
        facts.id: row_of(facts, asked, _closed(desk, facts, asked.rules, sheet.day))
        for facts in tasks_on_sheet(conn, asked, sheet.id)
    }
    calls = ([rows[task] for task in call if task in rows] for call in calls_on(conn, sheet.id))
    return tuple(Entry(call[0], tuple(call[1:])) for call in calls if call)


def _closed(desk: Desk, facts: TaskFacts, rules: Rules, day: date) -> Said | None:
    """Why a task on a day's sheet needs no call: it ended, was done or moved since, or its cause is gone by today."""
    if facts.state == "open":
        why = end_of(facts.open, facts.stretch, desk.today, rules)
        if why is not None:
            return said("now.closed", how=said(f"label.ended.{why}"))
        return said("now.moved", day=facts.open.due) if facts.open.due > day else None
    if facts.ended_why is not None:
        return said("now.closed", how=said(f"label.ended.{facts.ended_why}"))
    return said("now.closed", how=said(f"label.task_state.{facts.state}"))


def sheet_on_paper(sheet: MadeSheet, agent: str | None, calls: Sequence[Entry], desk: Desk) -> CallSheetPaper:
    """The sheet as a PDF in the desk's language, with those phone numbers in full that the actor may see."""
    from dealerdesk.documents.call_sheet import CallSheet, call_sheet
    from dealerdesk.documents.script import sheet_script

    words = Words(desk.lang)
    shown = [call.leading.phone for call in calls]
    phones = readable_phones(desk, shown)
    details = store_details(desk)
    return call_sheet(
        CallSheet(
            store=details.name,
            contact=details.contact,
            opening=details.opening,
            logo=details.logo,
            code=sheet.code,
            day=sheet.day,
            agent=agent,
            made_at=sheet.made_at.astimezone(),
            entries=tuple(_entry(number, call, phones, sheet.day, words) for number, call in enumerate(calls, start=1)),
            script=sheet_script(script_for(desk, Reason.SURVEY), words),
            key_in_by=sheet.reserved_until,
            printed=imprint(desk),
        ),
        words,
    )


def _entry(number: int, call: Entry, phones: Mapping[int, str], day: date, words: Words) -> CallEntry:
    from dealerdesk.documents.call_sheet import CallEntry

    leading = call.leading
    return CallEntry(
        number=number,
        codes=tuple(row.code for row in call.rows),
        customer=leading.customer or "",
        phone=_phone(leading, phones),
        plate=leading.plate or "",
        model=leading.model or "",
        time=_time(call, day),
        status=words.label(f"status.{leading.status}"),
        months=leading.months,
        last_visit=leading.last_visit,
        last_km=leading.last_km,
        why_now=words.shown(_why(call)),
        reasons=_reasons(call, words),
    )


def _time(call: Entry, day: date) -> str:
    """The time of the day for which the call was promised, if it was."""
    times = [row.promised_at for row in call.rows if row.promised_at is not None and row.due == day]
    return f"{min(times):%H:%M}" if times and call.leading.closed is None else ""


def _phone(row: QueueRow, phones: Mapping[int, str]) -> str:
    if row.phone is None:
        return ""
    digits = phones.get(row.phone.id, row.full)
    return row.phone.shown if digits is None else group_phone(digits)


def _why(call: Entry) -> tuple[Said, ...]:
    """Why the call is made now, or not any more, and which other cars of the customer it is about."""
    leading = call.leading
    closed = () if leading.closed is None else (leading.closed,)
    others = tuple(dict.fromkeys(row.plate for row in call.covered if row.plate not in {None, leading.plate}))
    return (*closed, *leading.why, *((said("now.other_cars", plates=others),) if others else ()))


def _reasons(call: Entry, words: Words) -> tuple[str, ...]:
    return tuple(words.label(f"reason.{reason}") for reason in dict.fromkeys(row.reason for row in call.rows))
