"""What is said after a call was kept: who, what came of it, and when they are called again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.domain.followup import TaskState

if TYPE_CHECKING:
    from dealerdesk.domain.followup import Disposition, FollowUp
    from dealerdesk.words import Words


def outcome_words(words: Words, customer: str | None, disposition: Disposition, follows: FollowUp) -> str:
    """The line of the note."""
    who = customer or words.text("No customer known")
    what = words.label(f"disposition.{disposition}")
    told = words.text("{who}: {what}.", who=who, what=what)
    if follows.state is TaskState.ENDED:
        last = words.ntext(
            "After {n} attempt without an answer nobody tries again: write instead.",
            "After {n} attempts without an answer nobody tries again: write instead.",
            follows.attempts,
        )
        return f"{told} {last}"
    if follows.due is None:
        return told
    if follows.promised_at is not None:
        at = f"{follows.promised_at:%H:%M}"
        return f"{told} {words.text('The call is promised for {day} {at}.', day=follows.due, at=at)}"
    part = words.label(f"part_of_day.{follows.part}")
    return f"{told} {words.text('Again on {day}, {part:inline}.', day=follows.due, part=part)}"
