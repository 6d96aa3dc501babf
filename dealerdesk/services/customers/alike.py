"""Who else may be the customer that is being edited: said while their name or a number is typed (PEERS 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dealerdesk.db.customer_file import is_in_scope
from dealerdesk.db.new_records import Known, others_alike
from dealerdesk.domain.phone import find_phones
from dealerdesk.services.desk import Desk, Right, use_case
from dealerdesk.services.reception.strangers import same_one

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealerdesk.db.reading import Reading


class Alike(NamedTuple):
    """Another customer with the same number, or of the same name; `seen`: whether the actor may open their file."""

    id: int
    name: str
    by_phone: bool
    seen: bool


@use_case("alike-customers", Right.ENTER)
def alike_customers(desk: Desk, customer: int, name: str, phones: Iterable[str]) -> tuple[Alike, ...]:
    """Other customers with one of these numbers, then those of exactly this name; at most some of them.

    Of one whom the actor does not see a number alone tells no name.
    """
    digits = sorted({phone.digits for text in phones for phone in find_phones(text)})
    with desk.store.read() as conn:
        return tuple(
            Alike(
                key, same_one(conn, desk, Known(key, named))[0] if by_phone else named, by_phone, _seen(conn, desk, key)
            )
            for key, named, by_phone in others_alike(conn, customer, " ".join(name.split()), digits)
        )


def _seen(conn: Reading, desk: Desk, customer: int) -> bool:
    return is_in_scope(conn, customer, desk.today, desk.actor.scope.advisor_id)
