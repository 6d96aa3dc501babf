"""Who owns a car by what a vehicle file says, and what it says of its owner (Rulebook 2.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.domain.exports import Existing, merged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dealerdesk.domain.phone import Phone
    from dealerdesk.services.importing.draft import Row, Spans
    from dealerdesk.services.importing.outcome import Tally
    from dealerdesk.services.importing.people import People

_OF_OWNER: Final = (
    "customer_name", "sex", "birthday", "address", "district", "customer_type", "wechat", "occupation",
)  # fmt: skip


class Ownership:
    """Brings owners to cars."""

    def __init__(self, owners: Spans, people: People, tally: Tally, existing: Existing, today: date) -> None:
        self._owners, self._people, self._tally = owners, people, tally
        self._existing, self._today = existing, today

    def tell(
        self,
        vehicle: int,
        phones: Sequence[Phone],
        given: Row,
        news: Row,
        last: Row,
        cells: Row,
        *,
        is_new: bool,
    ) -> bool:
        """Bring what a row says of its car's owner; answer whether anything changed. `cells` take in what was heard."""
        current = self._owners.current(vehicle)
        owner = None if current is None else int(current["customer_id"])
        if self._existing is Existing.FILL and owner is not None:
            customer = owner if self._may_be(owner, given) else None
        else:
            customer = self._whose(phones, given, news, owner, is_new=is_new)
        if customer is None:
            return False
        changed = self._own(vehicle, customer, owner, news)
        changed = self._number(customer, given) or changed
        cells.update((name, given[name]) for name in ("customer_number",) if name in given)
        changed = self._describe(customer, given, last, cells) or changed
        if "phones" in news and (self._existing is Existing.UPDATE or not self._people.has_phone(customer)):
            cells["phones"] = list(news["phones"])
            changed = self._people.give_phones(customer, phones) or changed
        return changed

    def _may_be(self, owner: int, given: Row) -> bool:
        """Whether a row speaks of the owner that is known."""
        number, name = given.get("customer_number"), given.get("customer_name")
        known = self._people.number_of(owner)
        if number is not None and known is not None:
            return known == str(number)
        return name is None or self._people.is_named(owner, name)

    def _whose(self, phones: Sequence[Phone], given: Row, news: Row, owner: int | None, *, is_new: bool) -> int | None:
        """The customer that a row speaks of, made if need be; None if it names nobody who could be told apart.

        A row that names whom it named before, by a name that nobody bears any more, speaks of the owner: a person
        corrected the name.
        """
        number, name = given.get("customer_number"), given.get("customer_name")
        if number is None and name is None:
            return owner
        found = None if number is None else self._people.with_number(number)
        if found is None and name is not None:
            found = self._by_name(phones, name, owner, numbered=number is None)
        if found is not None:
            return found
        if owner is not None and number is None and "customer_name" not in news:
            return owner
        if number is None and not phones and not is_new:
            self._tally.warn("name_alone")
            return None
        return self._people.create({"number": number, "name": name or ""})

    def _by_name(self, phones: Sequence[Phone], name: str, owner: int | None, *, numbered: bool) -> int | None:
        """The customer by name and phone; else the owner that the car has, if that is the name."""
        found = self._people.with_phone(name, phones, numbered=numbered, before=owner)
        if found is not None or owner is None:
            return found
        unnumbered = self._people.number_of(owner) is None
        if (numbered or unnumbered) and self._people.is_named(owner, name):
            return owner
        return owner if unnumbered and not numbered and self._people.has_one_of(owner, phones) else None

    def _own(self, vehicle: int, customer: int, owner: int | None, news: Row) -> bool:
        """Make the customer the owner, if the export names another one than before.

        An owner of the same name whose number nobody knew was this customer all the time.
        """
        if customer == owner or not {"customer_number", "customer_name"} & news.keys():
            return False
        name = self._people.fields(customer)["name"]
        if owner is not None and self._people.number_of(owner) is None and self._people.is_named(owner, name):
            self._owners.correct(vehicle, customer)
            return True
        self._owners.give(vehicle, customer, self._today)
        if owner is not None:
            self._tally.warn("owner_changed")
        return True

    def _number(self, customer: int, given: Row) -> bool:
        number = given.get("customer_number")
        if number is None or self._people.number_of(customer) is not None:
            return False
        self._people.change(customer, {"number": number})
        return True

    def _describe(self, customer: int, given: Row, last: Row, cells: Row) -> bool:
        present = self._people.fields(customer)
        merge = merged(present, last, {name: given[name] for name in _OF_OWNER if name in given}, self._existing)
        cells.update((name, merge.cells[name]) for name in _OF_OWNER if name in merge.cells)
        changes = merge.changes
        if "customer_name" in changes:
            changes["name"] = changes.pop("customer_name")
        if "birthday" in changes:
            changes["birthday_month"] = changes["birthday"].month
        if changes:
            self._people.change(customer, changes)
        return bool(changes)
