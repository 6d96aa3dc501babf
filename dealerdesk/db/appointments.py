"""Appointments as they are kept, the days of the store they fall on, and the visits that keep them."""

from __future__ import annotations

from collections import defaultdict
from datetime import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from dealerdesk.db.days import DAYS
from dealerdesk.db.reading import fetch_all
from dealerdesk.db.reception import advisors_on
from dealerdesk.db.responsible import FIRST_VISIT, in_scope_sql
from dealerdesk.db.settings import setting
from dealerdesk.db.shape import table_of
from dealerdesk.db.store_days import away_on
from dealerdesk.db.tables import Appointment
from dealerdesk.domain.appointment import Agreed, AppointmentLine, AppointmentState, Came
from dealerdesk.domain.appointment_conflicts import CLOSES, OPENS, CarNow, DayAtStore, Taken
from dealerdesk.domain.codes import CodeKind, code_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from sqlalchemy import Connection

    from dealerdesk.db.acts import Writer

Row = dict[str, Any]

HOURS = "appointment_hours"
"""The setting of the hours in which cars are received: `["08:00", "18:00"]`."""

PLACES = "appointment_places"
"""The setting of how many cars can be received at one time; none: as many as there are advisors."""

_SEEN = in_scope_sql("a.vehicle_id", FIRST_VISIT.format("a.vehicle_id"), "day")
_LINES = f"""
SELECT a.id, a.revision, a.code, a.vehicle_id, a.customer_id, (SELECT p.plate FROM plate p
    WHERE p.vehicle_id = a.vehicle_id AND p.from_day <= :day AND p.until_day > :day LIMIT 1),
  c.name, v.model, a.day, a.at, a.minutes, a.advisor_id, w.name, a.purpose, a.offer, a.note, a.state, a.booked_on,
  a.booked_by, a.moved_from, a.ended_why, a.visit_id
FROM appointment a JOIN vehicle v ON v.id = a.vehicle_id
LEFT JOIN customer c ON c.id = a.customer_id
LEFT JOIN staff w ON w.id = a.advisor_id
WHERE {{where}} AND (a.advisor_id = :scope OR {_SEEN})
ORDER BY a.day, a.at, a.id
"""
_TAKEN = """SELECT id, vehicle_id, day, at, minutes, advisor_id FROM appointment
WHERE state = 'booked' AND day BETWEEN ? AND ? AND id <> ? ORDER BY day, at, id"""
_AGREED = """SELECT vehicle_id, id, day, at, booked_on, state, visit_id FROM appointment
WHERE state <> 'cancelled' AND {which} ORDER BY id"""
_CAR = """SELECT EXISTS (SELECT 1 FROM departure d WHERE d.vehicle_id = :vehicle AND d.undone_on IS NULL),
  EXISTS (SELECT 1 FROM visit n WHERE n.vehicle_id = :vehicle AND n.state IN ('arrived', 'in-workshop'))"""
_NEAR = "BETWEEN date(a.day, '-3 day') AND date(a.day, '+3 day')"
_DOUBTFUL = f"""SELECT a.vehicle_id FROM appointment a WHERE a.state IN ('booked', 'missed') AND EXISTS (
  SELECT 1 FROM visit n WHERE n.vehicle_id = a.vehicle_id AND n.state <> 'void' AND n.date_in {_NEAR})
UNION SELECT a.vehicle_id FROM appointment a WHERE a.state = 'arrived' AND a.visit_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM visit n WHERE n.id = a.visit_id AND n.vehicle_id = a.vehicle_id AND n.state <> 'void'
  AND n.date_in {_NEAR})"""
_AT_A_TIME = 5_000


def insert_appointment(writer: Writer, fields: Mapping[str, Any]) -> int:
    """Keep a new appointment by the names of its fields, with its code; answers its id."""
    (key,) = writer.next_ids(Appointment, 1)
    writer.insert(Appointment, [{**fields, "id": key, "code": code_of(CodeKind.APPOINTMENT, key)}])
    return key


def change_appointment_row(writer: Writer, key: int, changes: Mapping[str, Any], revision: int | None = None) -> bool:
    """Change fields of an appointment; answers whether any was different. Raises what `Writer.update` raises."""
    return writer.update(Appointment, key, changes, revision)


def change_appointments(writer: Writer, changes: Mapping[int, Mapping[str, Any]]) -> list[int]:
    """Change fields of many appointments; answers the ids of those in which any was different."""
    return writer.update_many(Appointment, changes)


def appointment_row(conn: Connection, key: int) -> Row | None:
    """An appointment with all its fields, or None."""
    of = table_of(Appointment)
    found = conn.execute(select(of).where(of.c.id == key)).mappings().one_or_none()
    return None if found is None else dict(found)


def appointment_lines(
    conn: Connection, first: date, last: date, today: date, scope: int | None
) -> tuple[AppointmentLine, ...]:
    """The appointments of these days, both within, by day and time: of cars in the row scope, and the advisor's own."""
    params = {"first": first.isoformat(), "last": last.isoformat(), "day": today.isoformat(), "scope": scope}
    return _lines(conn, "a.day BETWEEN :first AND :last", params)


def appointment_line(conn: Connection, key: int, today: date, scope: int | None) -> AppointmentLine | None:
    """One appointment, if it is in the row scope."""
    found = _lines(conn, "a.id = :key", {"key": key, "day": today.isoformat(), "scope": scope})
    return found[0] if found else None


