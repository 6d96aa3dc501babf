"""The daily call sheet: made once for a day and agent, and printed again as often as wanted (Rulebook 6.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from dealerdesk.db.sheets import MadeSheet, SheetLine, insert_sheet, sheet_by_code, sheet_lines, sheet_of
from dealerdesk.db.tasks import next_due
from dealerdesk.domain.calendar import add_months
from dealerdesk.domain.errors import Refused, WrongUse, said
from dealerdesk.services.call_queue import agent_named, asked_for, queue_of
from dealerdesk.services.desk import Changed, Desk, Right, use_case
from dealerdesk.services.personal.disclosing import disclose
from dealerdesk.services.sheet_paper import calls_of, sheet_on_paper
from dealerdesk.services.task_ends import end_tasks
from dealerdesk.services.working_days import calendar_notes, working_days

if TYPE_CHECKING:
    from datetime import date

    from dealerdesk.db.queue import Asked
    from dealerdesk.db.reading import Reading
    from dealerdesk.domain.calendar import WorkingDays
    from dealerdesk.domain.call_queue import Entry
    from dealerdesk.domain.errors import Said
    from dealerdesk.services.call_queue import Queue

__all__ = ["SheetLine"]

_MONTHS_AHEAD = 12


@dataclass(frozen=True)
class SheetMade:
    """A call sheet as a PDF: its code, how many calls, tasks and pages it has; and whether it was there already."""

    sheet: str
    entries: int
    tasks: int
    pages: int
    pdf: bytes
    reprinted: bool
    notes: tuple[Said, ...]
    changed: Changed


@use_case("call-sheet", Right.CALL)
def call_sheet(desk: Desk, day: date, agent: str | None = None) -> SheetMade:
    """The sheet of a day for one agent, else for everybody: made, or, where it exists, printed again as it was.

    Raises Refused `sheet.everybodys` for somebody who sees some rows alone; WrongUse for a closed day, a past day
    without a sheet, a day on which nobody can be called, an unknown agent.
    """
    if desk.actor.scope.advisor_id is not None:
        raise Refused("sheet.everybodys")
    with desk.store.read() as conn:
        agent_id = agent_named(conn, agent)
        made = sheet_of(conn, day, agent_id)
    reprinted = made is not None
    changed: Changed = Changed()
    held: tuple[Said, ...] = ()
    if made is None:
        made, changed, held = _make(desk, day, agent_id)
    with desk.store.read() as conn:
        calls, days = calls_of(conn, desk, made), working_days(conn)
    paper = sheet_on_paper(made, agent, calls, desk)
    disclose(desk, "print-sheet", "print", f"sheet.{made.code}", len(calls))
    return SheetMade(
        made.code,
        len(calls),
        sum(len(call.rows) for call in calls),
        paper.pages,
        paper.pdf,
        reprinted,
        (*calendar_notes(days, [day, made.reserved_until]), *held),
        changed,
    )


@use_case("list-sheets", Right.CALL)
def sheets_between(desk: Desk, first: date, last: date) -> tuple[SheetLine, ...]:
    """The sheets that were made for these days, the latest day first; none for who sees some rows alone."""
    if desk.actor.scope.advisor_id is not None:
        return ()
    with desk.store.read() as conn:
        return tuple(sheet_lines(conn, first, last))


@use_case("list-sheets", Right.CALL)
def sheets_of_day(desk: Desk, day: date) -> tuple[SheetLine, ...]:
    """The sheets that were made for a day."""
    return sheets_between(desk, day, day)


@use_case("sheet-tasks", Right.CALL)
def sheet_tasks(desk: Desk, code: str) -> tuple[Entry, ...]:
    """The calls that a sheet holds, in its order, whatever became of their tasks since; those that ended say so.

    Raises WrongUse `sheet.unknown`; Refused `sheet.everybodys` for somebody who sees some rows alone.
    """
    if desk.actor.scope.advisor_id is not None:
        raise Refused("sheet.everybodys")
    with desk.store.read() as conn:
        made = sheet_by_code(conn, code)
        if made is None:
            raise WrongUse("sheet.unknown", sheet=code)
        return calls_of(conn, desk, made)


def _make(desk: Desk, day: date, agent_id: int | None) -> tuple[MadeSheet, Changed, tuple[Said, ...]]:
    with desk.store.read() as conn:
        days = working_days(conn)
    _check_day(desk, day, days)
    reserved_until = days.next_on_or_after(day + timedelta(days=1))
    with desk.store.write(desk.header("call-sheet")) as writer:
        made = sheet_of(writer.conn, day, agent_id)
        if made is not None:
            return made, Changed(), ()
        end_tasks(writer, desk.today)
        asked = asked_for(writer.conn, desk, day, agent_id)
        queue = queue_of(writer.conn, asked)
        if not queue.entries:
            raise _nobody_to_call(writer.conn, asked, queue)
        calls = [[row.id for row in entry.rows] for entry in queue.entries]
        made = insert_sheet(writer, day, agent_id, desk.clock(), reserved_until, calls)
        return made, Changed(frozenset({"sheet", "task"}), writer.act_id), queue.notes


def _check_day(desk: Desk, day: date, days: WorkingDays) -> None:
    last_day = add_months(desk.today, _MONTHS_AHEAD)
    if day > last_day:
        raise WrongUse("sheet.too_far", day=day, last_day=last_day)
    if not days.is_working(day):
        raise WrongUse("sheet.closed_day", day=day, next_day=days.next_on_or_after(max(day, desk.today)))
    if day < desk.today:
        raise WrongUse("sheet.past_day", day=day)


def _nobody_to_call(conn: Reading, asked: Asked, queue: Queue) -> WrongUse:
    """Why there is no sheet: all that is due is held back, or it falls due later, or there is nothing at all."""
    if queue.not_offered:
        causes = (
            said("sheet.held", cause=said(f"label.not_offered.{why}"), count=count)
            for why, count in queue.not_offered.items()
        )
        return WrongUse("sheet.none_offered", day=asked.day, causes=tuple(causes))
    following = next_due(conn, asked.day, asked.agent_id)
    if following is not None:
        return WrongUse("sheet.next_due", day=asked.day, next_day=working_days(conn).next_on_or_after(following))
    return WrongUse("sheet.none_due", day=asked.day)
