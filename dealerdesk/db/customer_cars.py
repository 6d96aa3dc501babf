"""The cars of a customer's file: what they are, their plates, owners and advisors over time, and where they stand."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from dealerdesk.db.customer_rows import STRETCH_ON
from dealerdesk.db.days import DAYS
from dealerdesk.db.derive import STRETCH_COLUMNS
from dealerdesk.db.protection import protected_sql
from dealerdesk.db.reading import fetch_all
from dealerdesk.db.responsible import responsible_sql
from dealerdesk.db.standing import stretch_of
from dealerdesk.domain.calendar import EVER, FOREVER, add_months
from dealerdesk.domain.customer_file import Car, Departure, Figures, ProductOf, Span
from dealerdesk.domain.loyalty import Product, is_held
from dealerdesk.domain.maintenance import predicted_km
from dealerdesk.domain.retention import is_quasi_lost, lost_from, months_since, status_on

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from dealerdesk.db.customer_file import CarOf
    from dealerdesk.domain.history import Stretch
    from dealerdesk.domain.rules import Rules

_FIELDS = (
    "revision", "vin", "model", "drive", "use", "source", "delivered", "registered", "warranty_end", "insurance_end",
    "insurance_company", "inspection_end", "needs_file", "note", "delivered_by", "wished_service",
)  # fmt: skip
_DAYS = frozenset({"delivered", "registered", "warranty_end", "insurance_end", "inspection_end"})
_CARS = f"""
SELECT v.id, {", ".join(f"v.{name}" for name in _FIELDS)},
  (SELECT p.plate FROM plate p WHERE p.vehicle_id = v.id AND p.from_day <= :day AND p.until_day > :day LIMIT 1),
  (SELECT w.name FROM staff w WHERE w.id = {responsible_sql("v.id", "s.first_visit_id", "day")}),
  (SELECT group_concat(e.day) FROM evidence e WHERE e.rules_id = :rules AND e.vehicle_id = v.id AND e.day <= :day),
  {protected_sql("v.id", "day")}, y.visits, y.spend_fen, l.date_in,
  {", ".join(f"s.{column}" for column in STRETCH_COLUMNS)}
