"""What a result of a call will do, said before it is done; and what it did, said after (Rulebook 6.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.domain.ending import Ended
from dealerdesk.domain.followup import Disposition
from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dealerdesk.domain.followup import FollowUp
    from dealerdesk.words import Words

WILL: Final[Mapping[Disposition, str]] = {
    Disposition.COMPLETED: N_("The tasks are done."),
    Disposition.INTERESTED: N_("Called again in three working days."),
    Disposition.APPOINTMENT: N_("The tasks are done; the appointment carries on."),
    Disposition.CALL_LATER: N_("Hidden until then, and then the first one."),
    Disposition.COMPLAINT: N_("Opens a complaint; the tasks are done."),
    Disposition.NOT_DUE: N_("Keeps the odometer; called again when the maintenance is due."),
    Disposition.SERVICED_ELSEWHERE: N_("Keeps the service elsewhere; the next maintenance counts from it."),
    Disposition.USED_ELSEWHERE: N_("The tasks are done; you are asked whether the car departed."),
    Disposition.CAR_SOLD: N_("The tasks are done; you are asked whether the car departed, and who has it now."),
    Disposition.REFUSED: N_("The tasks end; after the second refusal do-not-call is proposed."),
    Disposition.HUNG_UP: N_("The tasks end; after the second refusal do-not-call is proposed."),
    Disposition.WRONG_PERSON: N_("The number becomes doubtful; another good number is rung next."),
    Disposition.NO_ANSWER: N_("Again on the next working day, at another time of day."),
    Disposition.POWERED_OFF: N_("Again on the next working day, at another time of day."),
    Disposition.BUSY: N_("Once more in an hour; then as no answer."),
    Disposition.OUT_OF_SERVICE: N_("Once more in two working days; then as a wrong number."),
    Disposition.WRONG_NUMBER: N_("The number is marked bad; another good number is rung next."),
}
"""What follows from each result, in a line."""


def will(words: Words, disposition: Disposition) -> str:
    """What a result will do."""
    return words.text(WILL[disposition])


def did(words: Words, title: str, disposition: Disposition, follows: FollowUp | None) -> str:
    """What a result did: who, what came of it, and when they are called again."""
    told = words.text("{who}: {what}.", who=title, what=words.label(f"disposition.{disposition}"))
    after = "" if follows is None else _after(words, follows)
    return f"{told} {after}".strip()


def _after(words: Words, follows: FollowUp) -> str:
    if follows.ended is Ended.UNREACHABLE:
        return words.ntext(
            "After {n} attempt without an answer nobody tries again: write instead.",
            "After {n} attempts without an answer nobody tries again: write instead.",
            follows.attempts,
        )
    if follows.is_phone_to_be_fixed:
        return words.text("The number is to be found out first.")
    if follows.due is None:
        return ""
    if follows.phone is not None:
        return words.text("Another number of theirs is next.")
    return _again(words, follows, follows.due)


def _again(words: Words, follows: FollowUp, due: date) -> str:
    """When they are called again."""
    if follows.promised_at is not None:
        return words.text("The call is promised for {day} {at}.", day=due, at=f"{follows.promised_at:%H:%M}")
    if follows.not_before is not None:
        return words.text("Again today from {at}.", at=f"{follows.not_before:%H:%M}")
    if follows.part is not None:
        part = words.label(f"part_of_day.{follows.part}")
        return words.text("Again on {day}, {part:inline}.", day=due, part=part)
    return words.text("Again on {day}.", day=due)
