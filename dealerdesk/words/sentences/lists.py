"""Headings of the month lists (Rulebook 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.words.mark import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "list.empty": N_("Nobody is in this list."),
    "list.no_such_stage": N_("The policy {policy} has no such stage, so the list is empty."),
    "list.unknown_policy": N_("There is no policy “{policy}”: choose among {known}."),
    "list.about.about-to-be-lost": N_("Will be lost during the month unless they come."),
    "list.about.second-visit": N_("Last came six months before the month: invite them to come a second time."),
    "list.about.watch": N_("On watch by the month's last day."),
    "list.about.at-risk": N_("At risk by the month's last day."),
    "list.about.lost": N_("Lost by the month's last day."),
    "list.about.quasi-lost": N_(
        "At risk or lost, yet inspected on site without charge within six months: they still talk to us."
    ),
    "list.about.maintenance-due": N_("Next maintenance within the month."),
    "list.about.overdue": N_("Next maintenance before the month, and not seen since."),
    "list.about.first-maintenance": N_("Sold by us, first maintenance due or overdue."),
    "list.about.warranty": N_("Warranty ends within the month."),
    "list.about.insurance": N_("Insurance ends within the month."),
    "list.about.inspection": N_("Inspection ends within the month."),
    "list.about.birthdays": N_("Owners whose birthday is kept within the month."),
}
