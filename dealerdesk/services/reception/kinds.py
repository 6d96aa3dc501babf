"""The kinds of visit that reception chooses from, and the manager edits."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from dealerdesk.db.reception import all_kinds, kinds_kept, write_kinds
from dealerdesk.domain.errors import Refused, said
from dealerdesk.domain.visit_kinds import USUAL, VisitKind, Workshop
from dealerdesk.services.desk import Changed, Desk, Right, use_case
from dealerdesk.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dealerdesk.db.reading import Reading
    from dealerdesk.domain.errors import Said

_LONGEST: Final = 60


@dataclass(frozen=True)
class KindsKept:
    """What became of an edit of the kinds: what changed, or errors by place (`0`, `1` …)."""

    changed: Changed = field(default_factory=Changed)
    errors: Mapping[str, Said] = field(default_factory=dict)


@use_case("visit-kinds", Right.SEE)
def visit_kinds(desk: Desk) -> tuple[VisitKind, ...]:
    """The kinds of visit in their order: those that the store has named, else the usual ones in its language."""
    with desk.store.read() as conn:
        return kinds_of(conn, desk.lang)


def kinds_of(conn: Reading, lang: str) -> tuple[VisitKind, ...]:
    """The kinds that the store has named, else the usual ones."""
    kept = tuple(
        VisitKind(row["name"], row["maintenance"], row["counts"], Workshop(row["workshop"]), row["id"], row["revision"])
        for row in kinds_kept(conn)
    )
    words = Words(lang)
    return kept or tuple(replace(kind, name=words.label(f"visit_kind.{usual}")) for usual, kind in USUAL.items())


@use_case("change-visit-kinds", Right.POLICIES)
def change_visit_kinds(desk: Desk, wanted: Sequence[VisitKind]) -> KindsKept:
    """Let the store have these kinds in this order. Visits keep the marks that their kind had when they were logged.

    A kind that is left out is retired: its visits keep its name. What bore a name before bears it again, so that names
    can be swapped. Raises Refused `kinds.changed_meanwhile`.
    """
    errors = _errors(wanted)
    if errors:
        return KindsKept(errors=errors)
    with desk.store.write(desk.header("change-visit-kinds")) as writer:
        rows = {row["id"]: row for row in all_kinds(writer.conn)}
        names = {row["name"].casefold(): key for key, row in rows.items()}
        asked = {_folded(kind) for kind in wanted}
        for kind in wanted:
            if kind.id is not None and (kind.id not in rows or rows[kind.id]["revision"] != kind.revision):
                raise Refused("kinds.changed_meanwhile")
        inserts, updates = [], {}
        for place, kind in enumerate(wanted):
            fields = {
                "name": kind.name.strip(),
                "maintenance": kind.maintenance,
                "counts": kind.counts,
                "workshop": kind.workshop.value,
                "place": place,
                "retired_on": None,
            }
            key = names.get(_folded(kind))
            if key is None and kind.id is not None and rows[kind.id]["name"].casefold() not in asked:
                key = kind.id
            if key is None:
                inserts.append(fields)
            else:
                updates[key] = fields
        left = {
            key: {"retired_on": desk.today} for key, row in rows.items() if key not in updates and not row["retired_on"]
        }
        changed = write_kinds(writer, inserts, {**updates, **left})
        return KindsKept(Changed(frozenset({"setting"}), writer.act_id) if changed else Changed())


def _folded(kind: VisitKind) -> str:
    return kind.name.strip().casefold()


def _errors(wanted: Sequence[VisitKind]) -> dict[str, Said]:
    errors: dict[str, Said] = {}
    seen: set[str] = set()
    for place, kind in enumerate(wanted):
        name = kind.name.strip()
        if not name:
            errors[str(place)] = said("edit.required")
        elif len(name) > _LONGEST:
            errors[str(place)] = said("edit.too_long", most=_LONGEST)
        elif name.casefold() in seen:
            errors[str(place)] = said("kinds.twice")
        seen.add(name.casefold())
    if not wanted:
        errors["0"] = said("edit.required")
    return errors
