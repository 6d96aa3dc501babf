"""Visits by hand: logged in one go or as they live, changed with a reason, and voided (Rulebook 3.1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.db.customer_file import owner_of
from dealerdesk.db.derive import refold
from dealerdesk.db.reception import (
    car_seen,
    change_visit_row,
    insert_visit,
    staff_name,
    visit_row,
    visit_with_order,
    visits_on,
    visits_open,
)
from dealerdesk.db.standing import plates_on
from dealerdesk.domain.errors import Refused, said
from dealerdesk.domain.record_fields import checked
from dealerdesk.domain.visit import REDEEMING, SETTLED_STATES, VisitState
from dealerdesk.domain.visit_entry import DOUBTED_TOGETHER, STEPS, CarSeen, Doubt, doubts, impossible, unconfirmed
from dealerdesk.domain.visit_fields import VISIT, due_of
from dealerdesk.domain.visit_kinds import named
from dealerdesk.services.appointments.keeping import keep_appointments
from dealerdesk.services.desk import Changed, Desk, Right, use_case
from dealerdesk.services.reception.balances import redeem
from dealerdesk.services.reception.kinds import kinds_of
from dealerdesk.services.reception.new_car import judge_car, write_car
from dealerdesk.services.task_ends import end_tasks_about

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from dealerdesk.db.acts import Writer
    from dealerdesk.db.reading import Reading as Connection
    from dealerdesk.domain.errors import Said
    from dealerdesk.domain.visit_line import VisitLine
    from dealerdesk.services.reception.new_car import NewCar

_KINDS: Final = frozenset({"visit", "vehicle", "task", "customer", "appointment"})
_LONGEST_ANSWER: Final = 200
_LONGEST_REASON: Final = 200


@dataclass(frozen=True)
class Booked:
    """What became of a visit that was entered: what changed and its id, or why it was not kept.

    `errors`: what is wrong, by field; `doubts`: what is doubtful and nobody has confirmed yet. With either nothing
    was kept.
    """

    changed: Changed = field(default_factory=Changed)
    visit: int | None = None
    errors: Mapping[str, Said] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
    vehicle: int | None = None
    others: Mapping[str, int] = field(default_factory=dict)
    """The records that doubts about a new car are about, by their codes."""


@use_case("log-visit", Right.ENTER)
def log_visit(
    desk: Desk,
    vehicle: int,
    entered: Mapping[str, object],
    state: VisitState = VisitState.SETTLED,
    *,
    confirmed: Collection[str] = (),
) -> Booked:
    """Keep a visit of a car as it was entered, and let what follows from it follow: status, lists, tasks that end.

    `entered`: fields of VISIT, and `met_advisor`, `brought_by`. `confirmed`: the codes of doubts that the receptionist
    has confirmed. Raises Refused `customers.gone` where there is no such vehicle, or none in the row scope.
    """
    with desk.store.write(desk.header("log-visit")) as writer:
        if owner_of(writer.conn, vehicle, desk.today, desk.actor.scope.advisor_id) is None:
            raise Refused("customers.gone")
        judged = _judge(writer.conn, desk, entered, state, car_seen(writer.conn, vehicle))
        found = _kept_back(judged, confirmed)
        if found is not None:
            return found
        return _keep(writer, desk, vehicle, judged, state)


@use_case("log-first-visit", Right.ENTER)
def log_first_visit(
    desk: Desk,
    typed: NewCar,
    entered: Mapping[str, object],
    state: VisitState = VisitState.SETTLED,
    *,
    confirmed: Collection[str] = (),
) -> Booked:
    """Make a car known, with its customer, and keep its visit: one act, so that one Undo takes all of it back.

    Errors and doubts are those of `add_car` and of `log_visit` together.
    """
    with desk.store.write(desk.header("log-first-visit")) as writer:
        judged = _judge(writer.conn, desk, entered, state, CarSeen())
        car = judge_car(writer.conn, desk, typed, judged.values.get("date_in"))
        left = unconfirmed((*car.doubts, *judged.doubts), confirmed)
        if car.errors or judged.errors or left:
            return Booked(errors={**car.errors, **judged.errors}, doubts=left, others=car.others)
        since: date = judged.values["date_in"]
        vehicle, _ = write_car(writer, typed, car, since)
        return _keep(writer, desk, vehicle, judged, state)


@use_case("change-visit", Right.ENTER)
def change_visit(
    desk: Desk,
    visit: int,
    revision: int,
    entered: Mapping[str, object],
    state: VisitState | None = None,
    *,
    why: str = "",
    confirmed: Collection[str] = (),
) -> Booked:
    """Change fields of a visit, or take it a step further in its life: settle it, hand the car over.

    A settled visit is corrected for a reason (`why`), which is kept. Raises Refused `visit.gone`, `visit.is_void`,
    `visit.step_back`, and `record.changed_meanwhile` where somebody else changed it since the revision.
    """
    with desk.store.write(desk.header("change-visit")) as writer:
        present = _present(writer.conn, desk, visit)
        if present["revision"] != revision:
            raise Refused("record.changed_meanwhile", table="visit", key=visit)
        after = state or VisitState(present["state"])
        _must_lead_on(present["state"], after)
        reason = " ".join(why.split())[:_LONGEST_REASON]
        corrects = present["state"] in SETTLED_STATES and bool(entered.keys() - {"date_out"})
        if corrects and not reason:
            return Booked(errors={"why": said("entry.why_missing")})
        car = car_seen(writer.conn, present["vehicle_id"], without=visit)
        judged = _judge(writer.conn, desk, entered, after, car, present)
        found = _kept_back(judged, confirmed, only=_doubted(entered) if state is None else None)
        if found is not None:
            return found
        row = {**_row(writer.conn, desk, judged.values, after), "state": after.value}
        if "kind" not in entered:
            row.pop("maintenance")
            row.pop("counts")
        redeemed = redeem(writer, present["vehicle_id"], present, row)
        if redeemed.short is not None:
            return Booked(errors={"redeemed_fen": redeemed.short})
        changes = row | {"taken_fen": redeemed.fen} | ({"changed_why": reason} if corrects else {})
        if not change_visit_row(writer, visit, changes, revision):
            return Booked(visit=visit)
        _follow(writer, desk, {present["vehicle_id"]})
        return Booked(Changed(_KINDS, writer.act_id), visit)


@use_case("void-visit", Right.ENTER)
def void_visit(desk: Desk, visit: int, revision: int, why: str) -> Booked:
    """Void a visit for a reason: it is kept, and counts no more; what it redeemed is given back.

    Raises Refused `visit.gone`, `visit.is_void`, `record.changed_meanwhile`.
    """
    reason = " ".join(why.split())[:_LONGEST_REASON]
    if not reason:
        return Booked(errors={"why": said("entry.why_missing")})
    with desk.store.write(desk.header("void-visit")) as writer:
        present = _present(writer.conn, desk, visit)
        redeem(writer, present["vehicle_id"], present, {"redeemed_fen": None, "payer": present["payer"]})
        changes = {"state": VisitState.VOID.value, "changed_why": reason, "taken_fen": None}
        change_visit_row(writer, visit, changes, revision)
        _follow(writer, desk, {present["vehicle_id"]})
        return Booked(Changed(_KINDS, writer.act_id), visit)


@use_case("visits-of-day", Right.SEE)
def visits_of_day(desk: Desk, day: date | None = None) -> tuple[VisitLine, ...]:
    """The visits that came in on a day, by default the desk's, the newest first."""
    with desk.store.read() as conn:
        return visits_on(conn, day or desk.today, desk.actor.scope.advisor_id)


