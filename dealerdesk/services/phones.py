"""Phones leave the services masked; here is the one use case that opens them, and takes down that it did."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dealerdesk.db.disclosures import customers_opened, take_down_phones
from dealerdesk.db.phones import digits_of
from dealerdesk.domain.errors import Refused, said
from dealerdesk.services.desk import Changed, Desk, Right, use_case
from dealerdesk.services.personal.readable import of_others

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dealerdesk.db.reading import Reading
    from dealerdesk.domain.phone import MaskedPhone


@dataclass(frozen=True)
class Opened:
    """The digits of phones by their id."""

    digits: Mapping[int, str] = field(default_factory=dict)
    changed: Changed = field(default_factory=Changed)


@use_case("open-phones", Right.SEE)
def open_phones(desk: Desk, phones: Iterable[MaskedPhone | None]) -> Opened:
    """The digits of these phones; Nones, and phones outside the row scope, are passed over.

    The numbers of customers whose tasks the actor has are theirs to see. To open any other takes the right to full
    numbers and is an act, one for all of them; whose numbers somebody opened already that day are not taken down
    again. Raises Refused `actor.no_right`.
    """
    ids = sorted({phone.id for phone in phones if phone is not None})
    with desk.store.read() as conn:
        digits = digits_of(conn, ids, desk.today, desk.actor.scope.advisor_id)
        others = of_others(conn, desk, digits)
        if others and Right.FULL_PHONE not in desk.actor.rights:
            raise Refused("actor.no_right", who=desk.actor.name, right=said(f"label.right.{Right.FULL_PHONE}"))
        fresh = _not_yet_opened(conn, desk, others)
    if not fresh:
        return Opened(digits)
    with desk.store.write(desk.header("open-phones")) as writer:
        take_down_phones(writer, fresh)
        return Opened(digits, Changed(frozenset({"disclosure"}), writer.act_id))


def _not_yet_opened(conn: Reading, desk: Desk, others: Mapping[int, int]) -> dict[int, int]:
    """Of each customer whose numbers the actor has not opened today, one number: by customer."""
    known = customers_opened(conn, others.values(), desk.actor.name, desk.today) if others else set()
    fresh: dict[int, int] = {}
    for key, owner in others.items():
        if owner not in known:
            fresh.setdefault(owner, key)
    return fresh
