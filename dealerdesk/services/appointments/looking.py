"""The days with their appointments, as calendars and the day at the desk show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from dealerdesk.db.appointments import appointment_line, appointment_lines
from dealerdesk.domain.appointment import Standing, standing
from dealerdesk.services.appointments.judging import day_judged, store_time
from dealerdesk.services.desk import Desk, Right, use_case

if TYPE_CHECKING:
    from datetime import date, time

    from dealerdesk.domain.appointment import AppointmentLine
    from dealerdesk.domain.appointment_conflicts import DayAtStore


@dataclass(frozen=True)
class DayOfAppointments:
    """The appointments of a day by time, and what the store says of the day.

    `now`: the time by the store's clock, on the desk's own day.
    """

    day: date
    at_store: DayAtStore
    lines: tuple[AppointmentLine, ...]
    today: date
    now: time | None

    def standing(self, line: AppointmentLine) -> Standing:
        """How an appointment of it stands at this moment."""
        return standing(line.state, line.day, line.at, self.today, self.now)

    def these(self, *wanted: Standing) -> tuple[AppointmentLine, ...]:
        """Those that stand so."""
        return tuple(line for line in self.lines if self.standing(line) in wanted)


@use_case("look-at-appointments", Right.SEE)
def appointments_between(desk: Desk, first: date, last: date) -> tuple[AppointmentLine, ...]:
    """The appointments of these days, both within, by day and time; cancelled ones too.

    Who sees one advisor's rows sees the appointments of those cars, and those that are with that advisor.
    """
    with desk.store.read() as conn:
        return appointment_lines(conn, first, last, desk.today, desk.actor.scope.advisor_id)


@use_case("look-at-appointments", Right.SEE)
def day_of(desk: Desk, day: date) -> DayOfAppointments:
    """A day with its appointments, who receives cars on it, its hours, and whether the store is closed."""
    return week_of(desk, day, 1)[0]


@use_case("look-at-appointments", Right.SEE)
def week_of(desk: Desk, first: date, days: int = 7) -> tuple[DayOfAppointments, ...]:
    """The days from one on, each with its appointments."""
    now = store_time(desk)
    wanted = [first + timedelta(days=n) for n in range(days)]
    with desk.store.read() as conn:
        lines = appointment_lines(conn, wanted[0], wanted[-1], desk.today, desk.actor.scope.advisor_id)
        return tuple(
            DayOfAppointments(
                day, day_judged(conn, day), tuple(line for line in lines if line.day == day), desk.today, now
            )
            for day in wanted
        )


@use_case("look-at-appointments", Right.SEE)
def appointment_of(desk: Desk, key: int) -> AppointmentLine | None:
    """One appointment, or None where there is none in the row scope."""
    with desk.store.read() as conn:
        return appointment_line(conn, key, desk.today, desk.actor.scope.advisor_id)


@dataclass(frozen=True)
class AppointmentsNow:
    """The appointments of the desk's day, and those of the last day before it on which some were missed."""

    day: DayOfAppointments
    missed: tuple[AppointmentLine, ...]


@use_case("look-at-appointments", Right.SEE)
def appointments_now(desk: Desk) -> AppointmentsNow:
    """The appointments of today, and those of the day before that nobody kept."""
    before, today = week_of(desk, desk.today - timedelta(days=1), 2)
    return AppointmentsNow(today, before.these(Standing.MISSED))
