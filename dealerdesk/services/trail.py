"""The audit trail's own soundness: its chain, its seal, what the backups know of it, and a new key for a lost one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealerdesk.db.copies import copies_in
from dealerdesk.db.integrity import verify_chain, verify_trail
from dealerdesk.db.trail import RENEWED, head_of
from dealerdesk.db.trail_check import erasing_problems, head_fits, later_states, number_of_acts, renewals
from dealerdesk.domain.errors import Said, Trouble
from dealerdesk.services.automatic_backups import automatic_backups
from dealerdesk.services.backups import backup_folder
from dealerdesk.services.desk import Desk, Right, use_case

if TYPE_CHECKING:
    from dealerdesk.db.reading import Reading

_NAMED = 20
"""How many backups that know another state are named."""


@dataclass(frozen=True)
class TrailChecked:
    """How many acts the trail has, what speaks against it, and what to know of its keys."""

    acts: int
    problems: tuple[Said, ...]
    advice: tuple[Said, ...] = ()


@use_case("check-trail", Right.AUDIT)
def check_trail(desk: Desk) -> TrailChecked:
    """Go through the whole chain of acts, its seal, what was erased from it, and what the backups know of it."""
    with desk.store.read() as conn:
        problems, acts = tuple(verify_trail(conn, desk.store.trail)), number_of_acts(conn)
    return TrailChecked(acts, (*problems, *states_known_elsewhere(desk)), renewals_told(desk))


@use_case("look-for-later-states", Right.SEE)
def states_known_elsewhere(desk: Desk) -> tuple[Said, ...]:
    """What the store's backups know and it does not: then somebody put an older state back behind the desk."""
    folder = backup_folder(desk)
    places = dict.fromkeys((folder.folder, folder.beside, automatic_backups(desk).second))
    encrypted = desk.store.key is not None
    copies = [copy for place in places if place is not None for copy in copies_in(place, encrypted=encrypted)]
    with desk.store.read() as conn:
        found = {said.params["file"]: said for said in later_states(conn, copies, desk.store.trail)}
    return tuple(found.values())[:_NAMED]


@use_case("read-trail-keys", Right.SEE)
def renewals_told(desk: Desk) -> tuple[Said, ...]:
    """Since which acts another key vouches for the trail; nothing where it was always the same."""
    with desk.store.read() as conn:
        return renewals(conn)


@use_case("renew-trail-key", None)
def renew_trail_key(desk: Desk) -> int | None:
    """Let the folder's key vouch for a chain that another key vouched for, as an act; answers it, None if nothing was.

    Only a chain that holds by itself is taken over: else its old head stays, for the check to find. A store that
    takes no act just now is asked again when it is opened the next time.
    """
    with desk.store.read() as conn:
        if not _is_strange(conn, desk) or not _holds(conn):
            return None
    try:
        with desk.store.write(desk.own_header(RENEWED, desk.actor.name)) as writer:
            if not _is_strange(writer.conn, desk):
                return None
            writer.renew_head()
            return writer.act_id
    except Trouble:
        return None


def _is_strange(conn: Reading, desk: Desk) -> bool:
    head = head_of(conn)
    return head is not None and not desk.store.trail.knows(head.key_id)


def _holds(conn: Reading) -> bool:
    found = (*verify_chain(conn), *erasing_problems(conn))
    return not found and head_fits(conn)
