"""What is said of complaints and of flags to the manager (Rulebook 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_, NN_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.words.mark import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "complaint.gone": N_("This complaint is not there, or not among yours."),
    "complaint.wrong": N_("The complaint cannot be opened: {field}: {why}"),
    "complaint.not_next": N_("A complaint that is “{state:inline}” cannot become “{next:inline}”: look at it again."),
    "complaint.hours_left": NN_("{hours} hour left", "{hours} hours left", by="hours"),
    "complaint.days_left": NN_("{days} day left", "{days} days left", by="days"),
    "complaint.hours_over": NN_("{hours} hour over", "{hours} hours over", by="hours"),
    "complaint.days_over": NN_("{days} day over", "{days} days over", by="days"),
    "complaint.tell_today": N_("Tell the customer today"),
    "complaint.to_supervisor": N_("Not solved within the limit: to the supervisor."),
    "flag.empty": N_("Say what the manager should see."),
    "flag.gone": N_("This flag is not there, or not among yours."),
    "flag.solved_already": N_("{who} dealt with it on {day} already."),
}
