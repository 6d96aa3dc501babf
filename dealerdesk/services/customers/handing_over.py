"""Responsible advisors: one car handed over, or all of an advisor's who leaves (Rulebook 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.db.customer_file import owner_of
from dealerdesk.db.marking import hand_over_to, staff_at, vehicles_of_advisor
from dealerdesk.domain.errors import Refused, WrongUse
from dealerdesk.services.desk import Changed, Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_KINDS: Final = frozenset({"vehicle", "customer"})


@use_case("cars-of-advisor", Right.SEE)
def cars_of_advisor(desk: Desk, advisor: int) -> tuple[int, ...]:
    """The vehicles that a member of staff is responsible for today; none outside the row scope."""
    if desk.actor.scope.advisor_id not in {None, advisor}:
        return ()
    with desk.store.read() as conn:
        return tuple(vehicles_of_advisor(conn, advisor, desk.today))


@use_case("hand-over", Right.ENTER)
def hand_over(desk: Desk, vehicles: Sequence[int], advisor: int, day: date | None = None) -> Changed:
    """Let a member of staff be responsible for vehicles from a day on; who was before stays in the history.

    Raises WrongUse `handover.future`; Refused `handover.nobody` where that person is not there, `customers.gone`.
    """
    since = day or desk.today
    if since > desk.today:
        raise WrongUse("handover.future", day=since)
    with desk.store.write(desk.header("hand-over")) as writer:
        if staff_at(writer.conn, advisor, since) is None:
            raise Refused("handover.nobody")
        scope = desk.actor.scope.advisor_id
        if any(owner_of(writer.conn, vehicle, desk.today, scope) is None for vehicle in vehicles):
            raise Refused("customers.gone")
        moved = hand_over_to(writer, tuple(dict.fromkeys(vehicles)), advisor, since)
        return Changed(_KINDS, writer.act_id) if moved else Changed()


@use_case("hand-over-all", Right.PLAN)
def hand_over_all(desk: Desk, leaving: int, advisor: int, day: date | None = None) -> Changed:
    """Hand all cars that are one advisor's today over to another, as when the first one leaves.

    Raises what `hand_over` raises.
    """
    since = day or desk.today
    if since > desk.today:
        raise WrongUse("handover.future", day=since)
    if desk.actor.scope.advisor_id not in {None, leaving}:
        raise Refused("customers.gone")
    with desk.store.write(desk.header("hand-over-all")) as writer:
        if staff_at(writer.conn, advisor, since) is None:
            raise Refused("handover.nobody")
        moved = hand_over_to(writer, vehicles_of_advisor(writer.conn, leaving, desk.today), advisor, since)
        return Changed(_KINDS, writer.act_id) if moved else Changed()