@use_case("cars-in-workshop", Right.SEE)
def cars_in_workshop(desk: Desk) -> tuple[VisitLine, ...]:
    """The visits that have come and are not settled yet, the newest first."""
    with desk.store.read() as conn:
        return visits_open(conn, desk.today, desk.actor.scope.advisor_id)


@dataclass(frozen=True)
class _Judged:
    """A visit as entered, in the form that is kept, with all that is wrong or doubtful about it."""

    values: Mapping[str, Any]
    errors: Mapping[str, Said]
    doubts: tuple[Doubt, ...]


def _judge(
    conn: Connection,
    desk: Desk,
    entered: Mapping[str, object],
    state: VisitState,
    car: CarSeen,
    present: Mapping[str, Any] | None = None,
) -> _Judged:
    """Hold what was entered against itself, the car, and the visit as it is, where one is changed."""
    wanted = VISIT.keys() & entered.keys() | (set() if present else {"date_in", "kind"})
    found = checked(VISIT, {name: entered.get(name) for name in VISIT if name in wanted}, desk.today)
    kept = {name: present[name] for name in VISIT} if present else {}
    values: dict[str, Any] = {**kept, **found.values, **_answers(entered)}
    if present is not None:
        values |= _moved_along(present, values, found.values)
    errors = dict(found.errors)
    advisor = found.values.get("advisor_id")
    if advisor is not None and staff_name(conn, advisor) is None:
        errors["advisor_id"] = said("edit.bad_choice")
    number = found.values.get("order_no")
    taken = None if number is None else visit_with_order(conn, number)
    if taken is not None and (present is None or taken["id"] != present["id"]):
        plate = plates_on(conn, desk.today, [taken["vehicle_id"]]).get(taken["vehicle_id"])
        errors["order_no"] = said("entry.order_taken", plate=plate, day=taken["date_in"])
    if errors:
        return _Judged(values, errors, ())
    against = impossible(values, state)
    if present is not None and present["state"] == state:
        against = _asked(against, entered)
    return _Judged(values, against, () if against else doubts(values, state, car, desk.today))


