"""How each field's cell is read, and what is said where it cannot be: some codes reject the row, others warn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from dealerdesk.domain.identity import check_plate, check_vin, is_free_plate, normal_plate, normal_vin
from dealerdesk.domain.money import fen_from
from dealerdesk.domain.phone import find_phones
from dealerdesk.spreadsheets import call_words, coded
from dealerdesk.spreadsheets.cells import day_of, hour_of, identity_of, is_excel_error, number_of, odometer_of, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dealerdesk.spreadsheets.sheet import Cell, Kind

ROW_CODES: Final = (
    "bad_row",
    "no_order_number",
    "no_vehicle",
    "bad_plate",
    "bad_vin",
    "bad_date",
    "future_date",
    "bad_amount",
    "bad_odometer",
)
"""Why a row is rejected; the first that fits is said (INTERFACES, "Import, exactly")."""


class Read(NamedTuple):
    """What a cell says, and the code of what is wrong with it or None."""

    value: Any
    flaw: str | None


class Reader(dict["Cell", Any]):
    """The values of one column's cells, each distinct one read once, since exports repeat themselves.

    `flaws`: the codes of those cells that have one.
    """

    def __init__(self, read: Callable[[Cell], Read]) -> None:
        super().__init__()
        self._read = read
        self.flaws: dict[Cell, str] = {}

    def __missing__(self, cell: Cell) -> object:
        value, flaw = self._read(cell)
        self[cell] = value
        if flaw is not None:
            self.flaws[cell] = flaw
        return value


def _plain(read: Callable[[Cell], Any], flaw: str) -> Callable[[Cell], Read]:
    """Read by a function that raises ValueError for what it cannot read."""

    def read_cell(cell: Cell) -> Read:
        try:
            return Read(read(cell), None)
        except ValueError:
            return Read(None, flaw)

    return read_cell


def _text(cell: Cell) -> Read:
    return Read(text_of(cell), None)


def _order_no(cell: Cell) -> Read:
    if isinstance(cell, str) and cell.isalnum() and cell.isascii():
        return Read(cell, None)
    if is_excel_error(cell):
        return Read(None, "bad_row")
    number = number_of(cell)
    return Read(number, None if number else "no_order_number")


def _plate(cell: Cell) -> Read:
    text = identity_of(cell)
    if text is None:
        return Read(None, None)
    if is_free_plate(text):
        return Read(None, "free_plate")
    plate = normal_plate(text)
    verdict = check_plate(plate)
    return Read(plate, verdict.warning) if verdict.usable else Read(None, "bad_plate")


def _vin(cell: Cell) -> Read:
    text = identity_of(cell)
    if text is None:
        return Read(None, None)
    vin = normal_vin(text)
    verdict = check_vin(vin)
    return Read(vin, verdict.warning) if verdict.usable else Read(None, "bad_vin")


def _date_in(cell: Cell) -> Read:
    try:
        day = day_of(cell)
    except ValueError:
        day = None
    return Read(day, None if day else "bad_date")


def _phones(cell: Cell) -> Read:
    text = identity_of(cell)
    if text is None:
        return Read((), None)
    phones = find_phones(cell if isinstance(cell, float) else text)
    odd = not phones or any(phone.kind == "odd" for phone in phones)
    return Read(phones, "odd_phone" if odd else None)


def _fen(cell: Cell) -> Read:
    try:
        return Read(fen_from(cell if isinstance(cell, str | float) else text_of(cell)), None)
    except ValueError:
        return Read(None, "bad_amount")


def _charge(cell: Cell) -> Read:
    read = _fen(cell)
    return Read(read.value, "reversal") if read.value is not None and read.value < 0 else read


_other_day = _plain(day_of, "bad_other_date")
_yes_no = _plain(coded.yes_no_of, "unknown_value")

TABLES: Final[Mapping[Kind, Mapping[str, Callable[[Cell], Read]]]] = {
    "visits": {
        "order_no": _order_no,
        "plate": _plate,
        "vin": _vin,
        "date_in": _date_in,
        "customer_name": _text,
        "phone": _phones,
        "date_settled": _plain(day_of, "bad_settled_date"),
        "date_out": _other_day,
        "odometer": _plain(odometer_of, "bad_odometer"),
        "kind": _text,
        "advisor": _text,
        "items": _text,
        "labour": _fen,
        "parts": _fen,
        "due": _charge,
        "discount": _fen,
        "paid": _charge,
        "redeemed": _fen,
        "payer": _plain(coded.payer_of, "unknown_payer"),
        "state": _plain(coded.state_of, "unknown_state"),
        "internal": _yes_no,
        "note": _text,
    },
    "vehicles": {
        "plate": _plate,
        "vin": _vin,
        "customer_number": lambda cell: Read(number_of(cell), None),
        "customer_name": _text,
        "sex": _plain(coded.sex_of, "unknown_value"),
        "birthday": _other_day,
        "phone": _phones,
        "address": _text,
        "district": _text,
        "customer_type": lambda cell: Read(coded.customer_type_of(cell), None),
        "model": _text,
        "drive": _text,
        "delivered": _other_day,
        "registered": _other_day,
        "source": _plain(coded.source_of, "unknown_source"),
        "advisor": _text,
        "use": _plain(coded.use_of, "unknown_value"),
        "warranty_end": _other_day,
        "insurance_end": _other_day,
        "insurance_company": _text,
        "inspection_end": _other_day,
        "wechat": _yes_no,
        "extended_warranty_end": _other_day,
        "prepaid_end": _other_day,
        "stored_value": _fen,
        "occupation": _text,
        "note": _text,
    },
    "calls": {
        "plate": _plate,
        "vin": _vin,
        "called": _date_in,
        "hour": lambda cell: Read(hour_of(cell), None),
        "customer_name": _text,
        "phone": _phones,
        "agent": _text,
        "channel": _plain(call_words.channel_of, "unknown_channel"),
        "incoming": _plain(call_words.incoming_of, "unknown_direction"),
        "result": _plain(call_words.result_of, "unknown_result"),
        "topic": _text,
        "note": _text,
    },
}
"""How the fields of each kind are read, in the order of the row's values."""
