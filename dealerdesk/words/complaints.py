"""Complaints in words: how much time is left, and what became of one step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.domain.complaint import Urgency
from dealerdesk.domain.errors import said

if TYPE_CHECKING:
    from dealerdesk.domain.complaint import Complaint
    from dealerdesk.words.speech import Words

_HOURS: Final = 24
_IN_HOURS: Final = 72
"""Up to so many hours the time that is left is said in hours, else in days."""


def left_line(words: Words, complaint: Complaint) -> str:
    """How much time is left to solve it, or how long it is over the limit; what is solved says what is to be done."""
    if complaint.urgency is Urgency.SOLVED:
        return words.say(said("complaint.tell_today")) if complaint.untold else ""
    hours, over = abs(complaint.left), complaint.left < 0
    unit, count = ("hours", hours) if hours < _IN_HOURS else ("days", hours // _HOURS)
    return words.say(said(f"complaint.{unit}_{'over' if over else 'left'}", **{unit: count}))


def car_line(complaint: Complaint) -> str:
    """Whose car it is about: its plate and model, as far as they are known."""
    return " ".join(filter(None, (complaint.plate, complaint.model)))
