"""Taking one act back: what a note's Undo does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.db.derive import refold
from dealerdesk.db.import_undoing import names_of
from dealerdesk.db.search_text import rewrite_search_text
from dealerdesk.db.touched import touched_by
from dealerdesk.db.undo import ERASED
from dealerdesk.domain.errors import Refused, said
from dealerdesk.services.desk import Changed, Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from dealerdesk.db.acts import Writer
    from dealerdesk.db.touched import Touched

_KINDS: Final[Mapping[str, str]] = {
    "customer": "customer",
    "phone": "customer",
    "tag": "customer",
    "tie": "customer",
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
    "interview": "call",
    "answer": "call",
    "complaint": "complaint",
    "flag": "flag",
    "appointment": "appointment",
    "store_day": "setting",
    "absence": "setting",
    "script": "setting",
    "sheet": "sheet",
    "sheet_row": "sheet",
    "setting": "setting",
    "visit_kind": "setting",
    "source_row": "visit",
}
"""The tables whose acts can be taken back, with the kind of record that then changed."""

_RIGHTS: Final[Mapping[str, Right]] = {
    "task": Right.CALL,
    "call": Right.CALL,
    "sheet": Right.CALL,
    "flag": Right.CALL,
    "setting": Right.POLICIES,
}
"""What it takes to change records of a kind; all others are entered."""

_STRICTER: Final[Mapping[str, Right]] = {
    "choose-lock-minutes": Right.STAFF,
    "delete-customer": Right.DELETE,
    "delete-vehicle": Right.DELETE,
    "delete-visit": Right.DELETE,
    "generate-tasks": Right.PLAN,
    "hand-over-all": Right.PLAN,
    "record-call": Right.CALL,
    "restore-deleted": Right.DELETE,
    "solve-flag": Right.PLAN,
}
"""Use cases that take more than the kind of record they change; a call is one, whatever was learnt in it."""

_OTHERWISE: Final = frozenset({"invent-store", "create-store", "import", "undo-import", "erase-customer"})
"""Use cases that have their own way back, or none."""

_NAMED: Final = 5
"""How many records that were changed since are named."""


@use_case("undo", Right.SEE)
def undo_act(desk: Desk, act: int) -> Changed:
    """Take back one act of ordinary editing, as a whole; whoever may do such a thing may take it back.

    An undoing can itself be taken back. Raises Refused `act.changed_since` or `act.used_since` when anything of it was
    changed since or is referred to; `act.erased` when what it did was erased; `act.not_undoable` for imports and the
    like; `act.somebody_elses` for who sees some rows alone; `act.unknown`, `act.undone_already`, `actor.no_right`.
    """
    with desk.store.write(desk.header("undo")) as writer:
        return take_back(writer, act, lambda touched: _kinds(desk, touched))


def take_back(writer: Writer, act: int, may: Callable[[Touched], frozenset[str]]) -> Changed:
    """Take an act back within another one, as a whole; `may` answers the kinds of records, or refuses.

    Raises what `undo_act` raises.
    """
    touched = touched_by(writer.conn, act)
    if touched is None:
        raise Refused("act.unknown", act=act)
    kinds = may(touched)
    undone = writer.undo(act)
    if any(row.reason == ERASED for row in undone.kept):
        raise Refused("act.erased")
    if undone.kept:
        names = tuple(map(str, sorted(set(names_of(writer.conn, undone.kept)))))
        raise Refused("act.changed_since", names=names[:_NAMED]) if names else Refused("act.used_since")
    refold(writer.conn, touched.vehicles)
    rewrite_search_text(writer.conn, touched.vehicles)
    return Changed(kinds, writer.act_id)


def kinds_of(tables: Iterable[str]) -> frozenset[str]:
    """The kinds of records that change with these tables."""
    return frozenset(_KINDS.get(table, "setting") for table in tables)


def _kinds(desk: Desk, touched: Touched) -> frozenset[str]:
    """The kinds of records that taking an act back changes, if this actor may."""
    if touched.use_case in _OTHERWISE or not touched.tables or not touched.tables <= _KINDS.keys():
        raise Refused("act.not_undoable")
    if desk.actor.scope.advisor_id is not None and touched.who != desk.actor.name:
        raise Refused("act.somebody_elses", who=touched.who)
    kinds = frozenset(_KINDS[table] for table in touched.tables)
    for kind in kinds:
        right = _STRICTER.get(touched.use_case, _RIGHTS.get(kind, Right.ENTER))
        if right not in desk.actor.rights:
            raise Refused("actor.no_right", who=desk.actor.name, right=said(f"label.right.{right}"))
    return kinds
