"""Marks and ties of customers and cars as they are written: do-not-call, departures, advisors, products."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from dealerdesk.db.days import DAYS
from dealerdesk.db.reading import fetch_all
from dealerdesk.db.responsible import FIRST_VISIT, responsible_sql
from dealerdesk.db.rulebooks import current_rules
from dealerdesk.db.shape import table_of
from dealerdesk.db.tables import Departure, DoNotCall, Product, Responsibility
from dealerdesk.domain.calendar import FOREVER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from dealerdesk.db.acts import Writer

Row = dict[str, Any]

_MARKED_VEHICLES = """SELECT DISTINCT o.vehicle_id FROM ownership o
WHERE o.customer_id = :customer OR o.customer_id IN (SELECT p.customer_id FROM phone p
  WHERE p.digits IN (SELECT n.digits FROM phone n WHERE n.customer_id = :customer))"""
_DEPARTED = """SELECT 1 FROM stretch s WHERE s.rules_id = :rules AND s.vehicle_id = :vehicle AND s.from_day <= :day
  AND s.until_day > :day AND s.departed"""
_REFERENCE = """SELECT s.reference FROM stretch s WHERE s.rules_id = :rules AND s.vehicle_id = :vehicle
  AND s.from_day <= :day AND s.until_day > :day"""
_OF_ADVISOR = f"""SELECT v.id FROM vehicle v
WHERE :staff = {responsible_sql("v.id", FIRST_VISIT.format("v.id"), "day")} ORDER BY v.id"""


def marks_in_force(conn: Connection, customer_id: int) -> tuple[Row, ...]:
    """The do-not-call marks that hold for a customer, or for a number of theirs."""
    of = table_of(DoNotCall)
    numbers = [row[0] for row in fetch_all(conn, "SELECT digits FROM phone WHERE customer_id = ?", (customer_id,))]
    mine = (of.c.customer_id == customer_id) | of.c.digits.in_(numbers)
    return tuple(dict(row) for row in conn.execute(select(of).where(of.c.lifted_on.is_(None), mine)).mappings())


def mark_do_not_call(writer: Writer, customer_id: int, day: date, reason: str) -> bool:
    """Mark a customer, and each of their numbers by itself, so that no import under another name undoes it.

    What is marked already, as a number by somebody else who has it, stays as it is; answers whether anything is new.
    """
    sql = """SELECT DISTINCT digits FROM phone p WHERE customer_id = ? AND NOT EXISTS (
        SELECT 1 FROM do_not_call d WHERE d.digits = p.digits AND d.lifted_on IS NULL) ORDER BY digits"""
    new: list[Row] = [{"digits": row[0]} for row in fetch_all(writer.conn, sql, (customer_id,))]
    if own_mark(writer.conn, customer_id) is None:
        new.insert(0, {"customer_id": customer_id})
    if new:
        writer.insert(DoNotCall, [{**of, "since": day, "reason": reason} for of in new])
    return bool(new)


def own_mark(conn: Connection, customer_id: int) -> Row | None:
    """The do-not-call mark in force of a customer themselves, not of a number of theirs."""
    return next((mark for mark in marks_in_force(conn, customer_id) if mark["customer_id"] == customer_id), None)


def mark_new_numbers(writer: Writer, customer_id: int) -> bool:
    """Let a customer's own mark, if any, hold for the numbers that they came to have since; answers whether any."""
    own = own_mark(writer.conn, customer_id)
    return own is not None and mark_do_not_call(writer, customer_id, own["since"], own["reason"])


def lift_marks(writer: Writer, marks: Iterable[int], day: date, reason: str) -> None:
    """Lift marks on a day, for a reason."""
    writer.update_many(DoNotCall, {mark: {"lifted_on": day, "lifted_reason": reason} for mark in marks})


def vehicles_marked_with(conn: Connection, customer_id: int) -> list[int]:
    """The vehicles whose owners a mark of this customer, or of their numbers, concerns."""
    return [row[0] for row in fetch_all(conn, _MARKED_VEHICLES, {"customer": customer_id})]


