"""The store's own working days, and who is away: laid over the published calendar (Rulebook 6.1, 6.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

from dealerdesk.db import store_days as kept
from dealerdesk.db.store_days import Away, OwnDay
from dealerdesk.domain.errors import Refused, WrongUse
from dealerdesk.services.desk import Changed, Desk, Right, use_case
from dealerdesk.services.working_days import published_days

__all__ = ["Away", "DayOff", "OwnDay", "StoreDays", "close_day", "drop_absence", "forget_day", "keep_absence",
           "open_day", "store_days"]  # fmt: skip

_LONGEST_NOTE: Final = 200
_MOST_DAYS_AWAY: Final = 400
_MOST_DAYS_SET: Final = 62
_YEARS: Final = range(2000, 2100)
_SATURDAY: Final = 5
_KINDS: Final = frozenset({"setting", "task", "day"})


class DayOff(NamedTuple):
    """Days in a row that the calendar has as days off on weekdays, or (`worked`) as weekends that are worked."""

    first: date
    last: date
    worked: bool


@dataclass(frozen=True)
class StoreDays:
    """The days of a year. `known`: its calendar is published; if not, Monday to Friday are taken to be worked.

    `published`: what the calendar has other than Monday to Friday. `own`: what the store has set itself. `staff`: who
    may be away, by id and name.
    """

    year: int
    known: bool
    published: tuple[DayOff, ...]
    own: tuple[OwnDay, ...]
    absences: tuple[Away, ...]
    staff: tuple[tuple[int, str], ...] = ()


@use_case("look-at-days", Right.SEE)
def store_days(desk: Desk, year: int) -> StoreDays:
    """The working days of a year as published and as the store has set them, and who is away when."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    with desk.store.read() as conn:
        own, away = kept.own_days_between(conn, first, last), kept.absences_between(conn, first, last)
        staff = kept.staff_present(conn, desk.today)
    days = published_days()
    return StoreDays(year, days.known(first), tuple(_published(year)), tuple(own), tuple(away), tuple(staff))


@use_case("close-day", Right.POLICIES)
def close_day(desk: Desk, day: date, note: str = "", *, last: date | None = None) -> Changed:
    """Let the store be closed on a day, or from it to another, whatever the calendar says.

    Raises WrongUse `days.out_of_range`, `days.backwards`, `days.too_many`.
    """
    return _set(desk, "close-day", (day, last or day), note, is_open=False)


@use_case("open-day", Right.POLICIES)
def open_day(desk: Desk, day: date, note: str = "", *, last: date | None = None) -> Changed:
    """Let the store be open on a day, or from it to another, whatever the calendar says.

    Raises what `close_day` does.
    """
    return _set(desk, "open-day", (day, last or day), note, is_open=True)


@use_case("forget-day", Right.POLICIES)
def forget_day(desk: Desk, day: date) -> Changed:
    """Let a day be as the calendar has it again."""
    with desk.store.write(desk.header("forget-day")) as writer:
        present = kept.own_days_between(writer.conn, day, day)
        if not present:
            return Changed()
        kept.delete_day(writer, present[0].id)
        return Changed(_KINDS, writer.act_id)


@use_case("keep-absence", Right.STAFF)
def keep_absence(desk: Desk, staff: int, first: date, last: date, note: str = "") -> Changed:
    """Let somebody be away from one day to another, both included: their tasks are offered to all others.

    Raises WrongUse `days.backwards`, `days.too_long`, `days.out_of_range`; Refused `days.nobody`,
    `days.away_already`.
    """
    if last < first:
        raise WrongUse("days.backwards", first=first, last=last)
    if last - first > timedelta(days=_MOST_DAYS_AWAY):
        raise WrongUse("days.too_long", most=_MOST_DAYS_AWAY)
    _check(first, last)
    with desk.store.write(desk.header("keep-absence")) as writer:
        if not kept.is_staff(writer.conn, staff):
            raise Refused("days.nobody")
        for other in kept.absences_between(writer.conn, first, last):
            if other.staff_id == staff:
                raise Refused("days.away_already", who=other.name, first=other.first, last=other.last)
        kept.insert_absence(writer, staff, first, last, _note(note))
        return Changed(_KINDS, writer.act_id)


@use_case("drop-absence", Right.STAFF)
def drop_absence(desk: Desk, absence: int) -> Changed:
    """Let somebody be there after all."""
    with desk.store.write(desk.header("drop-absence")) as writer:
        return Changed(_KINDS, writer.act_id) if kept.delete_absence(writer, absence) else Changed()


def _set(desk: Desk, use_case_name: str, span: tuple[date, date], note: str, *, is_open: bool) -> Changed:
    first, last = span
    _check(first, last)
    if last < first:
        raise WrongUse("days.backwards", first=first, last=last)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    if len(days) > _MOST_DAYS_SET:
        raise WrongUse("days.too_many", most=_MOST_DAYS_SET)
    with desk.store.write(desk.header(use_case_name)) as writer:
        changed = [kept.set_day(writer, day, _note(note), is_open=is_open) for day in days]
        return Changed(_KINDS, writer.act_id) if any(changed) else Changed()


def _check(*days: date) -> None:
    if any(day.year not in _YEARS for day in days):
        raise WrongUse("days.out_of_range", first=_YEARS.start, last=_YEARS.stop - 1)


def _note(note: str) -> str | None:
    return note.strip()[:_LONGEST_NOTE] or None


def _published(year: int) -> list[DayOff]:
    """What the calendar has other than Monday to Friday, days in a row together."""
    days, found = published_days(), list[DayOff]()
    day = date(year, 1, 1)
    while day.year == year:
        worked = days.is_published_working(day)
        if worked is not (day.weekday() < _SATURDAY):
            before = found[-1] if found else None
            if before is not None and before.worked is worked and _only_usual_between(before.last, day):
                found[-1] = before._replace(last=day)
            else:
                found.append(DayOff(day, day, worked))
        day += timedelta(days=1)
    return found


def _only_usual_between(last: date, day: date) -> bool:
    """Whether nothing but a weekend that is off lies between two days."""
    between = (last + timedelta(days=n) for n in range(1, (day - last).days))
    return all(one.weekday() >= _SATURDAY and not published_days().is_published_working(one) for one in between)
