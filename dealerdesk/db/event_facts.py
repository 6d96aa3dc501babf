"""What happened of late that asks for a call: cars that left, cars delivered, ends, complaints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from dealerdesk.db.candidates import BRIEF_COLUMNS, brief_stretch
from dealerdesk.db.days import DAYS
from dealerdesk.db.reading import fetch_all
from dealerdesk.db.responsible import responsible_sql
from dealerdesk.domain.event_days import left_on
from dealerdesk.domain.followup import CONTACTS
from dealerdesk.domain.loyalty import BINDING_PRODUCTS
from dealerdesk.domain.visit import Visit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from sqlalchemy import Connection

    from dealerdesk.domain.history import Stretch

_CONTACTS: Final = ", ".join(f"'{one}'" for one in sorted(CONTACTS))
_BINDING: Final = ", ".join(f"'{kind}'" for kind in sorted(BINDING_PRODUCTS))
_BRIEF: Final = BRIEF_COLUMNS.format("s")
_STRETCH: Final = """CROSS JOIN stretch s ON s.rules_id = :rules AND s.vehicle_id = {0}
  AND s.from_day <= :day AND +s.until_day > :day"""

_LEFT = f"""
SELECT w.id, w.vehicle_id, w.date_in, w.date_settled, w.date_out, w.order_no, w.kind, w.state, w.payer, w.due_fen,
  w.discount_fen, w.paid_fen, w.redeemed_fen, w.advisor_id, {_BRIEF}
FROM visit w INDEXED BY ix_visit_date_in {_STRETCH.format("w.vehicle_id")}
WHERE w.date_in BETWEEN :long_ago AND :day AND w.state IN ('settled', 'handed-over')
  AND coalesce(w.date_out, w.date_settled, w.date_in) BETWEEN :since AND :day
  AND NOT EXISTS (SELECT 1 FROM task k WHERE k.key = 'care-after-service:' || w.id || ':1')
ORDER BY w.id
"""
_ASKED_ONCE = f"""
SELECT k.visit_id, k.vehicle_id, min(y.day), w.advisor_id, {_BRIEF}
FROM call y JOIN call_task x ON x.call_id = y.id
JOIN task k ON k.id = x.task_id AND k.reason = 'care-after-service' AND k.step = 1 AND k.visit_id IS NOT NULL
JOIN visit w ON w.id = k.visit_id AND w.state IN ('settled', 'handed-over') {_STRETCH.format("k.vehicle_id")}
WHERE y.day <= :day AND y.day >= :since AND y.disposition IN ({_CONTACTS})
  AND NOT EXISTS (SELECT 1 FROM task n WHERE n.key = 'care-after-service:' || k.visit_id || ':2')
  AND NOT EXISTS (SELECT 1 FROM call_task e JOIN call b ON b.id = e.call_id WHERE e.task_id = k.id
    AND b.day < :since AND b.disposition IN ({_CONTACTS}))
GROUP BY k.id ORDER BY k.visit_id
"""
_DELIVERED = f"""
SELECT v.id, v.delivered, v.delivered_by, {responsible_sql("v.id", "s.first_visit_id", "day")}, {_BRIEF}
FROM vehicle v {_STRETCH.format("v.id")}
WHERE v.source = 'own' AND v.delivered BETWEEN :since AND :day ORDER BY v.id
"""
_ENDING = f"""
SELECT d.vehicle_id, d.ends, {_BRIEF}
FROM product d {_STRETCH.format("d.vehicle_id")}
WHERE d.kind IN ({_BINDING}) AND d.ends BETWEEN :since AND :until
  AND NOT (d.kind = 'stored-value' AND coalesce(d.balance_fen, 1) <= 0)
  AND NOT EXISTS (SELECT 1 FROM task k WHERE k.key = 'package:' || d.vehicle_id || ':' || d.ends)
GROUP BY d.vehicle_id, d.ends ORDER BY d.ends, d.vehicle_id
"""
_COMPLAINTS = """
SELECT g.id, g.customer_id, g.vehicle_id, g.received_on, g.handler_id, g.reopened FROM complaint g
WHERE g.state <> 'closed' AND g.customer_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM task k WHERE k.key = 'complaint:' || g.id || ':' || g.reopened)
ORDER BY g.received_on, g.id
"""


class CarLeft(NamedTuple):
    """A settled visit whose car left: the day, who served it, and its vehicle's stretch."""

    visit: Visit
    vehicle_id: int
    left: date
    advisor_id: int | None
    stretch: Stretch


class AskedOnce(NamedTuple):
    """A visit after which somebody was reached by the first care call, and on which day."""

    visit_id: int
    vehicle_id: int
    contact: date
    advisor_id: int | None
    stretch: Stretch


class Delivered(NamedTuple):
    """A car that was delivered here: when, by whom, and who is responsible for it."""

    vehicle_id: int
    delivered: date
    delivered_by: int | None
    responsible: int | None
    stretch: Stretch


class Ending(NamedTuple):
    """A package, stored value or extended warranty that ends."""

    vehicle_id: int
    ends: date
    stretch: Stretch


class OpenComplaint(NamedTuple):
    """A complaint that is not closed. `reopened`: how often it was."""

    id: int
    customer_id: int | None
    vehicle_id: int | None
    received_on: date
    handler_id: int | None
    reopened: int


def cars_left(conn: Connection, params: Mapping[str, Any]) -> Iterator[CarLeft]:
    """The settled visits whose cars left from `since` to `day`, and that no care call was planned for."""
    for row in fetch_all(conn, _LEFT, params):
        key, vehicle, date_in, settled, out, order_no, kind, state, payer, *amounts = row[:13]
        due, discount, paid, redeemed = amounts
        visit = Visit(key, DAYS[date_in], order_no, None, kind, state, payer, due, discount, paid, redeemed)
        left = left_on(DAYS[date_in], DAYS[settled], DAYS[out])
        yield CarLeft(visit, vehicle, left, row[13], brief_stretch(row[14:]))


def asked_once(conn: Connection, params: Mapping[str, Any]) -> Iterator[AskedOnce]:
    """The visits whose first care call reached somebody from `since` to `day`, and without a second one yet."""
    for visit, vehicle, contact, advisor, *stretch in fetch_all(conn, _ASKED_ONCE, params):
        yield AskedOnce(visit, vehicle, DAYS[contact], advisor, brief_stretch(stretch))


def delivered_here(conn: Connection, params: Mapping[str, Any]) -> Iterator[Delivered]:
    """The cars that the store delivered from `since` to `day`."""
    for vehicle, day, by, responsible, *stretch in fetch_all(conn, _DELIVERED, params):
        yield Delivered(vehicle, DAYS[day], by, responsible, brief_stretch(stretch))


def ending_products(conn: Connection, params: Mapping[str, Any]) -> Iterator[Ending]:
    """What binds customers and ends from `since` to `until`, the soonest first, one a car and day."""
    for vehicle, ends, *stretch in fetch_all(conn, _ENDING, params):
        yield Ending(vehicle, DAYS[ends], brief_stretch(stretch))


def open_complaints(conn: Connection) -> Iterator[OpenComplaint]:
    """The complaints of known customers that are not closed and that no follow-up was planned for."""
    for key, customer, vehicle, received, handler, reopened in fetch_all(conn, _COMPLAINTS):
        yield OpenComplaint(key, customer, vehicle, DAYS[received], handler, reopened)
