"""What a file says of the person and the car, one fact a line: what it is called, what it is, and where it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.domain.erasure import ERASED_NAME
from dealerdesk.domain.phone import FREE_TEXT, group_phone, mask_within
from dealerdesk.domain.retention import months_since
from dealerdesk.words.labels import LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from dealerdesk.domain.customer_file import Car, CustomerFile, CustomerRow, Person, PhoneOf, ProductOf, Span
    from dealerdesk.domain.rules import Status
    from dealerdesk.words.speech import Words


TEXTS: Final = FREE_TEXT | {"do_not_call", "departed", "product", "tag"}
"""Facts in which people write what they like."""


class Fact(NamedTuple):
    """A line of the file: `record` and `field` name what is kept, so that it can be edited or looked up.

    A line without a value and without a record opens a section.
    """

    name: str
    value: str = ""
    record: str = ""
    field: str = ""
    tone: str = ""
    key: int = 0
    """Which of several records of the kind: a product."""

    @property
    def is_section(self) -> bool:
        """Whether the line is a heading."""
        return not self.record and not self.value


class FactWriter:
    """Writes the facts of a file in one language; `opened` are the digits of numbers that may be seen, by id.

    `hiding` masks the numbers that people wrote into texts.
    """

    def __init__(self, words: Words, today: date, opened: Mapping[int, str], *, hiding: bool = False) -> None:
        self._words, self._today, self._opened, self._hiding = words, today, opened, hiding

    def facts(self, file: CustomerFile) -> list[Fact]:
        """All lines of a file, the person first, then the car that is looked at."""
        words, found = self._words, []
        if file.person is not None:
            found.append(Fact(words.text("Customer")))
            found += self.person(file.person)
        if file.car is not None:
            found.append(Fact(words.text("Vehicle")))
            found += self.car(file.car, {one.id: one.name for one in file.staff})
        return found

    def number(self, phone: PhoneOf) -> str:
        """A number as it may be seen."""
        digits = self._opened.get(phone.phone.id)
        return phone.phone.shown if digits is None else group_phone(digits)

    def person(self, person: Person) -> Iterator[Fact]:
        """The lines about a person."""
        return map(self._hidden, self._person(person))

    def car(self, car: Car, staff: Mapping[int, str]) -> Iterator[Fact]:
        """The lines about a car; `staff` by id."""
        return map(self._hidden, self._car(car, staff))

    def _hidden(self, fact: Fact) -> Fact:
        """A fact with the numbers in its text masked, where they are not to be seen."""
        return fact._replace(value=mask_within(fact.value)) if self._hiding and fact.field in TEXTS else fact

    def _person(self, person: Person) -> Iterator[Fact]:
        words = self._words
        yield self._fact("customer", "name", named(words, person.name))
        yield self._fact("customer", "number", person.number)
        for phone in person.phones:
            yield self._phone(phone)
        if not person.phones:
            yield self._fact("customer", "phone", None)
        for mark in person.marks:
            told = words.text("since {day}: {reason}", day=mark.since, reason=mark.reason)
            told = f"{told} ({mark.number})" if mark.number else told
            yield Fact(words.label("fact.do_not_call"), told, "customer", "do_not_call", "bad")
        if not person.marks:
            yield self._fact("customer", "do_not_call", None)
        yield self._fact("customer", "preferred_channel", coded(words, "channel", person.preferred_channel))
        yield self._fact("customer", "wechat", self._wechat(person))
        yield self._fact("customer", "consent_on", self._day(person.consent_on))
        yield self._fact("customer", "customer_type", coded(words, "customer_type", person.customer_type))
        yield self._fact("customer", "sex", coded(words, "sex", person.sex))
        yield self._fact("customer", "birthday", self._birthday(person.birthday))
        yield self._fact("customer", "district", person.district)
        yield self._fact("customer", "address", person.address)
        yield self._fact("customer", "occupation", person.occupation)
        yield self._fact("customer", "hobbies", person.hobbies)
        yield self._fact("customer", "driving_since", self._day(person.driving_since))
        yield self._fact("customer", "tag", words.formats.enumeration(person.tags))
        for tie in person.ties:
            yield Fact(words.label(f"tie.{tie.kind}"), named(words, tie.name), "customer", "tie", "", tie.customer)
        if not person.ties:
            yield self._fact("customer", "tie", None)
        yield Fact(words.label("column.loyalty"), words.label(f"loyalty.{person.loyalty}"), "customer", "loyalty")
        yield self._fact("customer", "referrals", words.number(person.referrals) if person.referrals else None)
        yield self._fact("customer", "note", person.note)

    def _phone(self, phone: PhoneOf) -> Fact:
        words = self._words
        notes = [words.text("preferred")] if phone.preferred else []
        if phone.quality != "good":
            notes.append(words.label(f"phone_quality.{phone.quality}"))
        if phone.do_not_call:
            notes.append(words.label("fact.do_not_call"))
        told = f"{self.number(phone)}   {words.formats.enumeration(notes)}".rstrip()
        bad = phone.quality == "bad" or phone.do_not_call
        return Fact(words.label("fact.phone"), told, "customer", "phone", "bad" if bad else "")

    def _wechat(self, person: Person) -> str | None:
        """Whether they are on WeChat, since when, and who added them."""
        words = self._words
        if person.wechat is None:
            return None
        since = (None if person.wechat_on is None else words.day(person.wechat_on), person.wechat_by)
        return " · ".join(filter(None, (words.yes_no(person.wechat), *(since if person.wechat else ()))))

    def _birthday(self, day: date | None) -> str | None:
        if day is None:
            return None
        months = months_since(day, self._today) or 0
        years = max(months, 0) // 12
        return f"{self._words.day(day)}   {self._words.ntext('{n} year old', '{n} years old', years)}"

    def _car(self, car: Car, staff: Mapping[int, str]) -> Iterator[Fact]:
        words = self._words
        yield self._fact("vehicle", "plate", self._plates(car))
        yield self._fact("vehicle", "vin", car.vin)
        yield self._fact("vehicle", "model", car.model)
        yield self._fact("vehicle", "drive", coded(words, "drive", car.drive))
        yield self._fact("vehicle", "use", coded(words, "use", car.use))
        yield self._fact("vehicle", "source", words.label(f"source.{car.source}"))
        yield self._fact("vehicle", "advisor", self._spans(car.advisors) or car.advisor)
        yield self._fact("vehicle", "owner", self._owners(car))
        yield self._fact("vehicle", "delivered", self._day(car.delivered))
        yield self._fact("vehicle", "delivered_by", staff.get(car.delivered_by or 0))
        for name in ("registered", "warranty_end", "insurance_end"):
            yield self._fact("vehicle", name, self._day(getattr(car, name)))
        yield self._fact("vehicle", "insurance_company", car.insurance_company)
        yield self._fact("vehicle", "inspection_end", self._day(car.inspection_end))
        yield self._fact("vehicle", "wished_service", car.wished_service)
        for product in car.products:
            yield self._product(product)
        if not car.products:
            yield Fact(words.label("personal.product"), "—", "vehicle", "product", "faint")
        if car.departure is not None:
            reason = coded(words, "departed_reason", car.departure.reason)
            told = " · ".join(filter(None, (self._day(car.departure.day), reason, car.departure.note)))
            yield Fact(words.label("fact.departed"), told, "vehicle", "departed", "departed")
        else:
            yield self._fact("vehicle", "departed", None)
        if car.needs_file:
            yield Fact(words.label("fact.needs_file"), words.yes_no(answer=True), "vehicle", "needs_file", "warn")
        yield self._fact("vehicle", "note", car.note)

    def _plates(self, car: Car) -> str | None:
        before = [self._span(span) for span in car.plates if span.name != car.plate]
        return " · ".join(filter(None, (car.plate, *before))) or None

    def _owners(self, car: Car) -> str | None:
        """The owners before the one that the file is about."""
        return self._spans(car.owners) if len(car.owners) > 1 or not car.present else None

    def _spans(self, spans: Sequence[Span]) -> str:
        return " · ".join(self._span(span) for span in spans)

    def _span(self, span: Span) -> str:
        words = self._words
        name = named(words, span.name)
        if span.from_day is None and span.until_day is None:
            return name
        if span.until_day is None:
            return words.text("{name} since {day}", name=name, day=span.from_day)
        return words.text("{name} until {day}", name=name, day=span.until_day)

    def _product(self, product: ProductOf) -> Fact:
        words = self._words
        if product.declined_on is not None:
            told = words.text("declined on {day}", day=product.declined_on)
            notes = [told, product.declined_reason, coded(words, "interest", product.interest)]
        else:
            balance = None if product.balance_fen is None else words.money(product.balance_fen)
            ends = None if product.ends is None else words.text("until {day}", day=product.ends)
            notes = [balance, ends, None if product.in_force else words.text("not in force")]
        told = " · ".join(filter(None, notes)) or "—"
        return Fact(coded(words, "product", product.kind), told, "vehicle", "product", "", product.id)

    def _day(self, day: date | None) -> str | None:
        return None if day is None else self._words.day(day)

    def _fact(self, record: str, field: str, value: str | None) -> Fact:
        return Fact(self._words.label(f"fact.{field}"), value or "—", record, field, "" if value else "faint")


def named(words: Words, name: str) -> str:
    """A name as it is said; that of a person who was erased is none."""
    return words.text("Erased customer") if name == ERASED_NAME else name


def coded(words: Words, group: str, value: str | None) -> str:
    """The name of a coded value, or the store's own word as it stands."""
    if value is None:
        return ""
    code = f"{group}.{value}"
    return words.label(code) if code in LABELS else value


def status_words(words: Words, row: CustomerRow) -> str:
    """Where a row's vehicle stands: its status, or that it departed."""
    return said_status(words, row.status, quasi_lost=False, departed=row.departed)


def said_status(words: Words, status: Status | None, *, quasi_lost: bool, departed: bool) -> str:
    """A status in words."""
    if departed:
        return words.label("mark.departed")
    if status is None:
        return ""
    told = words.label(f"status.{status}")
    return f"{told} · {words.label('mark.quasi-lost')}" if quasi_lost else told


def marks(words: Words, row: CustomerRow) -> str:
    """What is to be heeded about a row, in words."""
    held = (
        ("mark.quasi-lost", row.quasi_lost),
        ("mark.do-not-call", row.do_not_call),
        ("mark.protected", row.protected),
        ("fact.needs_file", row.needs_file),
    )
    return words.formats.enumeration(words.label(code) for code, holds in held if holds)
