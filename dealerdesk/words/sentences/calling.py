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
    "now.about": N_("“{about}”"),
    "now.callback": N_("Asked to be called on {day}"),
    "now.care": N_("The car left on {day}: how is it?"),
    "now.care_again": N_("First care call on {day}: is all well?"),
    "now.complaint": N_("Complaint since {day}"),
    "now.message": N_("Message of {day} to be answered"),
    "now.new_owner": N_("New car, delivered {day}"),
    "now.new_owner_month": N_("New car, month {month} after {day}"),
    "now.no_show": N_("Missed the appointment of {day}"),
    "now.planned": N_("Planned for {day}"),
    "call.taken": N_("{who} has been calling this customer since {at}: choose another call."),
    "plan.nobody": N_("A call needs somebody to be called: choose a customer or a car."),
    "plan.not_by_hand": N_(
        "This reason makes its tasks by itself: plan a callback, a message reply, a campaign,"
        " a greeting or another call."
    ),
    "plan.past": N_("{day} is over: choose today or a later day."),
    "plan.too_far": N_("{day} is too far ahead for a call: choose a day up to {last_day}."),
    "sheet.next_due": N_("No task is due by {day}: the next ones are due on {next_day:full}, make that day's sheet."),
    "sheet.none_offered": N_("No task that is due by {day} can be called now: {causes}."),
    "sheet.everybodys": N_(
        "A call sheet holds everybody's customers and you see your own alone: ask the manager to make it."
    ),
    "sheet.too_far": N_("{day} is too far ahead for a sheet: choose a day up to {last_day}."),
    "sheet.held": N_("{cause:inline} ({count})"),
}
