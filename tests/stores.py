"""Small stores for tests, built row by row through the one way to write; invented persons only."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from dealerdesk.db import tables
from dealerdesk.db.derive import refold
from dealerdesk.db.search_text import rewrite_search_text
from dealerdesk.domain.calendar import EVER, FOREVER
from dealerdesk.services.desk import OWNER, Actor, Doorstep, Right, Scope
from dealerdesk.services.opening import open_desk

A_MOMENT = datetime(2026, 1, 5, 1, 30, tzinfo=UTC)


@contextmanager
def a_shop(folder, today, lang="en"):
    """A new store in a folder, on a day, ready to be filled."""
    desk = open_desk(Doorstep(folder, today, lang, clock=lambda: A_MOMENT), create=True)
    try:
        yield Shop(desk)
    finally:
        desk.store.close()


def clerk(*rights, advisor_id=None):
    """An actor with these rights alone, who sees all rows or those of one responsible advisor."""
    return Actor("clerk", frozenset(Right(right) for right in rights), Scope(advisor_id))


class Shop:
    """A store being filled; `desk` is its owner's desk on the day that the test has reached."""

    def __init__(self, desk):
        self.desk = desk
        self._next = 0
        self._writer = None

    def on(self, day, actor=OWNER, lang=None):
        """The desk on another day, or for another actor, or in another language."""
        return replace(self.desk, today=day, actor=actor, lang=lang or self.desk.lang)

    def staff(self, name, job="care-agent", **fields):
        return self._insert(tables.Staff, name=name, job=job, **fields)

    def customer(self, name=None, phone="", quality="good", **fields):
        """A customer with a phone of their own; None: without any."""
        number = self._number()
        born = fields.get("birthday")
        customer = self._insert(
            tables.Customer, name=name or f"客户{number}", birthday_month=born and born.month, **fields
        )
        if phone is not None:
            self.phone(customer, phone or f"1380000{number:04d}", quality=quality, preferred=True)
        return customer

    def phone(self, customer, digits, **fields):
        return self._insert(tables.Phone, customer_id=customer, digits=digits, **fields)

    def car(self, owner=None, plate=None, *, advisor=None, delivered=None, source="other-store", visits=(), **fields):
        """A car of a customer (by default a new one), with visits on these days."""
        number = self._number()
        with self.writing():
            owner = self.customer() if owner is None else owner
            car = self._insert(tables.Vehicle, source=source, delivered=delivered, **fields)
            always = {"vehicle_id": car, "from_day": EVER, "until_day": FOREVER}
            self._insert(tables.Plate, plate=plate or f"琼A{number:05d}", **always)
            self._insert(tables.Ownership, customer_id=owner, **always)
            if advisor is not None:
                self._insert(tables.Responsibility, staff_id=advisor, **always)
            for day in visits:
                self.visit(car, day)
            self.fold(car)
        return car

    def visit(self, car, day, kind="机修", paid_fen=50_000, state="settled", **fields):
        """A repair order, by default a paid and settled repair."""
        with self.writing():
            visit = self._insert(
                tables.Visit, vehicle_id=car, date_in=day, kind=kind, paid_fen=paid_fen, state=state, **fields
            )
            self.fold(car)
        return visit

    def product(self, car, kind="prepaid-maintenance", **fields):
        return self._insert(tables.Product, vehicle_id=car, kind=kind, **fields)

    def departs(self, car, day, reason="sold"):
        self._insert(tables.Departure, vehicle_id=car, day=day, reason=reason)
        self.fold(car)

    def do_not_call(self, customer, since, reason="asked"):
        self._insert(tables.DoNotCall, customer_id=customer, since=since, reason=reason)
        self._fold_all()

    def sold_to(self, car, customer, day):
        """Another owner from a day on."""
        with self.writing() as writer:
            old = writer.conn.exec_driver_sql(
                "SELECT id FROM ownership WHERE vehicle_id = ? AND until_day = ?", (car, FOREVER.isoformat())
            ).scalar_one()
            writer.update(tables.Ownership, old, {"until_day": day})
            new = {"vehicle_id": car, "customer_id": customer, "from_day": day, "until_day": FOREVER}
            writer.insert(tables.Ownership, [new])
            refold(writer.conn, [car])

    def change(self, table, key, **fields):
        """Change fields of a row, and all that follows from them."""
        with self.writing() as writer:
            writer.update(table, key, fields)
        self._fold_all()

    def rows(self, sql, *params):
        """What the store holds, as dicts."""
        with self.desk.store.read() as conn:
            return [dict(row) for row in conn.exec_driver_sql(sql, params).mappings().fetchall()]

    def fold(self, *cars):
        """Fold the histories of these cars."""
        with self.writing() as writer:
            refold(writer.conn, cars)
            rewrite_search_text(writer.conn, cars)

    def _fold_all(self):
        self.fold(*[row["id"] for row in self.rows("SELECT id FROM vehicle")])

    def _number(self):
        self._next += 1
        return self._next

    def _insert(self, table, **fields):
        with self.writing() as writer:
            (key,) = writer.insert(table, [fields])
            return key

    @contextmanager
    def writing(self):
        """Fill within one act: what is built inside is written together."""
        if self._writer is not None:
            yield self._writer
            return
        with self.desk.store.write(self.desk.header("fill-store")) as writer:
            self._writer = writer
            try:
                yield writer
            finally:
                self._writer = None
