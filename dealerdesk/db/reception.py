"""What reception asks of the store: cars and their readings, visits of a day and those in the workshop, and kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from dealerdesk.db.days import DAYS
from dealerdesk.db.reading import fetch_all
from dealerdesk.db.responsible import FIRST_VISIT, in_scope_sql, responsible_sql
from dealerdesk.db.shape import table_of
from dealerdesk.db.tables import Customer, Plate, Product, Visit, VisitKind
from dealerdesk.domain.calendar import FOREVER
from dealerdesk.domain.conversation import OpenTask
from dealerdesk.domain.maintenance import Reading
from dealerdesk.domain.retention import Contact
from dealerdesk.domain.visit_entry import CarSeen
from dealerdesk.domain.visit_line import VisitLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from dealerdesk.db.acts import Writer

Row = dict[str, Any]

_READINGS = """SELECT date_in, max(odometer) FROM visit WHERE vehicle_id = :vehicle AND odometer > 0 AND state <> 'void'
  AND id <> :except GROUP BY date_in
UNION ALL SELECT day, odometer FROM told WHERE vehicle_id = :vehicle AND odometer > 0"""
_DAYS = "SELECT date_in FROM visit WHERE vehicle_id = :vehicle AND state <> 'void' AND id <> :except"
_SEEN = in_scope_sql("{0}", FIRST_VISIT.format("{0}"), "day")
_ADVISOR = f"""SELECT w.id, w.name FROM staff w
WHERE w.id = {responsible_sql(":vehicle", FIRST_VISIT.format(":vehicle"), "day")}"""
_INSIDE = "SELECT id FROM visit WHERE vehicle_id = ? AND state IN ('arrived', 'in-workshop') ORDER BY id DESC LIMIT 1"
_LAST_KIND = "SELECT kind FROM visit WHERE vehicle_id = ? AND state <> 'void' ORDER BY date_in DESC, id DESC LIMIT 1"
_LAST_VISITS = """SELECT vehicle_id, max(date_in) FROM visit WHERE vehicle_id IN ({ids}) AND state <> 'void'
GROUP BY vehicle_id"""
_ADVISORS = """SELECT id, name FROM staff WHERE job = 'advisor' AND (left_on IS NULL OR left_on > ?)
ORDER BY name, id"""
_TASKS = """SELECT id, reason, due FROM task WHERE state = 'open' AND (vehicle_id = :vehicle
  OR customer_id = :customer) ORDER BY due, id"""
_CONTACTS = "SELECT id, day, disposition, who FROM call WHERE customer_id = ? AND day >= ? ORDER BY id"
_LINES = f"""
SELECT n.id, n.revision, n.vehicle_id, n.order_no, n.date_in, n.kind, n.state, n.odometer, w.name, c.id, c.name,
  v.model, (SELECT p.plate FROM plate p WHERE p.vehicle_id = v.id AND p.from_day <= n.date_in
    AND p.until_day > n.date_in LIMIT 1), n.payer, n.due_fen, n.discount_fen, n.paid_fen, n.redeemed_fen
FROM visit n JOIN vehicle v ON v.id = n.vehicle_id
LEFT JOIN staff w ON w.id = n.advisor_id
LEFT JOIN customer c ON c.id = (SELECT o.customer_id FROM ownership o WHERE o.vehicle_id = v.id
  AND o.from_day <= n.date_in AND o.until_day > n.date_in LIMIT 1)
WHERE {{where}} AND {_SEEN.format("n.vehicle_id")} ORDER BY n.id DESC LIMIT :most
"""
_MOST = 500
"""Visits that a running table shows."""


def car_seen(conn: Connection, vehicle_id: int, *, without: int = 0) -> CarSeen:
    """What is known of a car against which a visit is entered; `without` one visit that is being changed."""
    params = {"vehicle": vehicle_id, "except": without}
    delivered = fetch_all(conn, "SELECT delivered FROM vehicle WHERE id = ?", (vehicle_id,))
    readings = sorted(Reading(DAYS[day], km) for day, km in fetch_all(conn, _READINGS, params))
    days = tuple(DAYS[day] for (day,) in fetch_all(conn, _DAYS, params))
    return CarSeen(DAYS[delivered[0][0]] if delivered else None, tuple(readings), days)


def responsible_advisor(conn: Connection, vehicle_id: int, day: date) -> tuple[int, str] | None:
    """The id and name of who is responsible for a car on a day, if anybody."""
    found = fetch_all(conn, _ADVISOR, {"vehicle": vehicle_id, "day": day.isoformat()})
    return (found[0][0], found[0][1]) if found else None


def last_kind(conn: Connection, vehicle_id: int) -> str | None:
    """The kind of a car's last visit that is not void."""
    found = fetch_all(conn, _LAST_KIND, (vehicle_id,))
    return found[0][0] if found else None


def last_visits(conn: Connection, vehicle_ids: Iterable[int]) -> dict[int, date]:
    """The day of each car's last visit that is not void; without the cars that have none."""
    ids = ", ".join(str(int(vehicle_id)) for vehicle_id in vehicle_ids)
    return {key: DAYS[day] for key, day in fetch_all(conn, _LAST_VISITS.format(ids=ids), ())}


def advisors_on(conn: Connection, day: date) -> tuple[tuple[int, str], ...]:
    """The id and name of every service advisor who works at the store on a day."""
    return tuple((row[0], row[1]) for row in fetch_all(conn, _ADVISORS, (day.isoformat(),)))


def staff_name(conn: Connection, staff_id: int | None) -> str | None:
    """The name of a member of staff, if there is one."""
    found = fetch_all(conn, "SELECT name FROM staff WHERE id = ?", (staff_id,))
    return found[0][0] if found else None


