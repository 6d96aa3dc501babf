"""Making cars and customers known by hand, and who may be the same as somebody that is being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from dealerdesk.db.days import DAYS
from dealerdesk.db.owners import latest_owner_sql
from dealerdesk.db.reading import fetch_all
from dealerdesk.db.shape import table_of
from dealerdesk.db.tables import Customer, Ownership, Phone, Plate, Vehicle
from dealerdesk.domain.calendar import EVER, FOREVER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from dealerdesk.db.acts import Writer
    from dealerdesk.domain.record_fields import PhoneEdit

_OWNER = f"SELECT c.name FROM customer c WHERE c.id = {latest_owner_sql(':vehicle')}"


class Known(NamedTuple):
    """A customer that is known already."""

    id: int
    name: str


def vehicle_with_vin(conn: Connection, vin: str) -> int | None:
    """The vehicle that bears a VIN, or None."""
    found = fetch_all(conn, "SELECT id FROM vehicle WHERE vin = ?", (vin,))
    return int(found[0][0]) if found else None


def owner_name(conn: Connection, vehicle_id: int) -> str | None:
    """The name of a vehicle's latest owner, if any is known."""
    found = fetch_all(conn, _OWNER, {"vehicle": vehicle_id})
    return str(found[0][0]) if found else None


def same_phone(conn: Connection, digits: Sequence[str]) -> Known | None:
    """The first customer who has one of these numbers."""
    if not digits:
        return None
    marks = ",".join("?" * len(digits))
    sql = f"""SELECT c.id, c.name FROM phone p JOIN customer c ON c.id = p.customer_id
        WHERE p.digits IN ({marks}) ORDER BY p.id LIMIT 1"""
    found = fetch_all(conn, sql, tuple(digits))
    return Known(*found[0]) if found else None


def same_name(conn: Connection, name: str) -> Known | None:
    """The first customer of exactly this name; nobody for an empty one."""
    if not name:
        return None
    found = fetch_all(conn, "SELECT id, name FROM customer WHERE name = ? ORDER BY id LIMIT 1", (name,))
    return Known(*found[0]) if found else None


def others_alike(
    conn: Connection, customer_id: int, name: str, digits: Sequence[str]
) -> tuple[tuple[int, str, bool], ...]:
    """Some other customers with one of these numbers, else of exactly this name: id, name, whether by a number."""
    marks = ",".join("?" * len(digits))
    by_phone = f"""SELECT DISTINCT c.id, c.name FROM phone p JOIN customer c ON c.id = p.customer_id
        WHERE p.digits IN ({marks}) AND c.id <> ? ORDER BY c.id LIMIT 3"""
    found = fetch_all(conn, by_phone, (*digits, customer_id)) if digits else []
    if found:
        return tuple((key, named, True) for key, named in found)
    by_name = "SELECT id, name FROM customer WHERE name = ? AND id <> ? ORDER BY id LIMIT 3"
    return tuple((key, named, False) for key, named in fetch_all(conn, by_name, (name, customer_id))) if name else ()


def insert_customer(writer: Writer, fields: Mapping[str, Any], phones: Iterable[PhoneEdit]) -> int:
    """Keep a new customer with their numbers; answers the id."""
    born = fields.get("birthday")
    (key,) = writer.insert(Customer, [{**fields, "birthday_month": born and born.month}])
    numbers = [
        {"customer_id": key, "digits": edit.text, "preferred": edit.preferred, "quality": edit.quality}
        for edit in phones
    ]
    if numbers:
        writer.insert(Phone, numbers)
    return key


def insert_car(
    writer: Writer,
    fields: Mapping[str, Any],
    owner: int | None,
    plate: str | None,
    since: date,
    passing: Sequence[Mapping[str, Any]],
) -> int:
    """Keep a new car with its owner and its plate, which `passing` cars bear until that day; answers its id."""
    (vehicle,) = writer.insert(Vehicle, [dict(fields)])
    if owner is not None:
        own = {"vehicle_id": vehicle, "customer_id": owner, "from_day": EVER, "until_day": FOREVER}
        writer.insert(Ownership, [own])
    for span in passing:
        end_span(writer, Plate, span, since)
    if plate is not None:
        writer.insert(Plate, [{"vehicle_id": vehicle, "plate": plate, "from_day": since, "until_day": FOREVER}])
    return vehicle


def end_span(writer: Writer, table: Any, span: Mapping[str, Any], day: date) -> None:  # noqa: ANN401
    """Let what lasted from a day on last until this one; what would then never have been goes."""
    if span["from_day"] >= day:
        writer.delete(table, [span["id"]])
    else:
        writer.update(table, span["id"], {"until_day": day})


def _goes_on(writer: Writer, table: Any, span: Mapping[str, Any]) -> bool:  # noqa: ANN401
    """Let a span that ends where it would begin anew go on, as when what followed was a typing error."""
    of = table_of(table)
    wanted = select(of.c.id).where(*(of.c[name] == value for name, value in span.items()))
    key = writer.conn.execute(wanted.limit(1)).scalar_one_or_none()
    return key is not None and writer.update(table, key, {"until_day": FOREVER})


def ownerships_of(conn: Connection, vehicle_id: int) -> tuple[dict[str, Any], ...]:
    """Who owned a vehicle and who owns it, with their names, in order of days."""
    sql = """SELECT o.id, o.customer_id, o.from_day, o.until_day, c.name FROM ownership o
        JOIN customer c ON c.id = o.customer_id WHERE o.vehicle_id = ? ORDER BY o.from_day, o.id"""
    return tuple(
        {"id": key, "customer_id": customer, "from_day": DAYS[first], "until_day": DAYS[last], "name": name}
        for key, customer, first, last, name in fetch_all(conn, sql, (vehicle_id,))
    )


def change_plate_on(
    writer: Writer,
    vehicle_id: int,
    plate: str,
    day: date,
    present: Mapping[str, Any] | None,
    taken: Sequence[Mapping[str, Any]],
    *,
    is_first: bool,
) -> None:
    """Let a car bear a plate from a day on, in the place of the present one and of who bears it until then.

    `is_first`: the car never bore a plate, and nobody this one: then it is its own from ever.
    """
    for span in (*taken, *(() if present is None else (present,))):
        end_span(writer, Plate, span, day)
    if _goes_on(writer, Plate, {"vehicle_id": vehicle_id, "plate": plate, "until_day": day}):
        return
    begins = EVER if is_first else day
    writer.insert(Plate, [{"vehicle_id": vehicle_id, "plate": plate, "from_day": begins, "until_day": FOREVER}])


def give_to(writer: Writer, vehicle_id: int, customer_id: int, day: date, spans: Sequence[Mapping[str, Any]]) -> None:
    """Let a car belong to a customer from a day on; the first known owner owns it from ever."""
    for span in spans:
        if span["until_day"] > day:
            end_span(writer, Ownership, span, day)
    if _goes_on(writer, Ownership, {"vehicle_id": vehicle_id, "customer_id": customer_id, "until_day": day}):
        return
    row = {
        "vehicle_id": vehicle_id,
        "customer_id": customer_id,
        "from_day": day if spans else EVER,
        "until_day": FOREVER,
    }
    writer.insert(Ownership, [row])
