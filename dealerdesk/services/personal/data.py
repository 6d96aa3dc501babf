"""All data of a customer: everything that the store holds about one person, in words, as a table or on paper."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.db.editing import row_of
from dealerdesk.db.person_whole import person_whole
from dealerdesk.domain.calendar import EVER, FOREVER
from dealerdesk.domain.errors import Refused
from dealerdesk.domain.field_history import ADDED
from dealerdesk.domain.phone import FREE_TEXT, group_phone, mask_phone, mask_within
from dealerdesk.domain.rights import OWNER
from dealerdesk.services.customers.changes import field_history
from dealerdesk.services.customers.file import customer_file
from dealerdesk.services.desk import Changed, Desk, Right, use_case
from dealerdesk.services.files import write_whole
from dealerdesk.services.personal.disclosing import disclose
from dealerdesk.services.personal.imprint import imprint, who
from dealerdesk.services.store_details import store_details
from dealerdesk.words import Words
from dealerdesk.words.labels import LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_CODED: Final[Mapping[str, str]] = {
    "customer_type": "customer_type",
    "sex": "sex",
    "preferred_channel": "channel",
    "quality": "phone_quality",
    "drive": "drive",
    "use": "use",
    "source": "source",
    "product": "product",
    "tie": "tie",
    "interest": "interest",
    "kind": "visit_kind",
    "payer": "payer",
    "visit_state": "visit_state",
    "task_reason": "reason",
    "task_state": "task_state",
    "ended_why": "ended",
    "disposition": "disposition",
    "proposed": "disposition",
    "channel": "channel",
    "topic": "reason",
    "category": "category",
    "complaint_state": "complaint_state",
    "appointment_state": "appointment",
    "import_kind": "import_kind",
    "disclosure": "disclosure",
}
"""Fields that hold codes, with the group of their labels."""

_YES_NO: Final = frozenset({"preferred", "wechat", "maintenance", "incoming", "complete"})
_DAYS: Final = frozenset({
    "birthday", "day", "from_day", "until_day", "delivered", "registered", "warranty_end", "insurance_end",
    "inspection_end", "starts", "ends", "declined_on", "date_settled", "date_out", "created_on", "ended_on",
    "promised_on", "lifted_on", "driving_since", "consent_on", "wechat_on", "booked_on", "moved_from", "solved_on",
    "told_on", "confirmed_on", "closed_on", "answered_day",
})  # fmt: skip
_OF_CUSTOMER: Final = "customer"


@dataclass(frozen=True)
class Held:
    """One thing that is held about a customer: what it is part of, its day where it has one, and what it says."""

    part: str
    day: date | None
    text: str


@dataclass(frozen=True)
class PersonalData:
    """All that is held about a customer, in words."""

    customer: int
    items: tuple[Held, ...]


@use_case("show-personal-data", Right.EXPORT)
def personal_data(desk: Desk, customer: int) -> PersonalData:
    """Everything that the store holds about a customer, in words; to read it is an act.

    Numbers are whole where the actor may see them. Raises Refused `customers.gone`.
    """
    items = _items(desk, customer)
    disclose(desk, "customer-data", "data", "personal-data", len(items), customer)
    return PersonalData(customer, items)


@use_case("export-personal-data", Right.EXPORT)
def personal_data_file(desk: Desk, customer: int, file: Path) -> Changed:
    """Write everything that is held about a customer to a file, by its ending .xlsx, .csv or .pdf; it is an act."""
    items = _items(desk, customer)
    ending = file.suffix.casefold()
    changed = disclose(desk, "customer-data", "data", f"personal-data {ending}", len(items), customer)
    if ending == ".pdf":
        write_whole(file, _on_paper(desk, items))
    else:
        _table(desk, items, file)
    return changed


@use_case("print-personal-data", Right.EXPORT)
def personal_data_on_paper(desk: Desk, customer: int) -> bytes:
    """Everything that is held about a customer as a PDF; it is an act."""
    items = _items(desk, customer)
    disclose(desk, "customer-data", "data", "personal-data", len(items), customer)
    return _on_paper(desk, items)


def _items(desk: Desk, customer: int) -> tuple[Held, ...]:
    customer_file(desk, customer=customer, events=0)  # refuses whom the actor may not see
    words = Words(desk.lang)
    with desk.store.read() as conn:
        if row_of(conn, "customer", customer) is None:
            raise Refused("customers.gone")
        found = list(person_whole(conn, customer))
    teller = _Teller(words, in_full=Right.FULL_PHONE in desk.actor.rights)
    return (*(item for part, row in found for item in teller.told(part, row)), *_changes(desk, customer, words))


def _changes(desk: Desk, customer: int, words: Words) -> Iterator[Held]:
    """How the customer's fields came to be what they are, the newest first."""
    part = words.label("personal.change")
    for change in field_history(desk, "customer", customer):
        values = words.text(
            "{field}: {old} → {new}",
            field=words.label(f"fact.{change.field}"),
            old="—" if change.old is None else change.old,
            new="—" if change.new is None else change.new,
        )
        told = words.label(f"fact.{change.field}") if change.field == ADDED else values
        name = words.label("actor.owner") if change.who == OWNER.name else change.who
        by = words.text("by {name}", name=name)
        yield Held(part, change.at.astimezone().date(), f"{told}  ·  {by}")


