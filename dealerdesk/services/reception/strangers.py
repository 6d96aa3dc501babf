"""Who is out of somebody's row scope: not told by name, and given nothing, where a form comes upon them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.db.customer_file import is_in_scope, owner_of
from dealerdesk.db.new_records import owner_name
from dealerdesk.domain.errors import Refused

if TYPE_CHECKING:
    from dealerdesk.db.new_records import Known
    from dealerdesk.db.reading import Reading
    from dealerdesk.services.desk import Desk


def must_be_seen(conn: Reading, desk: Desk, customer: int | None) -> None:
    """Let nobody give a car to a customer whom they do not see: it would open that customer's file to them.

    Raises Refused `customers.gone`.
    """
    scope = desk.actor.scope.advisor_id
    if customer is not None and scope is not None and not is_in_scope(conn, customer, desk.today, scope):
        raise Refused("customers.gone")


def name_of_owner(conn: Reading, desk: Desk, vehicle: int) -> str | None:
    """The name of a car's latest owner, as far as it is for this actor."""
    name, scope = owner_name(conn, vehicle), desk.actor.scope.advisor_id
    if name is None or scope is None or owner_of(conn, vehicle, desk.today, scope) is not None:
        return name
    return _veiled(name)


def same_one(conn: Reading, desk: Desk, known: Known) -> tuple[str, int | None]:
    """The name of a customer who may be the one that is typed, and the id by which to go on with them.

    Of one whom the actor does not see there is no id, and the name is veiled.
    """
    scope = desk.actor.scope.advisor_id
    if scope is None or is_in_scope(conn, known.id, desk.today, scope):
        return known.name, known.id
    return _veiled(known.name), None


def _veiled(name: str) -> str:
    return f"{name[:1]}**"
