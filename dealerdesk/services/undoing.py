"""Taking one act back: what a note's Undo does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.db.derive import refold
from dealerdesk.db.import_undoing import names_of
from dealerdesk.db.search_text import rewrite_search_text
from dealerdesk.db.touched import touched_by
from dealerdesk.domain.errors import Refused, said
from dealerdesk.services.desk import Changed, Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.db.touched import Touched

_KINDS: Final[Mapping[str, str]] = {
    "customer": "customer",
    "phone": "customer",
    "do_not_call": "customer",
    "vehicle": "vehicle",
    "plate": "vehicle",
    "ownership": "vehicle",
    "responsibility": "vehicle",
    "departure": "vehicle",
    "product": "vehicle",
    "visit": "visit",
    "told": "visit",
    "task": "task",
    "call": "call",
    "call_task": "call",
    "sheet": "sheet",
    "sheet_row": "sheet",
    "setting": "setting",
}
"""The tables whose acts can be taken back, with the kind of record that then changed."""

_RIGHTS: Final[Mapping[str, Right]] = {
    "task": Right.CALL,
    "call": Right.CALL,
    "sheet": Right.CALL,
    "setting": Right.POLICIES,
}
"""What it takes to change records of a kind; all others are entered."""

_OTHERWISE: Final = frozenset({"invent-store", "create-store", "import", "undo-import"})
"""Use cases that have their own way back, or none."""

_NAMED: Final = 5
"""How many records that were changed since are named."""


@use_case("undo", Right.SEE)
def undo_act(desk: Desk, act: int) -> Changed:
    """Take back one act of ordinary editing, as a whole; whoever may do such a thing may take it back.

    An undoing can itself be taken back. Raises Refused `act.changed_since` or `act.used_since` when anything of it was
    changed since or is referred to; `act.not_undoable` for imports and the like; `act.unknown`, `act.undone_already`,
    `actor.no_right`.
    """
    with desk.store.write(desk.header("undo")) as writer:
        touched = touched_by(writer.conn, act)
        if touched is None:
            raise Refused("act.unknown", act=act)
        kinds = _kinds(desk, touched)
        undone = writer.undo(act)
        if undone.kept:
            names = tuple(map(str, sorted(set(names_of(writer.conn, undone.kept)))))
            raise Refused("act.changed_since", names=names[:_NAMED]) if names else Refused("act.used_since")
        refold(writer.conn, touched.vehicles)
        rewrite_search_text(writer.conn, touched.vehicles)
        return Changed(kinds, writer.act_id)


def _kinds(desk: Desk, touched: Touched) -> frozenset[str]:
    """The kinds of records that taking an act back changes, if this actor may."""
    if touched.use_case in _OTHERWISE or not touched.tables <= _KINDS.keys():
        raise Refused("act.not_undoable")
    kinds = frozenset(_KINDS[table] for table in touched.tables)
    for kind in kinds:
        right = _RIGHTS.get(kind, Right.ENTER)
        if right not in desk.actor.rights:
            raise Refused("actor.no_right", who=desk.actor.name, right=said(f"label.right.{right}"))
    return kinds
