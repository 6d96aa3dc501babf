"""Why a task is rung now, and what the call sheet says of its day (Rulebook 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_, NN_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.words.mark import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "now.overdue": NN_("{days} day overdue", "{days} days overdue", by="days"),
    "now.days_to_lost": NN_("{days} day to the loss", "{days} days to the loss", by="days"),
    "now.lost_today": N_("Lost from today on"),
    "now.lost_since": NN_("Lost for {days} day", "Lost for {days} days", by="days"),
    "now.due": N_("Due {day}"),
    "now.first_maintenance": N_("First maintenance due {day}"),
    "now.first_maintenance_overdue": N_("First maintenance overdue since {day}"),
    "now.maintenance": N_("Maintenance due {day}"),
    "now.maintenance_overdue": N_("Maintenance overdue since {day}"),
    "now.second_visit": N_("Last came {day}"),
    "now.ends": N_("{what} ends {day}"),
    "now.ended": N_("{what} ended {day}"),
    "now.birthday": N_("Birthday {day}"),
    "now.protected": N_("Protected"),
    "tasks.none": N_("On {day} there is no task to call about."),
    "tasks.calendar_unknown": N_(
        "The holidays of {year:plain} are not published yet: working days are taken as Monday to Friday."
    ),
    "tasks.unknown_agent": N_("Nobody is called “{agent}”: choose among {agents}."),
    "tasks.no_agents": N_("Nobody is called “{agent}”: no agent is known yet, so leave out --agent."),
    "sheet.closed_day": N_("{day:full} is no working day: make the sheet for {next_day:full}."),
    "sheet.none_due": N_("No task is due on {day}: make tasks first, or choose another day."),
    "sheet.past_day": N_("{day} is past, and no sheet was made for it: choose today or a later day."),
}
