"""Opening a store: the first use case of every run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.db.rulebooks import insert_rules, live_rules
from dealerdesk.db.store import Store
from dealerdesk.domain.rules import Rules
from dealerdesk.services.desk import Desk, Right, use_case

if TYPE_CHECKING:
    from dealerdesk.services.desk import Doorstep


@use_case("open-desk", Right.SEE)
def open_desk(doorstep: Doorstep, *, create: bool = False) -> Desk:
    """Open the store in the doorstep's folder, or make it if there is none and `create` says so. Close it when done.

    Raises what `Store.open` raises.
    """
    store = Store.open(doorstep.folder, create=create)
    desk = Desk(store, doorstep.today, doorstep.lang, doorstep.clock, doorstep.actor, doorstep.source)
    try:
        _furnish(desk)
    except BaseException:
        store.close()
        raise
    return desk


def _furnish(desk: Desk) -> None:
    """Give a new store its first rules."""
    with desk.store.read() as conn:
        if live_rules(conn):
            return
    with desk.store.write(desk.header("create-store")) as writer:
        if not live_rules(writer.conn):
            insert_rules(writer, Rules(), "current")
