"""Why there is no call sheet, and what it says of calls that are not needed any more (Rulebook 6.2, 6.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.words.mark import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "now.closed": N_("No call needed any more: {how:inline}"),
    "now.other_cars": N_("also about {plates}"),
    "sheet.next_due": N_("No task is due by {day}: the next ones are due on {next_day:full}, make that day's sheet."),
    "sheet.none_offered": N_("No task that is due by {day} can be called now: {causes}."),
    "sheet.everybodys": N_(
        "A call sheet holds everybody's customers and you see your own alone: ask the manager to make it."
    ),
    "sheet.too_far": N_("{day} is too far ahead for a sheet: choose a day up to {last_day}."),
    "sheet.held": N_("{cause:inline} ({count})"),
}
