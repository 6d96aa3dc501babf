"""The invented store that a person tries the desk on: in a folder of its own, marked, and removed in one action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.db import removing
from dealerdesk.db.settings import set_setting, setting
from dealerdesk.domain.errors import Refused, WrongUse
from dealerdesk.services.demo import invent_store, is_empty
from dealerdesk.services.desk import Desk, Doorstep, Right, use_case
from dealerdesk.services.opening import open_desk

if TYPE_CHECKING:
    from collections.abc import Callable


@use_case("read-invented", None)
def is_invented(desk: Desk) -> bool:
    """Whether the store's customers and cars are invented: such a store is shown as one, and may be removed."""
    with desk.store.read() as conn:
        return setting(conn, "invented") is True


@use_case("make-invented-store", Right.IMPORT)
def make_invented_store(
    doorstep: Doorstep,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> bool:
    """Make sure of an invented store in the doorstep's folder; answers whether it was made, or there already.

    Raises Refused `invented.is_real` where another store stands there, WrongUse `invented.cancelled`, after which
    nothing is left of it, and what opening raises.
    """
    from dealerdesk.services.trial_day import begin_day  # every start asks whether a store is invented

    desk = open_desk(doorstep, create=True)
    try:
        if not is_empty(desk):
            if not is_invented(desk):
                raise Refused("invented.is_real", folder=str(doorstep.folder))
            return False
        _mark(desk)
        invent_store(desk, progress=progress, cancelled=cancelled)
        begin_day(desk)
    except WrongUse:
        desk.store.close()
        removing.remove_invented(doorstep.folder)
        raise
    finally:
        desk.store.close()
    return True


def _mark(desk: Desk) -> None:
    """Mark the store before anything is in it: what is left of one that was not finished is known as invented."""
    with desk.store.write(desk.header("mark-invented")) as writer:
        set_setting(writer, "invented", value=True)


@use_case("remove-invented-store", Right.RESTORE)
def remove_invented(doorstep: Doorstep) -> None:
    """Delete the invented store in the doorstep's folder, its backups and its rejected rows; close it before.

    Raises Damaged `store.missing`, Refused `invented.is_real` for any other store, `invented.has_imports` where files
    were imported into it since, `store.in_use` while anybody has it open.
    """
    removing.remove_invented(doorstep.folder)