FROM vehicle v
CROSS JOIN stretch s ON {STRETCH_ON.format("s", "v.id", "day")}
CROSS JOIN stretch y ON {STRETCH_ON.format("y", "v.id", "year_ago")}
LEFT JOIN visit l ON l.id = s.last_visit_id
WHERE v.id IN ({{ids}})
"""
_PLATES = "SELECT vehicle_id, plate, from_day, until_day, id FROM plate WHERE vehicle_id IN ({ids})"
_OWNERS = """SELECT o.vehicle_id, c.name, o.from_day, o.until_day, c.id FROM ownership o
  JOIN customer c ON c.id = o.customer_id WHERE o.vehicle_id IN ({ids})"""
_ADVISORS = """SELECT r.vehicle_id, w.name, r.from_day, r.until_day, w.id FROM responsibility r
  JOIN staff w ON w.id = r.staff_id WHERE r.vehicle_id IN ({ids})"""
_PRODUCTS = """SELECT vehicle_id, kind, starts, ends, balance_fen, declined_on, declined_reason, interest,
  id, revision FROM product
  WHERE vehicle_id IN ({ids}) ORDER BY ends DESC, id DESC"""
_DEPARTURES = """SELECT vehicle_id, day, reason, note FROM departure
  WHERE vehicle_id IN ({ids}) AND undone_on IS NULL ORDER BY day, id"""


_BESIDE = 5
"""How many facts of a car stand before those of its stretch."""


class Around(NamedTuple):
    """What stands around the cars, by vehicle: spans of plates, owners and advisors, products, and departures."""

    plates: Mapping[int, tuple[Span, ...]]
    owners: Mapping[int, tuple[Span, ...]]
    advisors: Mapping[int, tuple[Span, ...]]
    products: Mapping[int, tuple[ProductOf, ...]]
    departures: Mapping[int, Departure]


def cars_with(conn: Connection, cars: Sequence[CarOf], day: date, rules_id: int, rules: Rules) -> tuple[Car, ...]:
    """These cars in the same order, as they stand on a day."""
    ids = ", ".join(str(car.vehicle_id) for car in cars)
    params = {"day": day.isoformat(), "year_ago": add_months(day, -12).isoformat(), "rules": rules_id}
    rows = {row[0]: row[1:] for row in fetch_all(conn, _CARS.format(ids=ids), params)}
    around = _around(conn, ids, day)
    known = [car for car in cars if car.vehicle_id in rows]
    return tuple(_car(car, rows[car.vehicle_id], around, day, rules) for car in known)


def _around(conn: Connection, ids: str, day: date) -> Around:
    spans = [_spans(fetch_all(conn, sql.format(ids=ids)), day) for sql in (_PLATES, _OWNERS, _ADVISORS)]
    products: defaultdict[int, list[ProductOf]] = defaultdict(list)
    for key, *row in fetch_all(conn, _PRODUCTS.format(ids=ids)):
        products[key].append(_product(*row, day=day))
    departures = {
        key: Departure(DAYS[left], reason, note)
        for key, left, reason, note in fetch_all(conn, _DEPARTURES.format(ids=ids))
        if DAYS[left] <= day
    }
    plates, owners, advisors = spans
    return Around(plates, owners, advisors, {key: tuple(some) for key, some in products.items()}, departures)


def _spans(rows: Sequence[Sequence[Any]], day: date) -> dict[int, tuple[Span, ...]]:
    """Spans that began by the day, by vehicle, the newest first."""
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for vehicle, name, first, last, key in sorted(rows, key=lambda row: (row[2], row[4]), reverse=True):
        begins, ends = DAYS[first], DAYS[last]
        if begins <= day:
            open_ended = ends == FOREVER or ends > day
            found[vehicle].append(Span(name, None if begins == EVER else begins, None if open_ended else ends, key))
    return {key: tuple(spans) for key, spans in found.items()}


def _product(
    kind: str,
    starts: str | None,
    ends: str | None,
    balance: int | None,
    declined_on: str | None,
    declined_reason: str | None,
    interest: str | None,
    key: int,
    revision: int,
    *,
    day: date,
) -> ProductOf:
    held = Product(kind, DAYS[starts], DAYS[ends], balance)
    return ProductOf(
        kind, held.starts, held.ends, balance, DAYS[declined_on], declined_reason, interest, is_held(held, day),
        key, revision,
    )  # fmt: skip


def _car(car: CarOf, row: Sequence[Any], around: Around, day: date, rules: Rules) -> Car:
    fields: dict[str, Any] = {
        name: DAYS[value] if name in _DAYS else value for name, value in zip(_FIELDS, row, strict=False)
    }
    fields["needs_file"] = bool(fields["needs_file"])
    plate, advisor, *facts = row[len(_FIELDS) :]
    key = car.vehicle_id
    return Car(
        id=key,
        present=car.present,
        plate=plate,
        advisor=advisor,
        plates=around.plates.get(key, ()),
        owners=around.owners.get(key, ()),
        advisors=around.advisors.get(key, ()),
        products=around.products.get(key, ()),
        departure=around.departures.get(key) if _stretch(facts).departed else None,
        figures=_figures(facts, day, rules),
        **fields,
    )


def _stretch(facts: Sequence[Any]) -> Stretch:
    return stretch_of(facts[_BESIDE:])


def _figures(facts: Sequence[Any], day: date, rules: Rules) -> Figures:
    evidence, protected, visits_before, spend_before, last_visit = facts[:_BESIDE]
    stretch = _stretch(facts)
    policy, mileage = rules.policy_on(day), stretch.mileage
    seen = [DAYS[text] for text in evidence.split(",")] if evidence else []
    reference = stretch.reference
    return Figures(
        status=status_on(reference, day, policy),
        quasi_lost=is_quasi_lost(reference, seen, day, policy, rules),
        reference=reference,
        months_since=months_since(reference, day),
        lost_from=None if reference is None else lost_from(reference, policy),
        last_visit=DAYS[last_visit],
        last_odometer=stretch.last_km,
        last_odometer_on=stretch.last_day,
        predicted_odometer=None if mileage is None else predicted_km(mileage, day),
        rate_km=stretch.rate_km,
        rate_days=stretch.rate_days,
        last_maintenance=stretch.maintained,
        next_maintenance=stretch.next_maintenance,
        visits_12=stretch.visits - visits_before,
        visits=stretch.visits,
        spend_12_fen=stretch.spend_fen - spend_before,
        spend_fen=stretch.spend_fen,
        protected=bool(protected),
    )
