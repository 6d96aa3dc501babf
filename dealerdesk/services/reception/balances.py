"""Stored value and vouchers: what a visit redeems comes off the balance, and back when the visit is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from dealerdesk.db.reception import products_of, set_balance
from dealerdesk.domain.errors import said
from dealerdesk.domain.visit import Payer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dealerdesk.db.acts import Writer
    from dealerdesk.domain.errors import Said

PRODUCTS: Final = {Payer.STORED_VALUE.value: "stored-value", Payer.VOUCHER.value: "voucher"}
"""The product that a payer's balance is kept as."""


class Redeemed(NamedTuple):
    """What a visit took off balances in fen, None where none was known; or what is wrong, with nothing taken."""

    fen: int | None = None
    short: Said | None = None


def redeem(writer: Writer, vehicle: int, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Redeemed:
    """Take what a visit redeems off the car's balances, less what it took off them before it was changed, in fen.

    A car of which no balance is known redeems freely, and is given nothing back.
    """
    if before is not None and before["taken_fen"] is None and _same(before, after):
        return Redeemed()
    moved: dict[str, int] = {}
    kind = PRODUCTS.get(after.get("payer") or "")
    known = kind is not None and bool(products_of(writer.conn, vehicle, kind))
    taken = (after.get("redeemed_fen") or 0) if known else 0
    if kind is not None:
        moved[kind] = taken
    if before is not None and (held_by := PRODUCTS.get(before["payer"] or "")) is not None:
        moved[held_by] = moved.get(held_by, 0) - (before["taken_fen"] or 0)
    held = {kind: products_of(writer.conn, vehicle, kind) for kind, fen in moved.items() if fen}
    for kind, products in held.items():
        total = sum(product["balance_fen"] for product in products)
        if products and moved[kind] > total:
            return Redeemed(short=said("entry.balance_short", left_fen=total))
    for kind, products in held.items():
        _take(writer, products, moved[kind])
    return Redeemed(taken or None)


def _same(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return (before["payer"], before["redeemed_fen"]) == (after.get("payer"), after.get("redeemed_fen"))


def _take(writer: Writer, products: Sequence[Mapping[str, Any]], fen: int) -> None:
    """Take so many fen off products that hold them, the first to end first; less than none is given back."""
    left = fen
    for product in products:
        taken = min(left, product["balance_fen"]) if left > 0 else left
        if taken:
            set_balance(writer, product["id"], product["balance_fen"] - taken)
        left -= taken
