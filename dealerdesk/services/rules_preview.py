"""What a change of the rules would move, counted before it is saved; and the numbers checked before they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.db.histories import id_ranges
from dealerdesk.db.moves import folded_standings, kept_standings
from dealerdesk.db.rulebooks import current_rules
from dealerdesk.domain.errors import WrongUse
from dealerdesk.domain.month_list import default_month
from dealerdesk.domain.moves import Moves, Tally, Viewpoint
from dealerdesk.domain.policies import day_to_look_at
from dealerdesk.domain.rule_numbers import rule_problems
from dealerdesk.domain.rules import needs_refolding
from dealerdesk.services.desk import Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Callable

    from dealerdesk.domain.rules import Rules


@use_case("preview-rules", Right.POLICIES)
def rules_preview(
    desk: Desk,
    rules: Rules,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Moves:
    """Where the vehicles of the base would stand by these rules, beside where they stand; nothing is written.

    Seen today, or on the day from which another policy is to hold, with the lists of the month after. Histories are
    folded anew, chunk by chunk, only where a number asks for it. Raises WrongUse for numbers out of bounds, and
    `rules.preview_cancelled`.
    """
    check_rules(rules)
    with desk.store.read() as conn:
        rules_id, held = current_rules(conn)
        ranges = list(id_ranges(conn))
    rebuilt = needs_refolding(held, rules)
    day = day_to_look_at(held, rules, desk.today)
    month = default_month(day)
    before, after = (Viewpoint.of(day, desk.today, month, one) for one in (held, rules))
    tally = Tally()
    for done, (first, last) in enumerate(ranges):
        if cancelled is not None and cancelled():
            raise WrongUse("rules.preview_cancelled")
        with desk.store.read() as conn:
            kept = kept_standings(conn, rules_id, day, first, last)
            anew = folded_standings(conn, rules, day, first, last) if rebuilt else kept
        for vehicle, now in kept.items():
            tally.add(before.place(*now), after.place(*anew[vehicle]) if vehicle in anew else None)
        if progress is not None:
            progress(done + 1, len(ranges))
    return tally.moves(day, month, rebuilt=rebuilt)


def check_rules(rules: Rules) -> None:
    """Raise WrongUse with the first thing that is wrong with these rules."""
    for wrong in rule_problems(rules).values():
        raise WrongUse(wrong.code, **wrong.params)
