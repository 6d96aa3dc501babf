"""Opening a store: the first use case of every run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.db.accounts import account_of, has_open_accounts
from dealerdesk.db.rulebooks import insert_rules, live_rules
from dealerdesk.db.store import Store
from dealerdesk.domain.rules import Rules
from dealerdesk.services.desk import NOBODY, OWNER, Desk, use_case
from dealerdesk.services.restore_ending import end_restore
from dealerdesk.services.trail import renew_trail_key

if TYPE_CHECKING:
    from dealerdesk.domain.rights import Actor
    from dealerdesk.services.desk import Doorstep


@use_case("open-desk", None)
def open_desk(doorstep: Doorstep, *, create: bool = False) -> Desk:
    """Open the store in the doorstep's folder, or make it if there is none and `create` says so. Close it when done.

    In a store with accounts nobody sits at the desk until they sign in, but for who did so at the doorstep.

    Raises what `Store.open` raises.
    """
    store = Store.open(doorstep.folder, create=create)
    desk = Desk(store, doorstep.today, doorstep.lang, doorstep.clock, doorstep.actor, doorstep.source, doorstep.hashing)
    try:
        _furnish(desk)
        desk = desk.by(_who(desk))
        renew_trail_key(desk)
        end_restore(store, desk.today)
    except BaseException:
        store.close()
        raise
    return desk


def _furnish(desk: Desk) -> None:
    """Give a new store its first rules."""
    with desk.store.read() as conn:
        if live_rules(conn):
            return
    with desk.store.write(desk.own_header("create-store", desk.actor.name)) as writer:
        if not live_rules(writer.conn):
            insert_rules(writer, Rules(), "current")


def _who(desk: Desk) -> Actor:
    """Who sits at a desk that was just opened."""
    actor = desk.actor
    with desk.store.read() as conn:
        if not has_open_accounts(conn):
            return OWNER if actor == NOBODY or actor.account is not None else actor
        found = None if actor.account is None else account_of(conn, actor.account)
    return actor if found is not None and found.closed_on is None and found.actor == actor else NOBODY