def appointments_of_car(conn: Connection, vehicle_id: int, today: date) -> tuple[AppointmentLine, ...]:
    """The appointments of a car, by day and time, cancelled ones too."""
    params = {"vehicle": vehicle_id, "day": today.isoformat(), "scope": None}
    return _lines(conn, "a.vehicle_id = :vehicle", params)


def _lines(conn: Connection, where: str, params: Mapping[str, Any]) -> tuple[AppointmentLine, ...]:
    return tuple(
        AppointmentLine._make(
            (
                *row[:8], DAYS[row[8]], time.fromisoformat(row[9]), *row[10:17], DAYS[row[17]], row[18],
                DAYS[row[19]], *row[20:],
            )
        )
        for row in fetch_all(conn, _LINES.format(where=where), params)
    )  # fmt: skip


def taken_between(conn: Connection, first: date, last: date, *, without: int = 0) -> tuple[Taken, ...]:
    """What stands booked on these days, both within; `without` one that is being moved."""
    rows = fetch_all(conn, _TAKEN, (first.isoformat(), last.isoformat(), without))
    return tuple(
        Taken(key, car, DAYS[day], time.fromisoformat(at), minutes, advisor)
        for key, car, day, at, minutes, advisor in rows
    )


def day_at_store(conn: Connection, day: date, *, holiday: bool) -> DayAtStore:
    """What the store says of a day: its hours and places, who receives cars, who is away, and whether it is closed."""
    opens, closes = hours_kept(conn)
    told = fetch_all(conn, "SELECT open, note FROM store_day WHERE day = ?", (day.isoformat(),))
    return DayAtStore(
        opens,
        closes,
        setting(conn, PLACES),
        dict(advisors_on(conn, day)),
        away_on(conn, day),
        closed=bool(told) and not told[0][0],
        note=told[0][1] or None if told else None,
        holiday=holiday and not told,
    )


def hours_kept(conn: Connection) -> tuple[time, time]:
    """The hours in which cars are received: from, until."""
    kept = setting(conn, HOURS)
    return (time.fromisoformat(kept[0]), time.fromisoformat(kept[1])) if kept else (OPENS, CLOSES)


def car_now(conn: Connection, vehicle_id: int) -> CarNow:
    """Whether a car is gone for good, or at the store."""
    ((departed, inside),) = fetch_all(conn, _CAR, {"vehicle": vehicle_id})
    return CarNow(bool(departed), bool(inside))


def agreed_with(conn: Connection, vehicles: Collection[int]) -> dict[int, list[Agreed]]:
    """The appointments of these cars that were not cancelled, by car."""
    found: dict[int, list[Agreed]] = {}
    wanted = sorted(vehicles)
    for start in range(0, len(wanted), _AT_A_TIME):
        ids = ", ".join(str(int(key)) for key in wanted[start : start + _AT_A_TIME])
        found |= _agreed(conn, f"vehicle_id IN ({ids})")
    return found


def agreed_before(conn: Connection, day: date) -> dict[int, list[Agreed]]:
    """The appointments still booked whose day is over, by car."""
    return _agreed(conn, "state = 'booked' AND day < :day", {"day": day.isoformat()})


def _agreed(conn: Connection, which: str, params: Mapping[str, Any] | tuple[()] = ()) -> dict[int, list[Agreed]]:
    found: defaultdict[int, list[Agreed]] = defaultdict(list)
    for car, key, day, at, booked_on, state, visit in fetch_all(conn, _AGREED.format(which=which), params):
        found[car].append(Agreed(key, DAYS[day], time.fromisoformat(at), DAYS[booked_on], state, visit))
    return dict(found)


def visits_of(conn: Connection, vehicles: Iterable[int], first: date, last: date) -> dict[int, list[Came]]:
    """The visits of these cars on these days, both within, that are not void, by car."""
    found: defaultdict[int, list[Came]] = defaultdict(list)
    ids = ", ".join(str(int(key)) for key in vehicles)
    sql = f"""SELECT vehicle_id, id, date_in FROM visit WHERE vehicle_id IN ({ids}) AND state <> 'void'
        AND date_in BETWEEN :first AND :last ORDER BY id"""
    for car, key, day in fetch_all(conn, sql, {"first": first.isoformat(), "last": last.isoformat()}):
        found[car].append(Came(key, DAYS[day]))
    return dict(found)


def appointment_facts(conn: Connection, keys: Iterable[int]) -> dict[int, Row]:
    """Whose appointments these are, their days, and who made them, by id."""
    ids = ", ".join(str(int(key)) for key in keys)
    rows = fetch_all(conn, f"SELECT id, vehicle_id, customer_id, day, agent_id FROM appointment WHERE id IN ({ids})")
    return {
        key: {"vehicle_id": car, "customer_id": customer, "day": DAYS[day], "agent_id": agent}
        for key, car, customer, day, agent in rows
    }


def doubtful_cars(conn: Connection) -> set[int]:
    """The cars with an appointment that a visit may keep now, and those with one whose visit may keep it no more."""
    return {key for (key,) in fetch_all(conn, _DOUBTFUL)}


def no_show_tasks(conn: Connection, vehicles: Iterable[int]) -> list[int]:
    """The open tasks to ring about these cars because they did not come."""
    ids = ", ".join(str(int(key)) for key in vehicles)
    sql = f"SELECT id FROM task WHERE state = 'open' AND reason = 'no-show' AND vehicle_id IN ({ids}) ORDER BY id"
    return [key for (key,) in fetch_all(conn, sql)]


OPEN_STATES = frozenset({AppointmentState.BOOKED.value, AppointmentState.MISSED.value})
"""The states of an appointment that can still be moved, cancelled or marked as arrived."""
