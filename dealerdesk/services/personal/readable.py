"""Which numbers an actor may read without opening them: those of their own tasks, or all that their right is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.db.disclosures import customers_assigned_to, owners_of_phones
from dealerdesk.db.phones import digits_of
from dealerdesk.domain.rights import Right

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dealerdesk.db.reading import Reading
    from dealerdesk.domain.phone import MaskedPhone
    from dealerdesk.services.desk import Desk


def readable_phones(desk: Desk, phones: Iterable[MaskedPhone | None]) -> dict[int, str]:
    """The digits of those of these phones that the actor may see, for what leaves the desk as an act of its own."""
    ids = sorted({phone.id for phone in phones if phone is not None})
    with desk.store.read() as conn:
        digits = digits_of(conn, ids, desk.today, desk.actor.scope.advisor_id)
        if Right.FULL_PHONE in desk.actor.rights:
            return digits
        if desk.actor.staff is None:
            return {}
        others = of_others(conn, desk, digits)
        return {key: number for key, number in digits.items() if key not in others}


def of_others(conn: Reading, desk: Desk, digits: Mapping[int, str]) -> dict[int, int]:
    """Those of the phones that are of customers whose tasks the actor does not have, and whose they are."""
    owners = {key: owner for key, owner in owners_of_phones(conn, digits).items() if key in digits}
    if desk.actor.staff is None or not owners:
        return owners
    mine = customers_assigned_to(conn, owners.values(), desk.actor.staff, desk.today)
    return {key: owner for key, owner in owners.items() if owner not in mine}
