"""Who signs an act: whether the account that a person acts by is still what it was when its rights were read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.domain.errors import Refused

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from dealerdesk.domain.rights import Actor

_CHANGED = (
    "SELECT NOT EXISTS (SELECT 1 FROM account a JOIN staff s ON s.id = a.staff_id"
    " WHERE a.id = ? AND a.revision = ? AND a.closed_on IS NULL AND s.name = ?)"
)
_WANTED = "SELECT EXISTS (SELECT 1 FROM account WHERE closed_on IS NULL)"


def check_signature(conn: Connection, actor: Actor) -> None:
    """Make sure that an actor still is who they were.

    Raises Refused `actor.changed` when their account was changed or closed since, `actor.sign_in` when they have none
    and the store has accounts.
    """
    if actor.account is None:
        if conn.exec_driver_sql(_WANTED).scalar():
            raise Refused("actor.sign_in")
    elif conn.exec_driver_sql(_CHANGED, (actor.account, actor.revision, actor.name)).scalar():
        raise Refused("actor.changed", who=actor.name)
