"""What the form of a visit is filled with: what can be chosen, and a visit as it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dealerdesk.db.customer_file import owner_of
from dealerdesk.db.reception import advisors_on, staff_name, visit_row
from dealerdesk.domain.errors import Refused
from dealerdesk.domain.visit_fields import VISIT
from dealerdesk.services.desk import Desk, Right, use_case
from dealerdesk.services.reception.kinds import kinds_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.domain.visit_kinds import VisitKind

ASIDE = ("met_advisor", "brought_by")
"""What is kept of a visit besides the fields of VISIT: answers to what was asked."""


@dataclass(frozen=True)
class Choices:
    """What can be chosen of a visit: the kinds in their order, and who can receive cars, by id and name."""

    kinds: tuple[VisitKind, ...]
    advisors: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class VisitKept:
    """A visit as it is kept: its car, its state as a code, and its fields by the names of VISIT and ASIDE.

    `advisor`: the name of who received the car.
    """

    id: int
    revision: int
    vehicle: int
    state: str
    values: Mapping[str, Any] = field(default_factory=dict)
    advisor: str | None = None


@use_case("visit-choices", Right.SEE)
def visit_choices(desk: Desk) -> Choices:
    """What can be chosen of a visit that is entered today."""
    with desk.store.read() as conn:
        return Choices(kinds_of(conn, desk.lang), advisors_on(conn, desk.today))


@use_case("look-at-visit", Right.ENTER)
def look_at_visit(desk: Desk, visit: int) -> VisitKept:
    """A visit to be changed. Raises Refused `visit.gone` where there is none, or none in the row scope."""
    with desk.store.read() as conn:
        row = visit_row(conn, visit)
        if row is None or owner_of(conn, row["vehicle_id"], desk.today, desk.actor.scope.advisor_id) is None:
            raise Refused("visit.gone")
        advisor = staff_name(conn, row["advisor_id"])
    values = {name: row[name] for name in (*VISIT, *ASIDE)}
    return VisitKept(visit, row["revision"], row["vehicle_id"], row["state"], values, advisor)
