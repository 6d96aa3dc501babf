"""Whether the store is sound: what the window says of it, and by which copy it can be brought back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealerdesk.db.copies import copies_in
from dealerdesk.db.soundness import How
from dealerdesk.db.store import BACKUPS
from dealerdesk.services.desk import Desk, Doorstep, use_case
from dealerdesk.services.staff.proving import asks_for_proof

if TYPE_CHECKING:
    from dealerdesk.db.copies import KeptCopy
    from dealerdesk.domain.errors import Said


@dataclass(frozen=True)
class Soundness:
    """What is wrong with a store, None if nothing; of how many vehicles something was rebuilt after a kill."""

    why: Said | None
    mended: int


@dataclass(frozen=True)
class WayOut:
    """How a damaged store can be brought back: its last good backup, and whether who does it must say who they are."""

    copy: KeptCopy | None
    proof: bool


@use_case("look-how-closed", None)
def was_closed(desk: Desk) -> bool:
    """Whether the store was closed as it should be, so that to look at it takes a moment, or is in use by others."""
    return desk.store.soundness.is_quick()


@use_case("look-for-damage", None)
def look_for_damage(desk: Desk) -> Soundness:
    """Look through a store before it is written to; one whose last user was killed takes as long as a check."""
    found = desk.store.soundness.verdict()
    return Soundness(found.problems[0] if found.problems else None, found.mended if found.how is How.CHECK else 0)


@use_case("look-for-way-out", None)
def way_out(doorstep: Doorstep) -> WayOut:
    """The newest whole backup beside a store that is damaged, and whether somebody has to say who they are."""
    copies = copies_in(doorstep.folder / BACKUPS)
    best = next((copy for copy in copies if copy.sound and not (copy.manifest and copy.manifest.contents.empty)), None)
    unknown = doorstep.actor.account is None
    return WayOut(best, unknown and asks_for_proof(doorstep, None if best is None else best.file))
