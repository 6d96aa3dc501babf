"""The cells of an export's row as they are remembered once imported: values in a fixed order, as compact text."""

from __future__ import annotations

import json
from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.domain.erasure import Known
from dealerdesk.domain.phone import Phone
from dealerdesk.spreadsheets.rows import VehicleRow, VisitRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.services.importing.draft import Row

_OF_ORDER: Final = (
    "order_no", "plate", "vin", "date_in", "customer_name", "date_settled", "date_out", "odometer", "kind", "advisor",
    "items", "labour_fen", "parts_fen", "due_fen", "discount_fen", "paid_fen", "redeemed_fen", "payer", "state", "note",
    "phones",
)  # fmt: skip
_OF_VEHICLE_FILE: Final = (
    "plate", "vin", "customer_number", "customer_name", "sex", "birthday", "phones", "address", "district",
    "customer_type", "model", "drive", "delivered", "registered", "source", "advisor", "use", "warranty_end",
    "insurance_end", "insurance_company", "inspection_end", "wechat", "extended_warranty_end", "prepaid_end",
    "stored_value_fen", "occupation", "note",
)  # fmt: skip


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Phone):
        return value.digits
    raise TypeError(value)


class Cells:
    """How the cells of one kind of row are remembered. New fields go to the end: older rows are shorter."""

    def __init__(self, row: type[VisitRow | VehicleRow], fields: tuple[str, ...]) -> None:
        self.fields = fields
        self.values = itemgetter(*(row._fields.index(name) for name in fields))
        """Answers the values of a row, in the order in which they are remembered."""

        encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False, default=_plain)
        self.text = encoder.encode
        """Answers the text of values."""

    def text_of(self, cells: Mapping[str, Any]) -> str:
        """Answer the text of remembered cells."""
        return self.text([cells.get(name) for name in self.fields])

    def read(self, text: str) -> Row:
        """Answer the cells that a text holds, without the blank ones."""
        values = json.loads(text)
        return {name: value for name, value in zip(self.fields, values, strict=False) if value is not None}


_PERSON_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "visits": ("customer_name", "phones", "note"),
    "vehicles": (
        "customer_number", "customer_name", "sex", "birthday", "phones", "address", "district", "wechat", "occupation",
        "note",
    ),
}  # fmt: skip
"""The fields of a row that tell of the person, by kind; they go when the person is erased."""


def without_person(kind: str, cells: Row) -> Row:
    """A row's cells without what tells of the person whom they name, also within its other texts."""
    name, digits = cells.get("customer_name"), cells.get("phones") or ()
    known = Known(frozenset({name} if name else ()), frozenset(), frozenset(digits))
    return _cut({field: value for field, value in cells.items() if field not in _PERSON_OF[kind]}, known)


def erased_cells(kind: str, text: str, known: Known) -> str | None:
    """Remembered cells without a person, as their text; None where they do not name them."""
    form = ORDER if kind == "visits" else VEHICLE_FILE
    cells = form.read(text)
    named = known.is_named(cells.get("customer_name")) or cells.get("customer_number") in known.numbers
    if named or not known.digits.isdisjoint(cells.get("phones", ())):
        return form.text_of(_cut(without_person(kind, cells), known))
    without = _cut(cells, known)
    return None if without == cells else form.text_of(without)


def _cut(cells: Row, known: Known) -> Row:
    """Cells without the person's names and phones within their texts."""
    return {field: known.cut_from(value) if field in _TEXTS and value else value for field, value in cells.items()}


_TEXTS: Final = frozenset({"note", "items"})

ORDER: Final = Cells(VisitRow, _OF_ORDER)
VEHICLE_FILE: Final = Cells(VehicleRow, _OF_VEHICLE_FILE)
