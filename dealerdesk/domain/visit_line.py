"""A visit as the running tables of reception show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class VisitLine(NamedTuple):
    """A visit as the running tables show it; amounts in fen, odometer in km."""

    id: int
    revision: int
    vehicle_id: int
    order_no: str | None
    date_in: date
    kind: str | None
    state: str
    odometer: int | None
    advisor: str | None
    customer_id: int | None
    customer: str | None
    model: str | None
    plate: str | None
    payer: str | None
    due_fen: int | None
    discount_fen: int | None
    paid_fen: int | None
    redeemed_fen: int | None
