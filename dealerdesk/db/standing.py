"""Where every vehicle stands on a day: its stretch, its plate, and what today's entries say of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from dealerdesk.db.derive import STRETCH_COLUMNS
from dealerdesk.db.responsible import in_scope_sql
from dealerdesk.domain.history import Stretch
from dealerdesk.domain.why import Seen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection


@dataclass(frozen=True)
class Standing:
    """A vehicle on a day: who it is, and all that lists look at."""

    vehicle_id: int
    vin: str | None
    plate: str | None
    seen: Seen


_SELECT = f"""
SELECT v.id, v.vin,
  (SELECT p.plate FROM plate p WHERE p.vehicle_id = v.id AND p.from_day <= :day AND p.until_day > :day LIMIT 1),
  v.warranty_end, v.insurance_end, v.inspection_end, c.birthday, d.day, d.reason,
  (SELECT group_concat(e.day) FROM evidence e WHERE e.rules_id = :rules AND e.vehicle_id = v.id AND e.day <= :day),
  {", ".join(f"s.{column}" for column in STRETCH_COLUMNS)}
FROM vehicle v
CROSS JOIN stretch s ON s.rules_id = :rules AND s.vehicle_id = v.id AND s.from_day <= :day AND +s.until_day > :day
LEFT JOIN customer c ON c.id = s.owner_id
LEFT JOIN departure d ON s.departed = 1 AND d.id = (
  SELECT max(x.id) FROM departure x WHERE x.vehicle_id = v.id AND x.day <= :day AND x.undone_on IS NULL)
WHERE {{where}} AND {in_scope_sql("v.id", "s.first_visit_id", "day")}
ORDER BY v.id
"""


def all_standings(conn: Connection, rules_id: int, day: date, scope: int | None) -> Iterator[Standing]:
    """Where every vehicle stands on a day, in order of ids; rows come as they are read."""
    result = conn.exec_driver_sql(
        _SELECT.format(where="1"), {"rules": rules_id, "day": day.isoformat(), "scope": scope}
    )
    while rows := result.fetchmany(1_000):
        yield from map(_standing, rows)


def standing_of_plate(conn: Connection, rules_id: int, day: date, plate: str, scope: int | None) -> Standing | None:
    """Where the vehicle stands that bears a normalised plate on that day, or None."""
    where = (
        "v.id = (SELECT h.vehicle_id FROM plate h WHERE h.plate = :plate AND h.from_day <= :day AND h.until_day > :day)"
    )
    params = {"rules": rules_id, "day": day.isoformat(), "scope": scope, "plate": plate}
    row = conn.exec_driver_sql(_SELECT.format(where=where), params).fetchone()
    return None if row is None else _standing(row)


def standing_of_vehicle(conn: Connection, rules_id: int, day: date, key: int, scope: int | None) -> Standing | None:
    """Where the vehicle with this id stands on a day, or None."""
    params = {"rules": rules_id, "day": day.isoformat(), "scope": scope, "vehicle": key}
    row = conn.exec_driver_sql(_SELECT.format(where="v.id = :vehicle"), params).fetchone()
    return None if row is None else _standing(row)


def plates_on(conn: Connection, day: date, vehicle_ids: Sequence[int]) -> dict[int, str]:
    """The plates that these vehicles bear on a day, of those that bear one."""
    sql = f"""SELECT vehicle_id, plate FROM plate
        WHERE from_day <= ? AND until_day > ? AND vehicle_id IN ({",".join("?" * len(vehicle_ids))})"""
    rows = conn.exec_driver_sql(sql, (day.isoformat(), day.isoformat(), *vehicle_ids)).fetchall()
    return dict(map(tuple, rows))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _standing(row: Sequence[Any]) -> Standing:
    vehicle_id, vin, plate, warranty, insurance, inspection, birthday, departed_on, reason, evidence, *stretch = row
    days = tuple(date.fromisoformat(day) for day in sorted(evidence.split(","))) if evidence else ()
    seen = Seen(
        stretch_of(stretch),
        days,
        _day(warranty),
        _day(insurance),
        _day(inspection),
        _day(birthday),
        _day(departed_on),
        reason,
    )
    return Standing(vehicle_id, vin, plate, seen)


def stretch_of(row: Sequence[Any]) -> Stretch:
    """A stretch from the store's columns, in the order of STRETCH_COLUMNS."""
    (
        from_day, until_day, reference, departed, owner_id, do_not_call, source, delivered, last_day, last_km, rate_km,
        rate_days, maintained, maintained_km, following, visits, spend, owner_paid, first_seen, last_visit, first_visit,
    ) = row  # fmt: skip
    return Stretch(
        date.fromisoformat(from_day), date.fromisoformat(until_day), _day(reference), bool(departed), owner_id,
        bool(do_not_call), source, _day(delivered), _day(last_day), last_km, rate_km, rate_days, _day(maintained),
        maintained_km, _day(following), visits, spend, owner_paid, _day(first_seen), last_visit, first_visit,
    )  # fmt: skip
