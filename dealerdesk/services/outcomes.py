"""What came of a call, in short: for whoever keeps nothing but the outcome of it (Rulebook 6.2, 6.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealerdesk.domain.calling import CallMade
from dealerdesk.domain.ending import Ended
from dealerdesk.domain.errors import WrongUse
from dealerdesk.domain.followup import FollowUp, TaskState, inherited
from dealerdesk.services.desk import Changed, Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from dealerdesk.db.calls import Tried
    from dealerdesk.domain.followup import Disposition, Promise
    from dealerdesk.domain.rules import Rules


@dataclass(frozen=True)
class OutcomeKept:
    """What became of the tasks of a call that was kept."""

    follows: FollowUp
    changed: Changed


@use_case("record-outcome", Right.CALL)
def record_outcome(
    desk: Desk,
    tasks: Sequence[int],
    disposition: Disposition,
    *,
    when: Promise | None = None,
    note: str = "",
    agent: str | None = None,
    seen: Mapping[int, int] | None = None,
) -> OutcomeKept:
    """Keep what came of a call about these tasks, the leading one first, and let its consequences follow.

    `when`: the day and time for which the customer asked to be called again. `agent`: who called, else whoever the
    tasks are given to. `seen`: the revisions that the tasks had when they were looked at: one call that two people
    keep at once counts once. Raises what `record_call` raises, and WrongUse `outcome.no_tasks`.
    """
    from dealerdesk.services.calling.recording import keep_within  # the window starts without it

    if not tasks:
        raise WrongUse("outcome.no_tasks")
    made = CallMade(disposition, tuple(tasks), when=when, note=note, agent=agent, seen=seen or {})
    with desk.store.write(desk.header("record-outcome")) as writer:
        kept = keep_within(writer, desk, made)
    return OutcomeKept(kept.follows or FollowUp(TaskState.ENDED), kept.changed)


def begun_with(tried: Tried | None, today: date, rules: Rules) -> dict[str, object]:
    """The fields of a new task that go back to its customer's last calls: attempts in vain, perhaps all there are.

    A customer who waits for a number to be fixed still does.
    """
    attempts = 0 if tried is None else inherited(tried.day, tried.attempts, today, rules)
    ends = attempts >= rules.call_attempts
    return {
        "attempts": attempts,
        "last_try": None if tried is None or tried.last is None else tried.last.value,
        "state": (TaskState.ENDED if ends else TaskState.OPEN).value,
        "ended_on": today if ends else None,
        "ended_why": Ended.UNREACHABLE.value if ends else None,
    }
