"""A task that a person or an event asks for: for whom, on which day, and what it is about (Rulebook 6.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, time

    from dealerdesk.domain.reminder import Reason


@dataclass(frozen=True)
class NewTask:
    """A task to be made. `at`: the time that the customer named on the day it is due.

    `about`: a festival, a campaign, what was promised, in the words of who plans it. `agent_id`: who makes the call,
    else whoever has the customer's other calls, or the fewest. `cause`: the day that it is about, where that is not
    the day it is due. `key`: two tasks of the same key are one; without it each is made.
    """

    reason: Reason
    due: date
    customer_id: int | None = None
    vehicle_id: int | None = None
    at: time | None = None
    about: str | None = None
    agent_id: int | None = None
    cause: date | None = None
    visit_id: int | None = None
    complaint_id: int | None = None
    step: int | None = None
    key: str | None = None
