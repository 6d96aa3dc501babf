"""The first day at an invented store: its tasks are made, and some customers wait to be rung at a time of today."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.domain.calling import CallMade
from dealerdesk.domain.followup import Disposition, Promise
from dealerdesk.services.call_desk import call_desk
from dealerdesk.services.calling.recording import record_call
from dealerdesk.services.desk import Desk, Right, use_case
from dealerdesk.services.tasks import generate_tasks
from dealerdesk.services.working_days import published_days

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date


class _PutOff(NamedTuple):
    """A call that was put off: when it was made, for when another was promised, and the note on it."""

    made: time
    promised: time
    note: str


_PUT_OFF: Final = (
    _PutOff(time(15, 12), time(10, 30), "客户在开会，约了上午再打"),
    _PutOff(time(16, 5), time(14, 30), "在开车，约好下午联系"),
    _PutOff(time(17, 41), time(16), "带孩子不方便，约了四点"),
)
_APART: Final = 4
"""So many calls lie between two that were put off."""


@use_case("make-invented-store", Right.IMPORT)
def begin_day(desk: Desk) -> None:
    """Let an invented store's call desk have work today: its tasks, and calls that were promised for today.

    They were made, and put off, on the working day before. Nothing is done for those who may not plan and call.
    """
    if not {Right.PLAN, Right.CALL} <= desk.actor.rights:
        return
    before = published_days().previous_on_or_before(desk.today - timedelta(days=1))
    generate_tasks(desk.on(before))
    entries = call_desk(desk.on(before)).entries
    for put_off, place in zip(_PUT_OFF, range(_APART, len(entries), _APART), strict=False):
        call = CallMade(
            Disposition.CALL_LATER,
            tuple(row.id for row in entries[place].rows),
            when=Promise(desk.today, put_off.promised),
            note=put_off.note,
        )
        record_call(replace(desk.on(before), clock=_at(before, put_off.made)), call)


def _at(day: date, at: time) -> Callable[[], datetime]:
    moment = datetime.combine(day, at).astimezone()
    return lambda: moment
