"""What a list asks of its members, why it is empty, and what saved views are refused for (Rulebook 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.words.mark import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "view.no_name": N_("Give the view a name."),
    "view.long_name": N_("The name of a view has at most {most} characters."),
    "view.name_taken": N_("There is already a view “{name}”: choose another name."),
    "view.gone": N_("The view “{name}” is not there any more."),
    "list.no_ends": N_("No vehicle has an end of its {what:inline} on file: import them with the vehicles."),
    "list.no_birthdays": N_("No customer has a birthday on file: import them with the vehicles."),
    "list.stopped": N_("Stopped: no file was written."),
    "criteria.about-to-be-lost": N_("Last came in {base}: lost during {month} unless it comes back."),
    "criteria.second-visit": N_("Last came in {base}, {month} is the month to come again."),
    "criteria.status": N_("{status} on {day}: reference date from {first} to {last}."),
    "criteria.status_until": N_("{status} on {day}: reference date up to {last}."),
    "criteria.quasi-lost": N_("At risk or lost on {day}, but an on-site inspection without charge after {after}."),
    "criteria.first-maintenance": N_("Sold by us, not maintained yet, delivered from {first} to {last}, and not lost."),
    "criteria.maintenance-due": N_("Next maintenance falls in {month}, and not lost."),
    "criteria.overdue": N_("Next maintenance was due before {month}, and not lost."),
    "criteria.ending": N_("Its {what:inline} ends in {month}; passing cars and other brands are listed too."),
    "criteria.birthdays": N_("The owner's birthday is in {month}: one row a customer."),
    "why.vehicle_gone": N_("This vehicle is not there any more: the list has changed meanwhile."),
}