def _asked(against: Mapping[str, Said], entered: Mapping[str, object]) -> dict[str, Said]:
    """What is wrong with the fields that are changed; where days do not follow each other, beside the one that is."""
    own = {name: why for name, why in against.items() if name in entered}
    days = [why for name, why in against.items() if name in {"date_settled", "date_out"}]
    return own | ({"date_in": days[0]} if days and not own and "date_in" in entered else {})


def _doubted(entered: Mapping[str, object]) -> set[str]:
    """The fields that are changed, and those of which what is doubtful depends on them."""
    return {*entered} | {name for together in DOUBTED_TOGETHER if together & entered.keys() for name in together}


def _moved_along(present: Mapping[str, Any], values: Mapping[str, Any], entered: Mapping[str, Any]) -> dict[str, Any]:
    """What a correction takes with it: later days that were the day it came, and what was redeemed if no more is."""
    moved: dict[str, Any] = {}
    came = values.get("date_in")
    for name in ("date_settled", "date_out"):
        if name not in entered and came is not None and present[name] == present["date_in"] != came:
            moved[name] = came
    paid_before = present["payer"] in REDEEMING and values["payer"] not in REDEEMING
    return moved | ({"redeemed_fen": None} if paid_before else {})


def _keep(writer: Writer, desk: Desk, vehicle: int, judged: _Judged, state: VisitState) -> Booked:
    """Keep a new visit, and let what follows from it follow."""
    row = {**_row(writer.conn, desk, judged.values, state), "vehicle_id": vehicle, "state": state.value}
    redeemed = redeem(writer, vehicle, None, row)
    if redeemed.short is not None:
        return Booked(errors={"redeemed_fen": redeemed.short})
    visit = insert_visit(writer, {**row, "taken_fen": redeemed.fen})
    _follow(writer, desk, {vehicle})
    return Booked(Changed(_KINDS, writer.act_id), visit, vehicle=vehicle)


def _answers(entered: Mapping[str, object]) -> dict[str, Any]:
    """What was asked besides: whether the advisor came over, and what brought a new customer."""
    answers: dict[str, Any] = {}
    if isinstance(met := entered.get("met_advisor"), bool):
        answers["met_advisor"] = met
    if isinstance(told := entered.get("brought_by"), str):
        answers["brought_by"] = " ".join(told.split())[:_LONGEST_ANSWER] or None
    return answers


def _kept_back(judged: _Judged, confirmed: Collection[str], only: Collection[str] | None = None) -> Booked | None:
    """The answer to what cannot be kept yet; `only`: the fields whose doubts matter, where others were kept before."""
    if judged.errors:
        return Booked(errors=judged.errors)
    left = [doubt for doubt in unconfirmed(judged.doubts, confirmed) if only is None or doubt.field in only]
    return Booked(doubts=tuple(left)) if left else None


def _row(conn: Connection, desk: Desk, values: Mapping[str, Any], state: VisitState) -> dict[str, Any]:
    """The columns of a visit for what was entered, with what its kind says of it and the days that its state has."""
    kind = None if values["kind"] is None else named(values["kind"], kinds_of(conn, desk.lang))
    row = dict(values) | {
        "due_fen": due_of(values),
        "order_tail": None if values.get("order_no") is None else values["order_no"][::-1],
        "maintenance": None if kind is None else kind.maintenance,
        "counts": False if kind is not None and not kind.counts else None,
    }
    if due_of(values) is not None:
        row["discount_fen"] = values.get("discount_fen") or 0
    if state in SETTLED_STATES:
        row["date_settled"] = values.get("date_settled") or values["date_in"]
    if state is VisitState.HANDED_OVER:
        row["date_out"] = values.get("date_out") or row["date_settled"]
    return row


def _present(conn: Connection, desk: Desk, visit: int) -> dict[str, Any]:
    present = visit_row(conn, visit)
    if present is None or owner_of(conn, present["vehicle_id"], desk.today, desk.actor.scope.advisor_id) is None:
        raise Refused("visit.gone")
    if present["state"] == VisitState.VOID:
        raise Refused("visit.is_void")
    return present


def _must_lead_on(before: str, after: VisitState) -> None:
    steps = [step.value for step in STEPS]
    if after not in STEPS or steps.index(after.value) < steps.index(before):
        raise Refused("visit.step_back")


def _follow(writer: Writer, desk: Desk, vehicles: Collection[int]) -> None:
    """Rewrite what follows from these cars' histories: what visits they kept, and the tasks whose cause is gone."""
    refold(writer.conn, vehicles)
    keep_appointments(writer, desk.today, vehicles)
    end_tasks_about(writer, desk.today, vehicles)
