"""Phones leave the services masked; here is the one use case that opens them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.db.phones import digits_of
from dealerdesk.services.desk import Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealerdesk.domain.phone import MaskedPhone


@use_case("open-phones", Right.FULL_PHONE)
def open_phones(desk: Desk, phones: Iterable[MaskedPhone | None]) -> dict[int, str]:
    """The digits of these phones by their id; Nones, and phones outside the row scope, are passed over."""
    ids = sorted({phone.id for phone in phones if phone is not None})
    with desk.store.read() as conn:
        return digits_of(conn, ids, desk.today, desk.actor.scope.advisor_id)
