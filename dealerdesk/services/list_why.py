"""*Why (not)?* for whatever a person types, and for the row they stand on (Rulebook 4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealerdesk.db.list_rows import rows_of
from dealerdesk.db.standing import Standing, standing_of_plate, standing_of_vehicle
from dealerdesk.domain.errors import WrongUse
from dealerdesk.domain.identity import normal_plate
from dealerdesk.domain.list_query import AS_IT_IS, Query
from dealerdesk.domain.list_sieve import hiding
from dealerdesk.domain.month_list import ListName, criteria
from dealerdesk.domain.why import why
from dealerdesk.services.desk import Desk, Right, use_case
from dealerdesk.services.lists import AskFor, asking
from dealerdesk.services.search import find

if TYPE_CHECKING:
    from dealerdesk.db.list_rows import Asking
    from dealerdesk.db.reading import Reading
    from dealerdesk.domain.list_query import Filter
    from dealerdesk.domain.why import Verdict
    from dealerdesk.services.search import Hit


@dataclass(frozen=True)
class Explained:
    """Why a vehicle is in a list or not, the filters that hide it although it is in, and the lists that it is in.

    `member_id` is what it is in the list, where it is: the vehicle, in the list of birthdays its owner.
    """

    vehicle_id: int
    plate: str | None
    vin: str | None
    verdict: Verdict
    hidden_by: tuple[Filter, ...] = ()
    lists: tuple[ListName, ...] = ()
    member_id: int | None = None


@use_case("explain", Right.SEE)
def explain(desk: Desk, text: str, ask: AskFor, query: Query = AS_IT_IS) -> Explained | tuple[Hit, ...]:
    """Why the vehicle is in a list or not whose plate this is; else the one that the text leads to, as searching does.

    Where it leads to several, they are answered to choose among. Raises WrongUse where it leads to none.
    """
    scope, plate = desk.actor.scope.advisor_id, normal_plate(text)
    with desk.store.read() as conn:
        asked = asking(conn, desk, ask)
        found = standing_of_plate(conn, asked.rules_id, desk.today, plate, scope) if plate else None
        if found is not None:
            return _explained(conn, asked, found, query)
    hits = find(desk, text)
    if not hits:
        raise WrongUse("why.unknown_plate", plate=plate or text.strip(), day=desk.today)
    return hits if len(hits) > 1 else explain_vehicle(desk, hits[0].id, ask, query)


@use_case("explain-vehicle", Right.SEE)
def explain_vehicle(desk: Desk, vehicle_id: int, ask: AskFor, query: Query = AS_IT_IS) -> Explained:
    """Why this vehicle is in a list or not. Raises WrongUse where there is none of that id in sight."""
    with desk.store.read() as conn:
        asked = asking(conn, desk, ask)
        scope = desk.actor.scope.advisor_id
        found = standing_of_vehicle(conn, asked.rules_id, desk.today, vehicle_id, scope)
        if found is None:
            raise WrongUse("why.vehicle_gone")
        return _explained(conn, asked, found, query)


def _explained(conn: Reading, asked: Asking, found: Standing, query: Query) -> Explained:
    verdict = why(asked.asked, found.seen)
    member = found.seen.stretch.owner_id if asked.asked.name is ListName.BIRTHDAYS else found.vehicle_id
    hidden: tuple[Filter, ...] = ()
    if verdict.member and query.filters and member is not None:
        hidden = hiding(query, rows_of(conn, asked, [member])[0])
    return Explained(
        found.vehicle_id,
        found.plate,
        found.vin,
        verdict,
        hidden,
        _lists_of(asked, found),
        member if verdict.member else None,
    )


def _lists_of(asked: Asking, found: Standing) -> tuple[ListName, ...]:
    """The lists of the same month, day and policy that a vehicle is in."""
    seen = asked.asked

    def holds(name: ListName) -> bool:
        return why(criteria(name, seen.month, seen.as_of, seen.policy, asked.rules), found.seen).member

    return tuple(name for name in ListName if holds(name))
