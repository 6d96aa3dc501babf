"""What reception enters of a visit: each field in the form that is kept, or what is wrong with it (Rulebook 1, 3.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.domain.errors import said
from dealerdesk.domain.folding import fold_width
from dealerdesk.domain.money import fen_from
from dealerdesk.domain.record_fields import Wrong, choice_field, day_field, note_field, text_field
from dealerdesk.domain.visit import Payer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dealerdesk.domain.record_fields import Rule

MOST_KM: Final = 3_000_000
"""Kilometres that no odometer shows more than."""

MOST_FEN: Final = 1_000_000_000
"""Fen that no order of a car comes to more than: ten million yuan."""

_KM: Final = re.compile(r"(?P<km>[0-9]+)(?:\.0+)?(?:km|公里)?", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"[ ,']+")

PAYERS: Final = tuple(payer.value for payer in Payer)


def km_of(value: object, _today: date) -> int | None:
    """An odometer as it was typed or pasted: `61 240`, `61,240 km`, full width. Raises Wrong."""
    text = _BETWEEN.sub("", fold_width("" if value is None else str(value)))
    if not text:
        return None
    found = _KM.fullmatch(text)
    if found is None:
        raise Wrong(said("entry.no_odometer"))
    km = int(found["km"]) if len(found["km"]) < 12 else MOST_KM + 1
    if km > MOST_KM:
        raise Wrong(said("entry.odometer_beyond", most=MOST_KM))
    return km


def amount_of(value: object, _today: date) -> int | None:
    """An amount in fen as it was typed or pasted: `520`, `¥1,234.50`. Raises Wrong."""
    if value is None or isinstance(value, int):
        fen = None if value is None else int(value)
    else:
        try:
            fen = fen_from(str(value).strip() or None)
        except ValueError:
            raise Wrong(said("entry.no_amount")) from None
    if fen is not None and fen < 0:
        raise Wrong(said("entry.negative_amount"))
    if fen is not None and fen > MOST_FEN:
        raise Wrong(said("entry.amount_beyond", most=MOST_FEN // 100))
    return fen


def _staff(value: object, _today: date) -> int | None:
    if value is None or isinstance(value, int):
        return value
    raise Wrong(said("edit.bad_choice"))


def _order_no(value: object, today: date) -> str | None:
    """An order number as exports have it: width folded, capital letters, without the apostrophe of a pasted cell."""
    text = fold_width(value) if isinstance(value, str) else value
    number = text_field(40)(text, today)
    return None if number is None else number.upper().removeprefix("'").strip() or None


VISIT: Final[Mapping[str, Rule]] = {
    "date_in": day_field(past=True, required=True),
    "date_settled": day_field(past=True),
    "date_out": day_field(past=True),
    "odometer": km_of,
    "kind": text_field(60, required=True),
    "order_no": _order_no,
    "items": note_field(2_000),
    "labour_fen": amount_of,
    "parts_fen": amount_of,
    "discount_fen": amount_of,
    "paid_fen": amount_of,
    "redeemed_fen": amount_of,
    "payer": choice_field(PAYERS),
    "advisor_id": _staff,
    "note": note_field(2_000),
}
"""The fields of a visit that are entered by hand."""


def due_of(values: Mapping[str, Any]) -> int | None:
    """What is due in fen: labour and parts, where either was entered; else nothing is known."""
    parts = [values[name] for name in ("labour_fen", "parts_fen") if values.get(name) is not None]
    return sum(parts) if parts else None
