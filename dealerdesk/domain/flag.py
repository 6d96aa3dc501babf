"""What a caller wants the manager to see, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dealerdesk.domain.record_fields import note_field

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dealerdesk.domain.record_fields import Rule


@dataclass(frozen=True)
class Flag:
    """A flag to the manager: about whom and which car, raised by whom; solved once there is a day of it.

    `task` is the code of the task that it was raised on.
    """

    id: int
    revision: int
    what: str
    customer_id: int | None
    customer: str | None
    vehicle_id: int | None
    plate: str | None
    task_id: int | None
    task: str | None
    call_id: int | None
    raised_on: date
    raised_by: str
    solved_on: date | None
    solved_by: str | None
    solution: str | None


FIELDS: Final[Mapping[str, Rule]] = {"what": note_field(1_000), "solution": note_field(1_000)}
"""What is written of a flag by hand."""
