"""Changing the store's numbers: what is folded is built beside the old, and switched over at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.db.derive import rebuild_range, retire_range
from dealerdesk.db.histories import id_ranges
from dealerdesk.db.rulebooks import (
    abandon_building,
    current_rules,
    forget_rules,
    insert_rules,
    past_rules,
    switch_rules,
    update_rules,
)
from dealerdesk.domain.errors import Refused, WrongUse
from dealerdesk.domain.rules import needs_refolding
from dealerdesk.services.desk import Changed, Desk, Right, use_case
from dealerdesk.services.rules_preview import check_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from dealerdesk.domain.rules import Rules

Held = tuple[int, "Rules"]
"""The revision that the store goes by, and its numbers."""


@use_case("change-rules", Right.POLICIES)
def change_rules(
    desk: Desk,
    rules: Rules,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    seen: Rules | None = None,
) -> Changed:
    """Let the store go by these rules; `seen` are those that a person changed them from.

    Policies are windows and hold at once. A number that histories are folded by rebuilds what is derived beside the
    old, in short transactions between which the desk goes on, and then switches over. A build that was cut off is
    cleared away. Raises WrongUse for numbers out of bounds and `rules.change_cancelled`, with the rules as they were,
    and Refused `rules.changed_meanwhile` when somebody else changed the rules before this was done.
    """
    check_rules(rules)
    clear_rules(desk)
    with desk.store.read() as conn:
        held = current_rules(conn)
    if held[1] == rules:
        return Changed()
    if seen is not None and held[1] != seen:
        raise Refused("rules.changed_meanwhile")
    if not needs_refolding(held[1], rules):
        return _update(desk, held, rules)
    return _rebuild(desk, held, rules, progress, cancelled)


@use_case("clear-rules", Right.POLICIES)
def clear_rules(desk: Desk) -> Changed:
    """Give up builds that never came to an end, and clear away what sets said that nobody goes by any more."""
    with desk.store.write(desk.header("clear-rules")) as writer:
        abandon_building(writer)
    with desk.store.read() as conn:
        ranges, past = list(id_ranges(conn)), past_rules(conn)
    for rules_id in past:
        for first, last in ranges:
            with desk.store.derive() as conn:
                retire_range(conn, rules_id, first, last)
    with desk.store.write(desk.header("clear-rules")) as writer:
        forget_rules(writer, past)
        return Changed(frozenset({"rules"}), writer.act_id) if writer.changed else Changed()


def _update(desk: Desk, held: Held, rules: Rules) -> Changed:
    with desk.store.write(desk.header("change-rules")) as writer:
        if current_rules(writer.conn) != held:
            raise Refused("rules.changed_meanwhile")
        update_rules(writer, rules)
        return Changed(frozenset({"rules"}), writer.act_id)


def _rebuild(
    desk: Desk,
    held: Held,
    rules: Rules,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> Changed:
    with desk.store.write(desk.header("build-rules")) as writer:
        rules_id = insert_rules(writer, rules, "building")
    with desk.store.read() as conn:
        ranges = list(id_ranges(conn))
    for done, (first, last) in enumerate(ranges):
        if cancelled is not None and cancelled():
            clear_rules(desk)
            raise WrongUse("rules.change_cancelled")
        with desk.store.derive() as conn:
            rebuild_range(conn, rules_id, rules, first, last)
        if progress is not None:
            progress(done + 1, len(ranges))
    with desk.store.write(desk.header("change-rules")) as writer:
        if current_rules(writer.conn) != held or not switch_rules(writer, rules_id):
            raise Refused("rules.changed_meanwhile")
        act = writer.act_id
    clear_rules(desk)
    return Changed(frozenset({"rules", "vehicle"}), act)
