"""A car that nobody knows yet, with its customer: found to be new while it is typed, and made known in one act."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.db.derive import refold
from dealerdesk.db.forgotten import mark_again
from dealerdesk.db.new_records import insert_car, insert_customer, same_name, same_phone, vehicle_with_vin
from dealerdesk.db.reception import plate_spans
from dealerdesk.db.search_text import rewrite_search_text
from dealerdesk.db.standing import plates_on
from dealerdesk.domain.calendar import EVER
from dealerdesk.domain.errors import said
from dealerdesk.domain.identity import check_plate, check_vin, is_free_plate, normal_plate, normal_vin
from dealerdesk.domain.record_fields import CUSTOMER, VEHICLE, PhoneEdit, checked, checked_phones
from dealerdesk.domain.visit_entry import Doubt, unconfirmed
from dealerdesk.services.desk import Changed, Desk, Right, use_case
from dealerdesk.services.reception.strangers import must_be_seen, name_of_owner, same_one

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from dealerdesk.db.acts import Writer
    from dealerdesk.db.reading import Reading as Connection
    from dealerdesk.domain.errors import Said

PLATE_PASSES: Final = "plate_taken"
"""The doubt that a plate belongs to another car; confirmed, it has changed hands."""

_KINDS: Final = frozenset({"vehicle", "customer"})


@dataclass(frozen=True)
class NewCar:
    """A car and whose it is, as they were typed: fields of VEHICLE, fields of CUSTOMER and phones, or a customer known.

    Without any of the customer's fields nobody is known to own it.
    """

    plate: str = ""
    vin: str = ""
    vehicle: Mapping[str, object] = field(default_factory=dict)
    customer: Mapping[str, object] = field(default_factory=dict)
    phones: tuple[str, ...] = ()
    owner: int | None = None


@dataclass(frozen=True)
class Added:
    """What became of a new car: its ids, or why it was not kept; `others`: the records that doubts are about."""

    changed: Changed = field(default_factory=Changed)
    vehicle: int | None = None
    customer: int | None = None
    errors: Mapping[str, Said] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
    others: Mapping[str, int] = field(default_factory=dict)


@use_case("look-at-new-car", Right.ENTER)
def look_at_new_car(desk: Desk, typed: NewCar) -> Added:
    """What is wrong or doubtful about a new car as far as it was typed: said while it is being typed (PEERS 1)."""
    with desk.store.read() as conn:
        judged = judge_car(conn, desk, typed)
    return Added(errors=judged.errors, doubts=judged.doubts, others=judged.others)


@use_case("add-car", Right.ENTER)
def add_car(desk: Desk, typed: NewCar, *, since: date | None = None, confirmed: Collection[str] = ()) -> Added:
    """Make a car known, with its customer, unless anything about them is wrong, or doubtful and not confirmed.

    `since`: the day from which a plate that changed hands is the new car's.
    """
    with desk.store.write(desk.header("add-car")) as writer:
        judged = judge_car(writer.conn, desk, typed, since)
        left = unconfirmed(judged.doubts, confirmed)
        if judged.errors or left:
            return Added(errors=judged.errors, doubts=left, others=judged.others)
        vehicle, customer = write_car(writer, typed, judged, since or desk.today)
        return Added(Changed(_KINDS, writer.act_id), vehicle, customer)


@dataclass(frozen=True)
class CarJudged:
    """A new car in the form that is kept, with all that is wrong or doubtful about it."""

    plate: str | None
    vin: str | None
    vehicle: Mapping[str, Any]
    customer: Mapping[str, Any]
    phones: tuple[PhoneEdit, ...]
    errors: Mapping[str, Said]
    doubts: tuple[Doubt, ...]
    others: Mapping[str, int]


def judge_car(conn: Connection, desk: Desk, typed: NewCar, since: date | None = None) -> CarJudged:
    """Hold what was typed of a car against what the store knows. Raises Refused `customers.gone`.

    `since`: the day from which the car bears its plate, by default the desk's.
    """
    must_be_seen(conn, desk, typed.owner)
    errors: dict[str, Said] = {}
    found: list[Doubt] = []
    others: dict[str, int] = {}
    plate = _plate(conn, desk, typed.plate, since or desk.today, errors, found, others)
    vin = _vin(conn, desk, typed.vin, errors, found, others)
    if plate is None and vin is None and not errors:
        errors["plate"] = said("entry.plate_missing")
    car = checked(VEHICLE, typed.vehicle, desk.today)
    errors |= car.errors
    named = bool(str(typed.customer.get("name") or "").strip())
    person = checked(CUSTOMER, typed.customer, desk.today) if typed.customer else None
    phones, wrong = checked_phones([PhoneEdit(text=text) for text in typed.phones])
    if typed.owner is None and person is not None and (named or phones or wrong):
        errors |= {f"customer.{name}": why for name, why in person.errors.items()}
        errors |= wrong
        _alike(conn, desk, str(person.values.get("name") or ""), phones, found, others)
    values = person.values if person is not None and typed.owner is None and named else {}
    return CarJudged(plate, vin, car.values, values, phones, errors, tuple(found), others)


def _plate(
    conn: Connection,
    desk: Desk,
    text: str,
    since: date,
    errors: dict[str, Said],
    found: list[Doubt],
    others: dict[str, int],
) -> str | None:
    if not text.strip():
        return None
    plate = normal_plate(text)
    if is_free_plate(text):
        errors["plate"] = said("entry.plate_free", plate=plate)
        return None
    verdict = check_plate(plate)
    if not verdict.usable:
        errors["plate"] = said("entry.plate_unusable")
        return None
    if verdict.warning:
        found.append(Doubt("plate", said("entry.plate_pattern")))
    holder = next((span for span in plate_spans(conn, plate) if span["until_day"] > since), None)
    if holder is not None:
        others["plate_taken"] = holder["vehicle_id"]
        owner = name_of_owner(conn, desk, holder["vehicle_id"])
        found.append(Doubt("plate", said("entry.plate_taken", plate=plate, owner=owner)))
    return plate


def _vin(
    conn: Connection, desk: Desk, text: str, errors: dict[str, Said], found: list[Doubt], others: dict[str, int]
) -> str | None:
    if not text.strip():
        return None
    vin = normal_vin(text)
    verdict = check_vin(vin)
    if verdict.problem == "length":
        errors["vin"] = said("entry.vin_length", n=len(vin))
    elif verdict.problem == "alphabet":
        errors["vin"] = said("entry.vin_alphabet")
    elif (known := vehicle_with_vin(conn, vin)) is not None:
        others["vin_taken"] = known
        errors["vin"] = said("entry.vin_taken", plate=plates_on(conn, desk.today, [known]).get(known, vin))
    elif verdict.warning:
        found.append(Doubt("vin", said("entry.vin_check")))
    return vin


def _alike(
    conn: Connection, desk: Desk, name: str, phones: tuple[PhoneEdit, ...], found: list[Doubt], others: dict[str, int]
) -> None:
    """Customers who may be the one that is typed: the same number, else the same name."""
    doubt, who = alike(conn, desk, name, phones)
    found += doubt
    others |= who


def alike(
    conn: Connection, desk: Desk, name: str, phones: Iterable[PhoneEdit]
) -> tuple[tuple[Doubt, ...], dict[str, int]]:
    """The doubt that a customer who is typed is known, by number or else by name, and as whom to go on with them."""
    for field_name, code, known in (
        ("phones.0", "same_phone", same_phone(conn, [edit.text for edit in phones if edit.text])),
        ("customer.name", "same_name", same_name(conn, name)),
    ):
        if known is not None:
            shown, key = same_one(conn, desk, known)
            return (Doubt(field_name, said(f"entry.{code}", name=shown)),), {} if key is None else {code: key}
    return (), {}


def write_car(writer: Writer, typed: NewCar, judged: CarJudged, since: date) -> tuple[int, int | None]:
    """Keep a car that was judged, with its customer; answers the ids of both."""
    owner = typed.owner
    if owner is None and judged.customer:
        owner = insert_customer(writer, judged.customer, judged.phones)
        mark_again(writer, owner, since)
    spans = () if judged.plate is None else plate_spans(writer.conn, judged.plate)
    passing = [span for span in spans if span["until_day"] > since]
    vehicle = insert_car(
        writer,
        {"source": "unknown", **judged.vehicle, "vin": judged.vin, "needs_file": True},
        owner,
        judged.plate,
        since if spans else EVER,
        passing,
    )
    touched = {vehicle, *(span["vehicle_id"] for span in passing)}
    refold(writer.conn, touched)
    rewrite_search_text(writer.conn, touched)
    return vehicle, owner
