"""What happened with a customer and their cars, newest first, some at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from dealerdesk.db.days import DAYS
from dealerdesk.db.reading import fetch_all
from dealerdesk.db.timeline_details import READERS
from dealerdesk.domain.calendar import EVER, FOREVER
from dealerdesk.domain.customer_file import Event, Timeline

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from dealerdesk.db.customer_file import CarOf
    from dealerdesk.domain.rules import Rules

_WITHIN = "x.{0} >= h.from_day AND x.{0} < h.until_day"
_ON_CAR = (
    "SELECT x.{0} AS day, {1} AS rank, '{2}' AS kind, x.id AS id, h.id AS vehicle"
    " FROM cars h JOIN {3} x ON x.vehicle_id = h.id"
)
_CHANGED = f"{_ON_CAR} AND x.from_day > :ever AND {_WITHIN.format('from_day')}"
_TASKS = """SELECT k.id AS id, k.vehicle_id AS vehicle, k.created_on AS created_on FROM task k
  WHERE k.customer_id = :customer
  UNION SELECT k.id, k.vehicle_id, k.created_on FROM cars h JOIN task k ON k.vehicle_id = h.id WHERE h.present"""
_ON_SHEETS = "JOIN sheet_row r ON r.task_id = k.id JOIN sheet g ON g.id = r.sheet_id"
_CALLED = "SELECT k.vehicle_id FROM call_task b JOIN task k ON k.id = b.task_id WHERE b.call_id = y.id AND b.place = 0"
_MARKS = """SELECT d.id AS id, d.since AS since, d.lifted_on AS lifted_on FROM do_not_call d
  WHERE d.customer_id = :customer
  UNION SELECT d.id, d.since, d.lifted_on FROM phone p JOIN do_not_call d ON d.digits = p.digits
    WHERE p.customer_id = :customer"""
_COMPLAINTS = f"""SELECT x.id AS id, x.vehicle_id AS vehicle, x.received_on AS received_on FROM complaint x
  WHERE x.customer_id = :customer
  UNION SELECT x.id, x.vehicle_id, x.received_on FROM cars h JOIN complaint x ON x.vehicle_id = h.id
    WHERE {_WITHIN.format("received_on")}"""
_EVENTS = " UNION ALL ".join(
    (
        f"{_ON_CAR.format('date_in', 1, 'visit', 'visit')} AND {_WITHIN.format('date_in')}",
        f"{_ON_CAR.format('day', 2, 'told', 'told')} AND {_WITHIN.format('day')}",
        f"SELECT created_on, 4, 'task', id, vehicle FROM ({_TASKS})",
        f"SELECT g.day, 3, 'sheet', r.id, k.vehicle FROM ({_TASKS}) k {_ON_SHEETS}",
        f"SELECT received_on, 1, 'complaint', id, vehicle FROM ({_COMPLAINTS})",
        f"SELECT y.day, 2, 'call', y.id, ({_CALLED}) FROM call y WHERE y.customer_id = :customer",
        f"{_ON_CAR.format('booked_on', 3, 'appointment', 'appointment')} AND {_WITHIN.format('booked_on')}",
        _CHANGED.format("from_day", 5, "plate", "plate"),
        _CHANGED.format("from_day", 6, "owner", "ownership"),
        _CHANGED.format("from_day", 7, "advisor", "responsibility"),
        f"{_ON_CAR.format('day', 8, 'departure', 'departure')} AND {_WITHIN.format('day')}",
        f"SELECT since, 9, 'mark', id, NULL FROM ({_MARKS})",
        f"SELECT lifted_on, 10, 'lifted', id, NULL FROM ({_MARKS}) WHERE lifted_on IS NOT NULL",
    )
)
_SOME = """WITH cars (id, present, from_day, until_day) AS (VALUES {cars})
SELECT day, kind, id, vehicle, count(*) OVER () FROM ({events}) WHERE day <= :day{kinds}
ORDER BY day DESC, rank, id DESC LIMIT :size OFFSET :start"""


class Slice(NamedTuple):
    """Which events: how many, after how many newer ones; of these kinds alone, or of all."""

    start: int
    size: int
    kinds: frozenset[str] = frozenset()


def timeline_of(
    conn: Connection,
    cars: Sequence[CarOf],
    customer_id: int | None,
    day: date,
    wanted: Slice,
    rules: Rules,
    plates: Mapping[int, str | None],
) -> Timeline:
    """What happened up to the day, newest first. Of cars that are the person's no more, what fell into their time."""
    params: dict[str, Any] = {
        "customer": customer_id, "day": day.isoformat(), "size": wanted.size, "start": wanted.start,
        "ever": EVER.isoformat(),
    }  # fmt: skip
    values = ", ".join(_values(place, car, params) for place, car in enumerate(cars)) or "(0, 0, '', '')"
    found = fetch_all(conn, _SOME.format(cars=values, events=_EVENTS, kinds=_of(wanted.kinds, params)), params)
    details = {
        kind: read(conn, [key for _, of, key, _, _ in found if of == kind], rules) for kind, read in READERS.items()
    }
    events = tuple(
        Event(DAYS[on], "mark" if kind == "lifted" else kind, vehicle, plates.get(vehicle or 0), details[kind][key])
        for on, kind, key, vehicle, _ in found
    )
    total = found[0][4] if found else wanted.start
    return Timeline(events, wanted.start, total)


def _of(kinds: frozenset[str], params: dict[str, Any]) -> str:
    """The condition that leaves events of these kinds; a mark that was lifted is one of marks."""
    codes = sorted(kinds | ({"lifted"} if "mark" in kinds else set()))
    params.update({f"kind_{at}": code for at, code in enumerate(codes)})
    return f" AND kind IN ({', '.join(f':kind_{at}' for at in range(len(codes)))})" if codes else ""


def _values(place: int, car: CarOf, params: dict[str, Any]) -> str:
    """A car as a row of values: of one that is still theirs everything counts, whoever owned it then."""
    first, last = (EVER, FOREVER) if car.present else (car.from_day, car.until_day)
    params[f"first_{place}"], params[f"last_{place}"] = first.isoformat(), last.isoformat()
    return f"({car.vehicle_id}, {int(car.present)}, :first_{place}, :last_{place})"
