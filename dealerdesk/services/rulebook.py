"""Changing the store's numbers: what is folded is built beside the old, and switched over at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.db.derive import rebuild_range, retire_range
from dealerdesk.db.histories import id_ranges
from dealerdesk.db.rulebooks import abandon_building, current_rules, insert_rules, switch_rules, update_rules
from dealerdesk.domain.rules import needs_refolding
from dealerdesk.services.desk import Changed, Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dealerdesk.domain.rules import Rules


@use_case("change-rules", Right.POLICIES)
def change_rules(desk: Desk, rules: Rules, progress: Callable[[int, int], None] | None = None) -> Changed:
    """Let the store go by these rules.

    Policies are windows and hold at once. A number that histories are folded by rebuilds what is derived beside the
    old, in short transactions between which the desk goes on, and then switches over.
    """
    with desk.store.read() as conn:
        _, old = current_rules(conn)
    if old == rules:
        return Changed()
    if not needs_refolding(old, rules):
        with desk.store.write(desk.header("change-rules")) as writer:
            update_rules(writer, rules)
            return Changed(frozenset({"rules"}), writer.act_id)
    return _rebuild(desk, rules, progress)


def _rebuild(desk: Desk, rules: Rules, progress: Callable[[int, int], None] | None) -> Changed:
    with desk.store.write(desk.header("build-rules")) as writer:
        abandoned = abandon_building(writer)
        rules_id = insert_rules(writer, rules, "building")
    with desk.store.read() as conn:
        ranges = list(id_ranges(conn))
    _retire(desk, abandoned, ranges)
    for done, (first, last) in enumerate(ranges):
        with desk.store.derive() as conn:
            rebuild_range(conn, rules_id, rules, first, last)
        if progress is not None:
            progress(done + 1, len(ranges))
    with desk.store.write(desk.header("change-rules")) as writer:
        old_id = switch_rules(writer, rules_id)
        act = writer.act_id
    _retire(desk, [old_id], ranges)
    return Changed(frozenset({"rules", "vehicle"}), act)


def _retire(desk: Desk, rules_ids: Sequence[int], ranges: Sequence[tuple[int, int]]) -> None:
    """Clear away what sets of rules said that nobody goes by any more."""
    for rules_id in rules_ids:
        for first, last in ranges:
            with desk.store.derive() as conn:
                retire_range(conn, rules_id, first, last)
