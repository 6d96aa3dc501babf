"""The rows of one order, merged as they come."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dealerdesk.domain.exports import Existing
from dealerdesk.services.importing.cells import ORDER
from dealerdesk.services.importing.outcome import Outcome

if TYPE_CHECKING:
    from datetime import date

    from dealerdesk.db.importing import Source
    from dealerdesk.domain.phone import Phone
    from dealerdesk.services.importing.draft import Row
    from dealerdesk.spreadsheets.rows import VisitRow

_NUMBER, _PLATE, _VIN, _DAY, _PAYER, _PHONES = (
    ORDER.fields.index(name) for name in ("order_no", "plate", "vin", "date_in", "payer", "phones")
)


def values_of(row: VisitRow) -> tuple[Any, ...]:
    """Answer what a row says, in the order of `ORDER.fields`; an internal order is one that the store itself pays.

    Phones by their digits.
    """
    values: tuple[Any, ...] = ORDER.values(row)
    values = (*values[:_PHONES], _digits(row.phones), *values[_PHONES + 1 :])
    return (*values[:_PAYER], "internal", *values[_PAYER + 1 :]) if row.internal else values


@lru_cache(maxsize=4096)
def _digits(phones: tuple[Phone, ...]) -> tuple[str, ...] | None:
    return tuple(phone.digits for phone in phones) or None


class OrderRows:
    """The rows of one order number.

    `values` are those of `ORDER.fields`, `text` is how they are remembered, `last` holds the cells as last imported
    before this file, `outcomes` those of the rows after the first.
    """

    __slots__ = ("last", "outcomes", "rows", "source", "text", "values")

    def __init__(self, values: tuple[Any, ...], text: str, row: VisitRow, source: Source | None) -> None:
        self.values, self.text, self.source = values, text, source
        self.last = {} if source is None else ORDER.read(source.cells)
        self.rows = [row]
        self.outcomes: list[Outcome] = []

    @property
    def number(self) -> str:
        """The order number."""
        return str(self.values[_NUMBER])

    @property
    def day(self) -> date:
        """The date in."""
        day: date = self.values[_DAY]
        return day

    @property
    def plate(self) -> str | None:
        """The plate, if it is given."""
        plate: str | None = self.values[_PLATE]
        return plate

    @property
    def vin(self) -> str | None:
        """The VIN, if it is given."""
        vin: str | None = self.values[_VIN]
        return vin

    @property
    def names_a_phone(self) -> bool:
        """Whether any phone is given."""
        return self.values[_PHONES] is not None

    def given(self) -> Row:
        """Answer the fields that are not blank."""
        return {name: value for name, value in zip(ORDER.fields, self.values, strict=True) if value is not None}

    def repeat(self, values: tuple[Any, ...], row: VisitRow, existing: Existing) -> None:
        """Take in another row of the same order."""
        merged_values = self.values
        if existing is Existing.UPDATE:
            merged_values = tuple(b if b is not None else a for a, b in zip(self.values, values, strict=True))
        elif existing is Existing.FILL:
            merged_values = tuple(a if a is not None else b for a, b in zip(self.values, values, strict=True))
        self.rows.append(row)
        self.outcomes.append(Outcome.UNCHANGED if merged_values == self.values else Outcome.UPDATED)
        if merged_values != self.values:
            self.values, self.text = merged_values, ORDER.text(merged_values)
