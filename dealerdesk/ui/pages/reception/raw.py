"""The fields of a visit as they stand in the form: texts that a person types, and codes that they choose."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.domain.money import yuan

if TYPE_CHECKING:
    from collections.abc import Mapping

Raw = str | int | bool | None
"""What a field holds, as JSON can hold it."""

DAYS: Final = frozenset({"date_in"})
AMOUNTS: Final = ("labour_fen", "parts_fen", "discount_fen", "paid_fen", "redeemed_fen")
CODES: Final = frozenset({"kind", "payer", "advisor_id", "met_advisor"})
"""Fields that hold a code or nothing; the others hold a text, which may be empty."""


def raw_of(values: Mapping[str, Any]) -> dict[str, Raw]:
    """A visit's fields as the form shows them."""
    return {name: _raw(name, value) for name, value in values.items()}


def amount_text(fen: int) -> str:
    """An amount as it is typed: without fen where there are none."""
    return yuan(fen).removesuffix(".00")


def _raw(name: str, value: Any) -> Raw:  # noqa: ANN401 - whatever a field holds
    if value is None:
        return None if name in CODES else ""
    if isinstance(value, date):
        return value.isoformat()
    if name in AMOUNTS:
        return amount_text(value)
    return value if name in CODES else str(value)
