"""The recycle bin: what was deleted and can come back as it was, and getting rid of it for good."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from dealerdesk.db.audit import Names, acts_read, lines_read, names_of
from dealerdesk.db.deleting import MAIN, deletions, plates_given_since, purge
from dealerdesk.domain.audit import DeletedThing
from dealerdesk.domain.errors import Refused
from dealerdesk.services.desk import Changed, Desk, Right, use_case
from dealerdesk.services.undoing import kinds_of, take_back

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealerdesk.db.deleting import Deletion
    from dealerdesk.db.reading import Reading

__all__ = ["DeletedThing"]

_NAMED: Final = 4
"""How many names of what was deleted are told."""

_LOOKED_AT: Final = 200
_VIEW: Final = frozenset({"view"})
"""Whoever shows list views looks anew: one of them may be back."""


@dataclass(frozen=True)
class Purged:
    """What is gone for good: how many deletions, and how many recorded rows they had."""

    deletions: int
    lines: int
    changed: Changed = field(default_factory=Changed)


@use_case("read-recycle-bin", Right.DELETE)
def deleted_things(desk: Desk) -> tuple[DeletedThing, ...]:
    """What was deleted and is gone to this day, the newest first; what was purged is no longer among it."""
    with desk.store.read() as conn:
        names = Names(conn)
        return tuple(
            DeletedThing(
                deletion.act,
                datetime.fromisoformat(deletion.at),
                deletion.who,
                deletion.use_case,
                _names(conn, deletion.act, MAIN[deletion.use_case], names),
                tuple(Counter(table for table, _ in deletion.rows).items()),
            )
            for deletion in _in_sight(conn, desk)
        )


@use_case("restore-deleted", Right.DELETE)
def restore_deleted(desk: Desk, act: int) -> Changed:
    """Bring back what an act deleted, with all that hung on it; what was changed elsewhere since stays.

    Raises Refused `recycle.not_there` for what is not in the bin, `recycle.plate_taken` where another car was given
    its plate since, `recycle.taken` where something else that it needs is gone or taken: an order number, a VIN;
    `act.changed_since` where something of it was changed.
    """
    with desk.store.write(desk.header("restore-deleted")) as writer:
        deletion = next((one for one in _in_sight(writer.conn, desk) if one.act == act), None)
        if deletion is None:
            raise Refused("recycle.not_there")
        try:
            changed = take_back(writer, act, lambda touched: kinds_of(touched.tables) | _VIEW)
        except Refused as trouble:
            if trouble.said.code != "act.used_since":
                raise
            raise Refused("recycle.taken") from trouble
        if taken := plates_given_since(writer.conn, deletion):
            raise Refused("recycle.plate_taken", plates=taken)
        return changed


@use_case("purge", Right.ERASE)
def purge_deleted(desk: Desk, acts: Iterable[int]) -> Purged:
    """Erase for good what these acts deleted: nobody can restore it, or read of it in the audit trail.

    That something was deleted, when and by whom, stays. Raises Refused `recycle.not_there`.
    """
    wanted = set(acts)
    with desk.store.write(desk.header("purge")) as writer:
        found = [deletion for deletion in _in_sight(writer.conn, desk) if deletion.act in wanted]
        if len(found) < len(wanted):
            raise Refused("recycle.not_there")
        lines = purge(writer, found)
        return Purged(
            len(found), lines, Changed(frozenset({"customer", "vehicle"}), writer.act_id) if lines else Changed()
        )


def _in_sight(conn: Reading, desk: Desk) -> list[Deletion]:
    """What somebody sees of the bin: all of it, or what they deleted themselves where they see some rows alone."""
    own = desk.actor.scope.advisor_id is not None
    return [deletion for deletion in deletions(conn) if not own or deletion.who == desk.actor.name]


def _names(conn: Reading, act: int, main: str, names: Names) -> tuple[str, ...]:
    """What was deleted, by name; of a setting, the name of the view that it was."""
    (found,) = acts_read(conn, [act])
    lines = lines_read(conn, found, most=_LOOKED_AT)
    if main == "setting":
        return tuple(str((line.before or {}).get("name", "")).partition("/")[2] for line in lines if line.table == main)
    mains = sorted((line for line in lines if line.table in {main, "vehicle"}), key=lambda line: line.table != main)
    return names_of(names, mains, _NAMED)
