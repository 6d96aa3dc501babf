"""Month lists, and why a vehicle is in one or not; where vehicles stand on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealerdesk.db.list_rows import Asking, list_rows, member_ids, rows_of
from dealerdesk.db.rulebooks import current_rules
from dealerdesk.db.standing import Standing, all_standings, standing_of_plate
from dealerdesk.domain.errors import WrongUse
from dealerdesk.domain.identity import normal_plate
from dealerdesk.domain.list_row import ListRow, MonthList
from dealerdesk.domain.month_list import ListName, criteria, default_month
from dealerdesk.domain.retention import is_quasi_lost, months_since, status_on
from dealerdesk.domain.rules import POLICIES, Policy, Rules, Status
from dealerdesk.domain.why import Verdict, why
from dealerdesk.services.desk import Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dealerdesk.db.reading import Reading
    from dealerdesk.domain.calendar import Month


@dataclass(frozen=True)
class AskFor:
    """What a person asks a list for: its name, the target month (the next) and a policy (the store's)."""

    name: ListName
    month: Month | None = None
    policy: str | None = None


@dataclass(frozen=True)
class Page:
    """A list that is shown: the ids of all its members, and the rows of its first page."""

    ids: tuple[int, ...]
    rows: tuple[ListRow, ...]


def policy_named(name: str | None, rules: Rules, day: date) -> Policy:
    """The policy of that name, else the one that the store held on the day; raises WrongUse for an unknown name."""
    if name is None:
        return rules.policy_on(day)
    if name not in POLICIES:
        raise WrongUse("list.unknown_policy", policy=name, known=tuple(POLICIES))
    return POLICIES[name]


def asking(conn: Reading, desk: Desk, ask: AskFor) -> Asking:
    """A list as a query, by the store's rules, seen on the desk's day."""
    rules_id, rules = current_rules(conn)
    policy = policy_named(ask.policy, rules, desk.today)
    asked = criteria(ask.name, ask.month or default_month(desk.today), desk.today, policy, rules)
    return Asking(asked, rules_id, rules, desk.actor.scope.advisor_id)


@use_case("month-list", Right.SEE)
def month_list(desk: Desk, ask: AskFor) -> MonthList:
    """A month list with every row and column, as of the desk's day (Rulebook 4)."""
    with desk.store.read() as conn:
        query = asking(conn, desk, ask)
        return MonthList(query.asked, list_rows(conn, query))


@use_case("month-list-page", Right.SEE)
def month_list_page(desk: Desk, ask: AskFor, size: int = 50) -> Page:
    """All ids of a list and its first rows: what a window needs to show it."""
    with desk.store.read() as conn:
        query = asking(conn, desk, ask)
        ids = member_ids(conn, query)
        return Page(tuple(ids), rows_of(conn, query, ids[:size]))


@use_case("why", Right.SEE)
def why_in_list(desk: Desk, plate: str, ask: AskFor) -> Verdict:
    """Why the vehicle with this plate is in a list or not. Raises WrongUse where no vehicle bears it on the day."""
    with desk.store.read() as conn:
        query = asking(conn, desk, ask)
        return why(query.asked, _standing(desk, conn, query.rules_id, plate).seen)


@dataclass(frozen=True)
class VehicleStatus:
    """A vehicle's retention on a day; the rate as km over days."""

    id: int
    plate: str | None
    vin: str | None
    status: Status
    quasi_lost: bool
    departed: bool
    reference: date | None
    months_since: int | None
    next_maintenance: date | None
    rate_km: int | None
    rate_days: int | None
    source: str


@use_case("status", Right.SEE)
def statuses(desk: Desk, plates: Sequence[str] = ()) -> tuple[VehicleStatus, ...]:
    """Where the vehicles with these plates stand on the desk's day, or all; WrongUse for an unknown plate."""
    with desk.store.read() as conn:
        rules_id, rules = current_rules(conn)
        found = (
            [_standing(desk, conn, rules_id, plate) for plate in plates]
            if plates
            else all_standings(conn, rules_id, desk.today, desk.actor.scope.advisor_id)
        )
        return tuple(_status(standing, desk.today, rules) for standing in found)


def _standing(desk: Desk, conn: Reading, rules_id: int, plate: str) -> Standing:
    normal = normal_plate(plate)
    found = standing_of_plate(conn, rules_id, desk.today, normal, desk.actor.scope.advisor_id)
    if found is None:
        raise WrongUse("why.unknown_plate", plate=normal, day=desk.today)
    return found


def _status(standing: Standing, day: date, rules: Rules) -> VehicleStatus:
    stretch, policy = standing.seen.stretch, rules.policy_on(day)
    return VehicleStatus(
        standing.vehicle_id,
        standing.plate,
        standing.vin,
        status_on(stretch.reference, day, policy),
        is_quasi_lost(stretch.reference, standing.seen.evidence, day, policy, rules),
        stretch.departed,
        stretch.reference,
        months_since(stretch.reference, day),
        stretch.next_maintenance,
        stretch.rate_km,
        stretch.rate_days,
        stretch.source,
    )