def tasks_waiting(conn: Connection, vehicle_id: int, customer_id: int | None) -> tuple[OpenTask, ...]:
    """The open tasks about a car or its customer, the first due first."""
    rows = fetch_all(conn, _TASKS, {"vehicle": vehicle_id, "customer": customer_id})
    return tuple(OpenTask(key, reason, DAYS[due]) for key, reason, due in rows)


def contacts_since(conn: Connection, customer_id: int, day: date) -> tuple[tuple[Contact, str], ...]:
    """The calls with a customer since a day, with who made them."""
    rows = fetch_all(conn, _CONTACTS, (customer_id, day.isoformat()))
    return tuple((Contact(key, DAYS[on], disposition), who) for key, on, disposition, who in rows)


def visits_on(conn: Connection, day: date, scope: int | None) -> tuple[VisitLine, ...]:
    """The visits that came in on a day, the newest first, void ones too."""
    return _lines(conn, "n.date_in = :day", day, scope)


def visits_open(conn: Connection, day: date, scope: int | None) -> tuple[VisitLine, ...]:
    """The visits whose cars are at the store: arrived, or in the workshop."""
    return _lines(conn, "n.state IN ('arrived', 'in-workshop')", day, scope)


def visit_inside(conn: Connection, vehicle_id: int) -> int | None:
    """The latest visit of a car that is at the store now, or None."""
    found = fetch_all(conn, _INSIDE, (vehicle_id,))
    return int(found[0][0]) if found else None


def _lines(conn: Connection, where: str, day: date, scope: int | None) -> tuple[VisitLine, ...]:
    params = {"day": day.isoformat(), "scope": scope, "most": _MOST}
    rows = fetch_all(conn, _LINES.format(where=where), params)
    return tuple(VisitLine._make((*row[:4], DAYS[row[4]], *row[5:])) for row in rows)


def visit_row(conn: Connection, visit_id: int) -> Row | None:
    """A visit with all its fields, or None."""
    of = table_of(Visit)
    found = conn.execute(select(of).where(of.c.id == visit_id)).mappings().one_or_none()
    return None if found is None else dict(found)


def visit_with_order(conn: Connection, order_no: str) -> Row | None:
    """The visit that bears an order number, or None."""
    of = table_of(Visit)
    found = conn.execute(select(of).where(of.c.order_no == order_no)).mappings().one_or_none()
    return None if found is None else dict(found)


def insert_visit(writer: Writer, fields: Mapping[str, Any]) -> int:
    """Keep a new visit by the names of its fields; answers its id."""
    (key,) = writer.insert(Visit, [dict(fields)])
    return key


def change_visit_row(writer: Writer, visit_id: int, changes: Mapping[str, Any], revision: int | None) -> bool:
    """Change fields of a visit; answers whether any was different. Raises what `Writer.update` raises."""
    return writer.update(Visit, visit_id, changes, revision)


def products_of(conn: Connection, vehicle_id: int, kind: str) -> tuple[Row, ...]:
    """A car's products of a kind with a balance that were not declined, the first to end first."""
    of = table_of(Product)
    wanted = select(of).where(
        of.c.vehicle_id == vehicle_id, of.c.kind == kind, of.c.balance_fen.is_not(None), of.c.declined_on.is_(None)
    )
    return tuple(dict(row) for row in conn.execute(wanted.order_by(of.c.ends.is_(None), of.c.ends, of.c.id)).mappings())


def set_balance(writer: Writer, product_id: int, fen: int) -> None:
    """Write what is left of a product, in fen."""
    writer.update(Product, product_id, {"balance_fen": fen})


def kinds_kept(conn: Connection) -> tuple[Row, ...]:
    """The kinds of visit that the store has named, in their order, without those that were retired."""
    of = table_of(VisitKind)
    wanted = select(of).where(of.c.retired_on.is_(None)).order_by(of.c.place, of.c.id)
    return tuple(dict(row) for row in conn.execute(wanted).mappings())


def all_kinds(conn: Connection) -> tuple[Row, ...]:
    """Every kind that the store ever named, retired ones too."""
    of = table_of(VisitKind)
    return tuple(dict(row) for row in conn.execute(select(of).order_by(of.c.id)).mappings())


def write_kinds(writer: Writer, inserts: Sequence[Mapping[str, Any]], updates: Mapping[int, Mapping[str, Any]]) -> bool:
    """Write kinds of visit; answers whether anything was different."""
    added = writer.insert(VisitKind, inserts) if inserts else []
    return bool(writer.update_many(VisitKind, updates)) or bool(added)


def plate_spans(conn: Connection, plate: str) -> tuple[Row, ...]:
    """Which cars bore a plate, and when."""
    of = table_of(Plate)
    return tuple(
        dict(row) for row in conn.execute(select(of).where(of.c.plate == plate).order_by(of.c.from_day)).mappings()
    )


def plates_of(conn: Connection, vehicle_id: int) -> tuple[Row, ...]:
    """The plates that a car bears or bore, in order of days."""
    of = table_of(Plate)
    wanted = select(of).where(of.c.vehicle_id == vehicle_id).order_by(of.c.from_day, of.c.id)
    return tuple(dict(row) for row in conn.execute(wanted).mappings())


def present_span(spans: Sequence[Row]) -> Row | None:
    """The span that still lasts, if any."""
    return next((span for span in spans if span["until_day"] == FOREVER), None)


def mark_on_wechat(writer: Writer, customer_id: int, day: date, staff_id: int | None) -> bool:
    """Write that a customer was added on WeChat on a day, by a member of staff; answers whether that is new."""
    return writer.update(Customer, customer_id, {"wechat": True, "wechat_on": day, "wechat_by": staff_id})