def departure_in_force(conn: Connection, vehicle_id: int, day: date) -> Row | None:
    """The departure of a vehicle that neither a person took back nor a visit ended (Rulebook 3.6), if any."""
    rules_id, _ = current_rules(conn)
    if not fetch_all(conn, _DEPARTED, {"vehicle": vehicle_id, "day": day.isoformat(), "rules": rules_id}):
        return None
    of = table_of(Departure)
    wanted = select(of).where(of.c.vehicle_id == vehicle_id, of.c.undone_on.is_(None)).order_by(of.c.day.desc())
    found = conn.execute(wanted.limit(1)).mappings().one_or_none()
    return None if found is None else dict(found)


def reference_of(conn: Connection, vehicle_id: int, day: date) -> date | None:
    """The reference date of a vehicle on a day: what would end a departure before it (Rulebook 3.2, 3.6)."""
    rules_id, _ = current_rules(conn)
    found = fetch_all(conn, _REFERENCE, {"vehicle": vehicle_id, "day": day.isoformat(), "rules": rules_id})
    return DAYS[found[0][0]] if found else None


def insert_departure(writer: Writer, vehicle_id: int, day: date, reason: str, note: str | None) -> None:
    """Keep that a vehicle left for good."""
    writer.insert(Departure, [{"vehicle_id": vehicle_id, "day": day, "reason": reason, "note": note}])


def take_departure_back(writer: Writer, departure_id: int, day: date) -> None:
    """Keep that a departure was taken back on a day."""
    writer.update(Departure, departure_id, {"undone_on": day})


def vehicles_of_advisor(conn: Connection, staff_id: int, day: date) -> list[int]:
    """The vehicles that a member of staff is responsible for on a day."""
    return [row[0] for row in fetch_all(conn, _OF_ADVISOR, {"staff": staff_id, "day": day.isoformat()})]


def staff_at(conn: Connection, staff_id: int, day: date) -> str | None:
    """The name of a member of staff who has not left by a day, or None."""
    sql = "SELECT name FROM staff WHERE id = ? AND (left_on IS NULL OR left_on > ?)"
    found = fetch_all(conn, sql, (staff_id, day.isoformat()))
    return str(found[0][0]) if found else None


def hand_over_to(writer: Writer, vehicles: Sequence[int], staff_id: int, day: date) -> list[int]:
    """Let a member of staff be responsible for vehicles from a day on; answers those for which that is new."""
    of = table_of(Responsibility)
    spans: dict[int, list[Row]] = {vehicle: [] for vehicle in vehicles}
    for start in range(0, len(vehicles), 2_000):
        wanted = select(of).where(of.c.vehicle_id.in_(vehicles[start : start + 2_000])).order_by(of.c.from_day)
        for row in writer.conn.execute(wanted).mappings():
            spans[row["vehicle_id"]].append(dict(row))
    moved = [vehicle for vehicle, held in spans.items() if not _responsible(held, day, staff_id)]
    for vehicle in moved:
        for span in spans[vehicle]:
            if span["from_day"] >= day:
                writer.delete(Responsibility, [span["id"]])
            elif span["until_day"] > day:
                writer.update(Responsibility, span["id"], {"until_day": day})
    writer.insert(
        Responsibility,
        [{"vehicle_id": vehicle, "staff_id": staff_id, "from_day": day, "until_day": FOREVER} for vehicle in moved],
    )
    return moved


def _responsible(held: Sequence[Row], day: date, staff_id: int) -> bool:
    last = held[-1] if held else None
    return last is not None and last["staff_id"] == staff_id and last["from_day"] <= day < last["until_day"] == FOREVER


def product_row(conn: Connection, product_id: int) -> Row | None:
    """A product with all its fields, or None."""
    of = table_of(Product)
    found = conn.execute(select(of).where(of.c.id == product_id)).mappings().one_or_none()
    return None if found is None else dict(found)


def write_product(writer: Writer, product_id: int | None, vehicle_id: int, fields: Mapping[str, Any]) -> bool:
    """Keep a new product of a vehicle, or change one; answers whether anything is different."""
    if product_id is None:
        writer.insert(Product, [{"vehicle_id": vehicle_id, **fields}])
        return True
    return writer.update(Product, product_id, fields)


def delete_product(writer: Writer, product_id: int) -> None:
    """Delete a product that was entered by mistake."""
    writer.delete(Product, [product_id])
