"""Days on which the store is closed or open other than the calendar has it, and days on which somebody is away."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from dealerdesk.db.tables import Absence, StoreDay
from dealerdesk.domain.calendar import Span

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from dealerdesk.db.acts import Writer
    from dealerdesk.db.reading import Reading


class OwnDay(NamedTuple):
    """A day that the store has set for itself."""

    id: int
    day: date
    open: bool
    note: str | None
    revision: int


class Away(NamedTuple):
    """Days on which somebody makes no calls and receives no cars, the first and the last among them."""

    id: int
    staff_id: int
    name: str
    first: date
    last: date
    note: str | None
    revision: int


def own_days(conn: Reading) -> dict[date, bool]:
    """The days that the store has set for itself: whether it is open."""
    rows = conn.exec_driver_sql("SELECT day, open FROM store_day").fetchall()
    return {date.fromisoformat(day): bool(is_open) for day, is_open in rows}


def own_days_between(conn: Connection, first: date, last: date) -> list[OwnDay]:
    """The store's own days from one day to another, in their order."""
    rows = conn.exec_driver_sql(
        "SELECT id, day, open, note, revision FROM store_day WHERE day BETWEEN ? AND ? ORDER BY day",
        (first.isoformat(), last.isoformat()),
    )
    return [OwnDay(key, date.fromisoformat(day), bool(is_open), *more) for key, day, is_open, *more in rows.fetchall()]


def absences_between(conn: Connection, first: date, last: date) -> list[Away]:
    """The absences that touch the days from one to another, by their first day."""
    rows = conn.exec_driver_sql(
        "SELECT a.id, a.staff_id, s.name, a.first, a.last, a.note, a.revision FROM absence a"
        " JOIN staff s ON s.id = a.staff_id WHERE a.first <= ? AND a.last >= ? ORDER BY a.first, s.name, a.id",
        (last.isoformat(), first.isoformat()),
    )
    return [
        Away(key, staff, name, date.fromisoformat(begins), date.fromisoformat(ends), note, revision)
        for key, staff, name, begins, ends, note, revision in rows.fetchall()
    ]


def absences_from(conn: Reading, day: date) -> dict[int, list[Span]]:
    """The days from a day on on which staff are away, by who it is."""
    found: dict[int, list[Span]] = {}
    rows = conn.exec_driver_sql("SELECT staff_id, first, last FROM absence WHERE last >= ?", (day.isoformat(),))
    for staff, first, last in rows.fetchall():
        found.setdefault(staff, []).append(Span(date.fromisoformat(first), date.fromisoformat(last)))
    return found


def away_on(conn: Reading, day: date) -> frozenset[int]:
    """The staff who are away on a day."""
    rows = conn.exec_driver_sql(
        "SELECT staff_id FROM absence WHERE first <= :day AND last >= :day", {"day": day.isoformat()}
    )
    return frozenset(row[0] for row in rows.fetchall())


def staff_present(conn: Reading, day: date) -> list[tuple[int, str]]:
    """The staff who have not left by a day, by name."""
    rows = conn.exec_driver_sql(
        "SELECT id, name FROM staff WHERE left_on IS NULL OR left_on > ? ORDER BY name", (day.isoformat(),)
    )
    return [(key, name) for key, name in rows.fetchall()]


def is_staff(conn: Reading, staff_id: int) -> bool:
    """Whether there is such a member of staff."""
    return conn.exec_driver_sql("SELECT 1 FROM staff WHERE id = ?", (staff_id,)).fetchone() is not None


def set_day(writer: Writer, day: date, note: str | None, *, is_open: bool) -> bool:
    """Let the store be open or closed on a day; answers whether that is new."""
    present = own_days_between(writer.conn, day, day)
    if present:
        return writer.update(StoreDay, present[0].id, {"open": is_open, "note": note})
    writer.insert(StoreDay, [{"day": day, "open": is_open, "note": note}])
    return True


def delete_day(writer: Writer, key: int) -> None:
    """Let a day be as the calendar has it."""
    writer.delete(StoreDay, [key])


def insert_absence(writer: Writer, staff_id: int, first: date, last: date, note: str | None) -> None:
    """Let somebody be away."""
    writer.insert(Absence, [{"staff_id": staff_id, "first": first, "last": last, "note": note}])


def delete_absence(writer: Writer, key: int) -> bool:
    """Let somebody be there after all; answers whether they were to be away."""
    return bool(writer.delete(Absence, [key]))
