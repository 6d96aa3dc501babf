"""What reception holds while something is entered: the car, the visit that is kept, and what was answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final

from dealerdesk.ui.begun import Slot

if TYPE_CHECKING:
    from dealerdesk.domain.visit_entry import Doubt
    from dealerdesk.services.reception.arriving import Arrival
    from dealerdesk.services.reception.looking import VisitKept

_KIND: Final = "visit"


class Mode(Enum):
    """What is entered now."""

    NOTHING = "nothing"
    VISIT = "visit"
    NEW_CAR = "new-car"
    CHANGE = "change"


@dataclass
class Held:
    """What the forms are about."""

    mode: Mode = Mode.NOTHING
    arrival: Arrival | None = None
    kept: VisitKept | None = None
    confirmed: set[str] = field(default_factory=set)
    doubts: tuple[Doubt, ...] = ()
    tasks_kept: set[int] = field(default_factory=set)
    """Tasks that were talked over and stay open."""

    @property
    def slot(self) -> Slot:
        """By what it is known while it is half filled in."""
        if self.kept is not None:
            return Slot(_KIND, f"visit:{self.kept.id}")
        return Slot(_KIND, "new" if self.arrival is None else f"vehicle:{self.arrival.car.id}")
