"""The cells of an export's row as they are remembered once imported: values in a fixed order, as compact text."""

from __future__ import annotations

import json
from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

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


ORDER: Final = Cells(VisitRow, _OF_ORDER)
VEHICLE_FILE: Final = Cells(VehicleRow, _OF_VEHICLE_FILE)