class _Teller:
    """Puts records into words."""

    def __init__(self, words: Words, *, in_full: bool) -> None:
        self._words, self._in_full = words, in_full

    def told(self, part: str, row: Mapping[str, Any]) -> Iterator[Held]:
        """A record as one thing; the customer's own fields one by one."""
        fields = dict(row)
        day = fields.pop("day", None)
        name = self._words.label(f"personal.{part}")
        said = [self._said(field, value) for field, value in fields.items() if value not in {EVER_TEXT, FOREVER_TEXT}]
        if part == _OF_CUSTOMER:
            yield from (Held(name, None, text) for text in said)
        else:
            yield Held(name, None if day is None else date.fromisoformat(day), "  ·  ".join(said))

    def _said(self, field: str, value: Any) -> str:  # noqa: ANN401
        label = next(code for code in (f"held.{field}", f"fact.{field}") if code in LABELS)
        return self._words.text("{field}: {value}", field=self._words.label(label), value=self._value(field, value))

    def _value(self, field: str, value: Any) -> str:  # noqa: ANN401
        words = self._words
        if field in _CODED:
            code = f"{_CODED[field]}.{value}"
            return words.label(code) if code in LABELS else str(value)
        if field in _YES_NO:
            return words.yes_no(answer=bool(value))
        if field in _DAYS:
            return words.day(date.fromisoformat(value))
        if field.endswith("_fen"):
            return words.money(value)
        if field == "phone":
            return group_phone(value) if self._in_full else mask_phone(value)
        return self._cells(value) if field == "cells" else self._free(str(value), free=field in FREE_TEXT)

    def _cells(self, text: str) -> str:
        """The cells of a row as they were imported; numbers among them are masked where the actor may not see them."""
        cells = (cell for cell in json.loads(text) if cell is not None)
        return " | ".join(self._numbers(cell) if isinstance(cell, list) else self._free(str(cell)) for cell in cells)

    def _free(self, text: str, *, free: bool = True) -> str:
        """What people wrote: numbers in it are masked as well where the actor may not see them."""
        return mask_within(text) if free and not self._in_full else text

    def _numbers(self, digits: list[str]) -> str:
        return " ".join(digits if self._in_full else map(mask_phone, digits))


EVER_TEXT: Final = EVER.isoformat()
FOREVER_TEXT: Final = FOREVER.isoformat()


def _headings(words: Words) -> tuple[str, str, str]:
    return words.text("What it is"), words.text("Day"), words.text("What is held")


def _table(desk: Desk, items: tuple[Held, ...], file: Path) -> None:
    from dealerdesk.spreadsheets.column import Column
    from dealerdesk.spreadsheets.new_workbook import About
    from dealerdesk.spreadsheets.writing import write_csv, write_xlsx

    words = Words(desk.lang)
    part, day, text = _headings(words)
    columns = [Column(part, width=18), Column(day, "day"), Column(text, width=110)]
    rows = [(item.part, item.day, item.text) for item in items]
    title, made = words.text("All data of a customer"), imprint(desk)
    if file.suffix.casefold() == ".csv":
        write_csv(file, [*columns, Column(words.text("Origin of this row"))], ((*row, made) for row in rows))
    else:
        about = About(words.text("About this file"), title, who(desk), desk.clock(), (("", made),))
        write_xlsx(file, title, columns, rows, about)


def _on_paper(desk: Desk, items: tuple[Held, ...]) -> bytes:
    from dealerdesk.documents.list_paper import ListPaper, PaperColumn, list_paper

    words, details = Words(desk.lang), store_details(desk)
    part, day, text = _headings(words)
    rows = [
        [item.part, "" if item.day is None else words.day(item.day), piece] for item in items for piece in _pieces(item)
    ]
    return list_paper(
        ListPaper(
            store=details.name,
            contact=details.contact,
            logo=details.logo,
            title=words.text("All data of a customer"),
            day=desk.today,
            facts=((words.text("Rows"), words.number(len(items))),),
            columns=(PaperColumn(part, 1.2), PaperColumn(day, 1.0), PaperColumn(text, 9.0)),
            rows=rows,
            numbered=False,
            printed=imprint(desk),
        ),
        words,
    ).pdf


_LONGEST: Final = 300
"""Characters that a line on paper takes at most: what is longer goes on in the next one, and nothing is cut off."""


def _pieces(item: Held) -> Iterator[str]:
    for start in range(0, max(len(item.text), 1), _LONGEST):
        yield item.text[start : start + _LONGEST]
