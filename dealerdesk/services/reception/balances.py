"""Stored value and vouchers: what a visit redeems comes off the balance, and back when the visit is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dealerdesk.db.reception import products_of, set_balance
from dealerdesk.domain.errors import said
from dealerdesk.domain.visit import Payer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dealerdesk.db.acts import Writer
    from dealerdesk.domain.errors import Said

PRODUCTS: Final = {Payer.STORED_VALUE.value: "stored-value", Payer.VOUCHER.value: "voucher"}
"""The product that a payer's balance is kept as."""


def redeem(writer: Writer, vehicle: int, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Said | None:
    """Take what a visit redeems off the car's balances, less what it redeemed before it was changed, in fen.

    Answers what is wrong where the balances do not hold so much; a car of which no balance is known redeems freely.
    """
    moved: dict[str, int] = {}
    for visit, sign in ((before, -1), (after, 1)):
        kind = None if visit is None else PRODUCTS.get(visit.get("payer") or "")
        if visit is not None and kind is not None:
            moved[kind] = moved.get(kind, 0) + sign * (visit.get("redeemed_fen") or 0)
    held = {kind: products_of(writer.conn, vehicle, kind) for kind, fen in moved.items() if fen}
    for kind, products in held.items():
        total = sum(product["balance_fen"] for product in products)
        if products and moved[kind] > total:
            return said("entry.balance_short", left_fen=total)
    for kind, products in held.items():
        _take(writer, products, moved[kind])
    return None


def _take(writer: Writer, products: Sequence[Mapping[str, Any]], fen: int) -> None:
    """Take so many fen off products that hold them, the first to end first; less than none is given back."""
    left = fen
    for product in products:
        taken = min(left, product["balance_fen"]) if left > 0 else left
        if taken:
            set_balance(writer, product["id"], product["balance_fen"] - taken)
        left -= taken
