"""Which customer a row is about: by number, else by name and phone, else new; and their phones (Rulebook 2.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.db.importing import call_marks, rows_by
from dealerdesk.domain.folding import fold_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from dealerdesk.db.reading import Reading as Connection
    from dealerdesk.domain.phone import Phone
    from dealerdesk.services.importing.draft import Draft, Row


class People:
    """The customers that a file names, as they will be."""

    def __init__(self, conn: Connection, draft: Draft) -> None:
        self._conn, self._draft = conn, draft
        self._marks = call_marks(conn)
        self._by_number: dict[str, int] = {}
        self._by_name: dict[str, list[int]] = {}
        self._phones: dict[int, list[Row]] = {}
        self.renamed: set[int] = set()
        """Customers that will be found by another name or phone than now."""

        self.remarked: set[int] = set()
        """Customers who may not be called any more because of a number that came in."""

    def load(self, numbers: Iterable[str], names: Iterable[str]) -> None:
        """Look up customers by their numbers and by their names as they are written."""
        found = list(rows_by(self._conn, "customer", "number", numbers))
        self._take_in([*found, *rows_by(self._conn, "customer", "name", names)])

    def load_ids(self, customers: Iterable[int]) -> None:
        """Look up customers by their ids."""
        self._take_in(list(rows_by(self._conn, "customer", "id", customers)))

    def _take_in(self, rows: Sequence[Row]) -> None:
        new = {row["id"]: row for row in self._draft.learn("customer", rows) if row["id"] not in self._phones}
        for key, row in new.items():
            self._phones[key] = []
            self._index(row)
        for phone in self._draft.learn("phone", rows_by(self._conn, "phone", "customer_id", new)):
            self._phones[phone["customer_id"]].append(phone)

    def _index(self, row: Row) -> None:
        if row["number"] is not None:
            self._by_number[row["number"]] = row["id"]
        self._by_name.setdefault(fold_text(row["name"]), []).append(row["id"])

    def is_named(self, customer: int, name: str) -> bool:
        """Answer whether the customer bears this name."""
        return fold_text(self._draft.row("customer", customer)["name"]) == fold_text(name)

    def number_of(self, customer: int) -> str | None:
        """Answer the store's number of a customer."""
        number: str | None = self._draft.row("customer", customer)["number"]
        return number

    def fields(self, customer: int) -> Row:
        """Answer a customer's fields by the names that a vehicle file has for them."""
        row = self._draft.row("customer", customer)
        return {**row, "customer_name": row["name"]}

    def with_number(self, number: str) -> int | None:
        """Answer the customer with this number, or None."""
        return self._by_number.get(number)

    def with_phone(self, name: str, phones: Sequence[Phone], *, numbered: bool, before: int | None) -> int | None:
        """Answer the customer of this name who has one of the phones; of several the one `before`, else the first.

        Those that have a number of their own are passed over unless `numbered`.
        """
        digits = {phone.digits for phone in phones}
        found = [
            customer
            for customer in self._by_name.get(fold_text(name), ())
            if (numbered or self.number_of(customer) is None)
            and any(phone["digits"] in digits for phone in self._phones[customer])
        ]
        return before if before in found else min(found, default=None)

    def create(self, fields: Row) -> int:
        """Plan a new customer; answer its id."""
        row = self._draft.add("customer", {"number": None, "name": "", **fields})
        self._phones[row["id"]] = []
        self._index(row)
        key: int = row["id"]
        return key

    def change(self, customer: int, changes: Row) -> None:
        """Plan new values for some of a customer's fields."""
        row = self._draft.row("customer", customer)
        self._draft.change("customer", customer, changes)
        if "number" in changes or "name" in changes:
            self._index(row)
            self.renamed.add(customer)

    def has_one_of(self, customer: int, phones: Sequence[Phone]) -> bool:
        """Answer whether one of the numbers is the customer's."""
        own = {row["digits"] for row in self._phones[customer]}
        return any(phone.digits in own for phone in phones)

    def has_phone(self, customer: int) -> bool:
        """Answer whether any number of the customer is known."""
        return bool(self._phones[customer])

    def give_phones(self, customer: int, phones: Sequence[Phone]) -> bool:
        """Add the numbers that the customer does not have, and prefer the first; answer whether anything changed."""
        marked = self.is_marked(customer)
        changed = self.add_phones(customer, phones)
        changed = self._prefer(phones[0].digits, self._phones[customer]) or changed
        if changed:
            self.renamed.add(customer)
            if self.is_marked(customer) != marked:
                self.remarked.add(customer)
        return changed

    def add_phones(self, customer: int, phones: Sequence[Phone]) -> bool:
        """Add the numbers that a customer does not have; answer whether there are any."""
        own = {row["digits"] for row in self._phones[customer]}
        changed = False
        for phone in phones:
            if phone.digits not in own:
                row = {"customer_id": customer, "digits": phone.digits, "preferred": False}
                row["quality"] = "doubtful" if phone.kind == "odd" else "good"
                own.add(phone.digits)
                self._phones[customer].append(self._draft.add("phone", row))
                changed = True
        return changed

    def _prefer(self, digits: str, rows: Collection[Row]) -> bool:
        changed = False
        for row in rows:
            preferred = row["digits"] == digits
            if bool(row["preferred"]) != preferred:
                self._draft.change("phone", row["id"], {"preferred": preferred})
                changed = True
        return changed

    def is_marked(self, customer: int) -> bool:
        """Answer whether nobody may call the customer, or one of their numbers (Rulebook 2.3)."""
        return customer in self._marks.customers or any(
            row["digits"] in self._marks.digits for row in self._phones.get(customer, ())
        )
