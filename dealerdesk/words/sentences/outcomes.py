"""What is said of calls that were made: why somebody is called again, and what cannot be kept (Rulebook 6.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_, NN_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.words.mark import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "now.promised": N_("Call promised for {at}"),
    "now.promised_on": N_("Call promised for {day} {at}"),
    "now.tried": NN_("Tried once without an answer", "Tried {attempts} times without an answer", by="attempts"),
    "now.moved": N_("Moved to {day}"),
    "sheet.unknown": N_("There is no call sheet {sheet}."),
    "outcome.no_tasks": N_("Tick at least one task of the call."),
    "outcome.when_missing": N_("Say on which day and at what time the customer wants to be called."),
    "outcome.when_past": N_("{day} {at} is past: choose a later time."),
    "outcome.when_too_far": N_("{day} is too far ahead: choose a day up to {last_day}."),
    "outcome.changed_meanwhile": N_(
        "Somebody else kept something for task {task} meanwhile, and yours was not added to it: look at it again."
    ),
    "outcome.task_gone": N_("This task is not there any more."),
    "outcome.task_closed": N_("Task {task} needs no call any more: {state:inline}."),
}
