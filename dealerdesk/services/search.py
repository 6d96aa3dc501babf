"""Finding a vehicle while a person types: by plate, VIN, owner, pinyin, phone or order number."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from dealerdesk.db.search import EXACT, WITHIN, Found, Shown, found_by_order, found_by_text, shown
from dealerdesk.domain.folding import fold_text, fold_width
from dealerdesk.services.desk import Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dealerdesk.domain.phone import MaskedPhone

MOST: Final = 20
_LONGEST: Final = 200
"""Characters beyond which nothing that a car is found by is as long."""

_SHORTEST_ORDER: Final = 4
"""Characters from which on a text may be meant as the beginning or the end of an order number."""


class Matched(StrEnum):
    """By what a vehicle was found."""

    PLATE = "plate"
    VIN = "vin"
    CUSTOMER = "customer"
    PHONE = "phone"
    ORDER = "order"


@dataclass(frozen=True)
class Hit:
    """A vehicle that was found, as it stands on the desk's day; `order_no` where an order led to it."""

    id: int
    plate: str | None
    vin: str | None
    customer: str | None
    customer_id: int | None
    model: str | None
    phone: MaskedPhone | None
    matched: Matched
    order_no: str | None = None


@use_case("find", Right.SEE)
def find(desk: Desk, text: str, limit: int = MOST) -> tuple[Hit, ...]:
    """The vehicles that a text leads to, best first: whole plates, names and numbers, then ends, then the rest.

    Width, case, spaces, dots and dashes make no difference. Order numbers are found by beginning or end, from four
    characters on. Who sees phones masked finds them whole, or by the digits that show.
    """
    folded, number = fold_text(text), "".join(fold_width(text).split()).upper()
    if not folded or len(folded) > _LONGEST:
        return ()
    scope = desk.actor.scope.advisor_id
    masked = Right.FULL_PHONE not in desk.actor.rights
    with desk.store.read() as conn:
        found = found_by_text(conn, folded, desk.today, scope, limit, masked=masked)
        if len(number) >= _SHORTEST_ORDER:
            found += found_by_order(conn, number, desk.today, scope, limit)
        best = _best(found, limit)
        known = shown(conn, [hit.vehicle_id for hit in best], desk.today) if best else {}
    return tuple(_hits(best, known, folded))


def _best(found: Iterable[Found], limit: int) -> list[Found]:
    """Each vehicle once, by the best that led to it; what was found as a whole goes first, the rest as it came."""
    ranked = sorted(found, key=lambda hit: (hit.place != EXACT, hit.place == WITHIN))
    once: dict[int, Found] = {}
    for hit in ranked:
        once.setdefault(hit.vehicle_id, hit)
    return list(once.values())[:limit]


def _hits(found: Iterable[Found], known: Mapping[int, Shown], folded: str) -> Iterable[Hit]:
    for hit in found:
        car, order = known[hit.vehicle_id], hit.order_no
        matched = _matched(car, folded) if order is None else Matched.ORDER
        yield Hit(
            hit.vehicle_id,
            car.plate,
            car.vin,
            car.customer,
            car.customer_id,
            car.model,
            car.phone,
            matched,
            hit.order_no,
        )


def _matched(car: Shown, folded: str) -> Matched:
    """What of a car holds the text; names also by their pinyin."""
    if any(folded in fold_text(plate) for plate in car.plates):
        return Matched.PLATE
    if any(folded in digits for digits in car.digits):
        return Matched.PHONE
    return Matched.VIN if folded in fold_text(car.vin or "") else Matched.CUSTOMER
