"""Putting invented cars into the store, with all that belongs to them."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from dealerdesk.db import tables
from dealerdesk.db.derive import refold
from dealerdesk.db.inventing_talks import Owned, insert_talks
from dealerdesk.db.search_text import rewrite_search_text
from dealerdesk.db.tasks import CARE_AGENT
from dealerdesk.domain.calendar import EVER, FOREVER
from dealerdesk.domain.contact import Channel

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from dealerdesk.db.acts import Writer
    from dealerdesk.domain.invented import InventedCar, InventedCustomer

Row = dict[str, Any]

AT_A_TIME = 500


class Inventing:
    """One act that fills a store: remembers which customers and staff are already in it."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._customers: dict[str, int] = {}
        self._staff: dict[str, int] = {}
        self._numbers: dict[str, int] = {}
        self.vehicles = self.visits = 0

    def add(self, cars: Sequence[InventedCar]) -> None:
        """Add cars, their customers and their lives, and fold what they say."""
        writer = self._writer
        ids = list(writer.next_ids(tables.Vehicle, len(cars)))
        self._hire(cars)
        self._welcome(cars)
        writer.insert(tables.Vehicle, [_vehicle(car, id_) for car, id_ in zip(cars, ids, strict=True)])
        owned = list(zip(cars, ids, strict=True))
        writer.insert(tables.Plate, [row for car, id_ in owned for row in _plates(car, id_)])
        writer.insert(tables.Ownership, [row for car, id_ in owned for row in self._owners(car, id_)])
        writer.insert(
            tables.Responsibility,
            [
                {"vehicle_id": id_, "staff_id": self._staff[car.advisor], "from_day": EVER, "until_day": FOREVER}
                for car, id_ in owned
            ],
        )
        writer.insert(
            tables.Departure,
            [
                {"vehicle_id": id_, "day": car.departure[0], "reason": car.departure[1]}
                for car, id_ in owned
                if car.departure is not None
            ],
        )
        writer.insert(tables.Product, [row for car, id_ in owned for row in _products(car, id_)])
        visits = iter(writer.insert(tables.Visit, [row for car, id_ in owned for row in self._visits(car, id_)]))
        talks = [
            Owned(
                car,
                id_,
                self._customers[car.customers[car.owners[-1][0]].number],
                list(islice(visits, len(car.visits))),
            )
            for car, id_ in owned
        ]
        insert_talks(writer, talks, self._staff, self._numbers)
        refold(writer.conn, ids)
        rewrite_search_text(writer.conn, ids)
        self.vehicles += len(cars)
        self.visits += sum(len(car.visits) for car in cars)

    def _hire(self, cars: Iterable[InventedCar]) -> None:
        advisors = {name for car in cars for name in (car.advisor, *(visit.advisor for visit in car.visits))}
        advisors |= {one.advisor for car in cars for one in car.talk.appointments}
        advisors |= {one.handler for car in cars for one in car.talk.complaints if one.handler is not None}
        contacts = [contact for car in cars for contact in car.talk.contacts]
        advisors |= {contact.agent for contact in contacts if contact.channel == Channel.RECEPTION}
        self._engage(advisors, "advisor")
        self._engage({contact.agent for contact in contacts}, CARE_AGENT)

    def _engage(self, names: set[str], job: str) -> None:
        new = sorted(names - self._staff.keys())
        ids = self._writer.insert(tables.Staff, [{"name": name, "job": job} for name in new])
        self._staff.update(zip(new, ids, strict=True))

    def _welcome(self, cars: Iterable[InventedCar]) -> None:
        new = {c.number: c for car in cars for c in car.customers if c.number not in self._customers}
        ids = self._writer.insert(tables.Customer, [_customer(customer) for customer in new.values()])
        self._customers.update(zip(new, ids, strict=True))
        people = [(customer, self._customers[number]) for number, customer in new.items()]
        phones = [row for customer, id_ in people for row in _phones(customer, id_)]
        ids = self._writer.insert(tables.Phone, phones)
        self._numbers.update((row["digits"], id_) for row, id_ in zip(phones, ids, strict=True))
        self._writer.insert(tables.DoNotCall, [row for customer, id_ in people for row in _marks(customer, id_)])

    def _owners(self, car: InventedCar, vehicle_id: int) -> list[Row]:
        held = [(self._customers[car.customers[place].number], from_day or EVER) for place, from_day in car.owners]
        return [
            {"vehicle_id": vehicle_id, "customer_id": customer, "from_day": begins, "until_day": ends}
            for (customer, begins), ends in zip(held, _ends([begins for _, begins in held]), strict=True)
        ]

    def _visits(self, car: InventedCar, vehicle_id: int) -> list[Row]:
        owner = car.customers[car.owners[-1][0]].name
        return [
            {
                "vehicle_id": vehicle_id,
                "order_no": visit.order_no,
                "order_tail": visit.order_no[::-1],
                "customer_name": owner,
                "date_in": visit.date_in,
                "date_settled": visit.date_settled,
                "date_out": visit.date_out,
                "odometer": visit.odometer,
                "kind": visit.kind,
                "advisor_id": self._staff[visit.advisor],
                "items": visit.items,
                "labour_fen": visit.labour_fen,
                "parts_fen": visit.parts_fen,
                "due_fen": visit.due_fen,
                "discount_fen": visit.discount_fen,
                "paid_fen": visit.paid_fen,
                "redeemed_fen": visit.redeemed_fen,
                "payer": visit.payer,
                "state": visit.state,
                "note": visit.note or None,
            }
            for visit in car.visits
        ]


def _ends(begins: Sequence[date]) -> list[date]:
    return [*begins[1:], FOREVER] if begins else []


def _vehicle(car: InventedCar, vehicle_id: int) -> Row:
    fields = (
        "vin", "model", "drive", "use", "source", "delivered", "registered", "warranty_end", "insurance_end",
        "insurance_company", "inspection_end",
    )  # fmt: skip
    return {"id": vehicle_id, **{field: getattr(car, field) for field in fields}}


def _plates(car: InventedCar, vehicle_id: int) -> list[Row]:
    begins = [from_day or EVER for _, from_day in car.plates]
    return [
        {"vehicle_id": vehicle_id, "plate": plate, "from_day": begin, "until_day": end}
        for (plate, _), begin, end in zip(car.plates, begins, _ends(begins), strict=True)
    ]


def _products(car: InventedCar, vehicle_id: int) -> list[Row]:
    return [
        {"vehicle_id": vehicle_id, "kind": p.kind, "starts": p.starts, "ends": p.ends, "balance_fen": p.balance_fen}
        for p in car.products
    ]


def _customer(customer: InventedCustomer) -> Row:
    fields = (
        "number", "name", "sex", "birthday", "address", "district", "preferred_channel", "occupation", "wechat",
        "referrals",
    )  # fmt: skip
    return {
        **{field: getattr(customer, field) for field in fields},
        "customer_type": customer.kind,
        "birthday_month": customer.birthday.month if customer.birthday else None,
    }


def _phones(customer: InventedCustomer, customer_id: int) -> list[Row]:
    return [
        {
            "customer_id": customer_id,
            "digits": digits,
            "preferred": place == 0,
            "quality": "bad" if digits in customer.bad_phones else "good",
        }
        for place, digits in enumerate(customer.phones)
    ]


def _marks(customer: InventedCustomer, customer_id: int) -> list[Row]:
    if customer.do_not_call is None:
        return []
    since, reason = customer.do_not_call
    return [
        {"customer_id": customer_id, "digits": digits, "since": since, "reason": reason}
        for digits in customer.phones or (None,)
    ]
