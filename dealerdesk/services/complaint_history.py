"""How a complaint came to be where it is, step by step as the acts took it down; and who can be put in charge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealerdesk.db.complaints import changes_of_complaint
from dealerdesk.db.customer_file import staff_known
from dealerdesk.services.complaints import complaint
from dealerdesk.services.desk import Desk, Right, use_case

if TYPE_CHECKING:
    from datetime import datetime

    from dealerdesk.domain.complaint import Complaint


@dataclass(frozen=True)
class StepDone:
    """A step of a complaint: when and by whom, the state that it led to, who was put in charge, what was said of it.

    `state` None: something else was changed. `corrected` names the fields; `told`: the customer was told.
    """

    at: datetime
    who: str
    state: str | None
    handler: str | None
    solution: str | None
    told: bool
    corrected: tuple[str, ...]


@dataclass(frozen=True)
class ComplaintFile:
    """A complaint with its steps, the newest first."""

    complaint: Complaint
    steps: tuple[StepDone, ...]


_TEXTS = ("happened", "wanted", "category", "channel", "department")


@use_case("look-at-complaints", Right.SEE)
def complaint_file(desk: Desk, key: int) -> ComplaintFile:
    """A complaint with all its fields and how it came to be what it is. Raises Refused `complaint.gone`."""
    found = complaint(desk, key)
    with desk.store.read() as conn:
        staff = {one.id: one.name for one in staff_known(conn, desk.today)}
        steps = []
        for act in changes_of_complaint(conn, key):
            after = act.after or {}
            if act.erased or not after:
                continue
            first = act.before is None
            steps.append(
                StepDone(
                    act.at,
                    act.who,
                    after.get("state"),
                    staff.get(after.get("handler_id") or 0),
                    None if first else after.get("solution"),
                    not first and after.get("told_on") is not None,
                    () if first else tuple(name for name in _TEXTS if name in after),
                )
            )
    return ComplaintFile(found, tuple(reversed(steps)))


@use_case("look-at-complaints", Right.SEE)
def handlers(desk: Desk) -> tuple[tuple[int, str], ...]:
    """Who can be put in charge of a complaint: everybody who works here, by name."""
    with desk.store.read() as conn:
        return tuple((one.id, one.name) for one in staff_known(conn, desk.today) if one.here)
