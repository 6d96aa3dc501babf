"""Complaints: opened from a call, at reception or in the file, handled step by step, and looked at (Rulebook 8)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.db.complaints import Now, change_row, complaint_of, complaints_of, insert_complaint
from dealerdesk.db.customer_file import is_erased, is_in_scope, owner_of, staff_known
from dealerdesk.db.rulebooks import current_rules
from dealerdesk.domain.complaint import (
    FIELDS,
    FOLLOWING,
    Category,
    Complaint,
    ComplaintsQuery,
    ComplaintState,
    ComplaintStep,
    NewComplaint,
)
from dealerdesk.domain.contact import Channel
from dealerdesk.domain.errors import Refused, Said, WrongUse, said
from dealerdesk.domain.record_fields import checked, choice_field
from dealerdesk.services.complaint_calls import follow_up, follow_up_ends
from dealerdesk.services.desk import Changed, Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from dealerdesk.db.acts import Writer
    from dealerdesk.db.reading import Reading

KINDS: Final = frozenset({"complaint", "task"})
_EVERYTHING: Final = ComplaintsQuery()
_ENTERED: Final = {
    **FIELDS,
    "category": choice_field(tuple(Category), required=True),
    "channel": choice_field(tuple(Channel), required=True),
}


@dataclass(frozen=True)
class ComplaintKept:
    """A complaint that was opened or changed; or, with nothing changed, what is wrong with each field."""

    id: int | None = None
    changed: Changed = field(default_factory=Changed)
    errors: Mapping[str, Said] = field(default_factory=dict)


@use_case("look-at-complaints", Right.SEE)
def complaints(desk: Desk, query: ComplaintsQuery = _EVERYTHING) -> tuple[Complaint, ...]:
    """The complaints that a query asks for, unsolved ones first, the nearest to its limit leading."""
    with desk.store.read() as conn:
        return tuple(complaints_of(conn, query, now_of(conn, desk)))


@use_case("look-at-complaints", Right.SEE)
def complaint(desk: Desk, key: int) -> Complaint:
    """One complaint with all its fields. Raises Refused `complaint.gone`."""
    with desk.store.read() as conn:
        return _there(conn, desk, key)


@use_case("open-complaint", Right.ENTER)
def open_complaint(desk: Desk, new: NewComplaint) -> ComplaintKept:
    """Open a complaint that somebody brings up at reception or beside a customer's file; `errors` by field.

    Raises Refused `customers.gone`, `customers.erased_already`.
    """
    errors = complaint_errors(new, desk.today)
    if errors:
        return ComplaintKept(errors=errors)
    with desk.store.write(desk.header("open-complaint")) as writer:
        _must_be_seen(writer.conn, desk, new)
        key = open_within(writer, desk, new, call_id=None, by=desk.actor.name)
        return ComplaintKept(key, Changed(KINDS, writer.act_id))


def complaint_errors(new: NewComplaint, today: date) -> Mapping[str, Said]:
    """What is wrong with a complaint to be opened, by field; nothing where it can be."""
    return _checked_new(new, today)[1]


def open_within(writer: Writer, desk: Desk, new: NewComplaint, *, call_id: int | None, by: str) -> int:
    """Open a complaint within an act, with the call that follows it up; answers its id.

    `by`: the name of who heard it. A complaint about a car is its owner's. Raises WrongUse `complaint.wrong`.
    """
    values, errors = _checked_new(new, desk.today)
    if errors:
        name, why = next(iter(errors.items()))
        raise WrongUse("complaint.wrong", field=said(f"label.complaint_field.{name}"), why=why)
    customer = new.customer_id
    if customer is None and new.vehicle_id is not None:
        owner = owner_of(writer.conn, new.vehicle_id, desk.today, None)
        customer = None if owner is None else owner[1]
    about = {"customer_id": customer, "vehicle_id": new.vehicle_id, "visit_id": new.visit_id, "call_id": call_id}
    key = insert_complaint(
        writer,
        {**values, **about, "received_on": desk.today, "received_by": by, "limit_from": _moment_of(desk)},
    )
    follow_up(writer, desk, _there(writer.conn, desk, key, everywhere=True))
    return key


@use_case("change-complaint", Right.ENTER)
def change_complaint(desk: Desk, key: int, revision: int, step: ComplaintStep) -> ComplaintKept:
    """Take a complaint a step further, as it was when it was looked at; `errors` by field.

    Raises Refused `complaint.gone`, `complaint.not_next`, `record.changed_meanwhile`.
    """
    with desk.store.write(desk.header("change-complaint")) as writer:
        present = _there(writer.conn, desk, key)
        if present.revision != revision:
            raise Refused("record.changed_meanwhile")
        to = step.state or present.state
        if step.state is not None and to not in FOLLOWING[present.state]:
            raise Refused("complaint.not_next", state=_named(present.state), next=_named(to))
        entered = checked({"solution": FIELDS["solution"]}, {"solution": step.solution}, desk.today)
        changes, errors = _step(desk, present, step, to, entered.values.get("solution"))
        errors = {**_unknown_handler(writer.conn, desk, step.handler), **errors, **entered.errors}
        if errors:
            return ComplaintKept(key, errors=errors)
        if not change_row(writer, key, changes, revision):
            return ComplaintKept(key)
        _call_follows(writer, desk, _there(writer.conn, desk, key), step)
        return ComplaintKept(key, Changed(KINDS, writer.act_id))


@use_case("edit-complaint", Right.ENTER)
def edit_complaint(desk: Desk, key: int, revision: int, changes: Mapping[str, object]) -> ComplaintKept:
    """Correct what was written of a complaint: what happened, what is wanted, category, department, channel, solution.

    Raises Refused `complaint.gone`, `record.changed_meanwhile`.
    """
    found = checked(_ENTERED, changes, desk.today)
    errors = dict(found.errors)
    if "happened" in changes and found.values.get("happened") is None:
        errors.setdefault("happened", said("edit.required"))
    if errors:
        return ComplaintKept(key, errors=errors)
    with desk.store.write(desk.header("edit-complaint")) as writer:
        _there(writer.conn, desk, key)
        if not change_row(writer, key, found.values, revision):
            return ComplaintKept(key)
        return ComplaintKept(key, Changed(KINDS, writer.act_id))


def _moment_of(desk: Desk) -> datetime:
    """Now, by the store's clock, on the day on which the desk works."""
    return datetime.combine(desk.today, desk.clock().astimezone().timetz())


def now_of(conn: Reading, desk: Desk) -> Now:
    """By what complaints are looked at from this desk."""
    _, rules = current_rules(conn)
    return Now(desk.today, _moment_of(desk), rules.complaint_days, desk.actor.scope.advisor_id)


def _there(conn: Reading, desk: Desk, key: int, *, everywhere: bool = False) -> Complaint:
    now = now_of(conn, desk)
    if everywhere:
        now = Now(now.day, now.moment, now.days, None)
    found = complaint_of(conn, key, now)
    if found is None:
        raise Refused("complaint.gone")
    return found


def _must_be_seen(conn: Reading, desk: Desk, new: NewComplaint) -> None:
    scope = desk.actor.scope.advisor_id
    if new.customer_id is not None and not is_in_scope(conn, new.customer_id, desk.today, scope):
        raise Refused("customers.gone")
    if new.vehicle_id is not None and owner_of(conn, new.vehicle_id, desk.today, scope) is None:
        raise Refused("customers.gone")
    if new.customer_id is not None and is_erased(conn, new.customer_id):
        raise Refused("customers.erased_already")


def _checked_new(new: NewComplaint, today: date) -> tuple[dict[str, Any], dict[str, Said]]:
    entered = {name: getattr(new, name) for name in ("happened", "wanted", "department", "category", "channel")}
    found = checked(_ENTERED, entered, today)
    errors = dict(found.errors)
    if found.values.get("happened") is None:
        errors.setdefault("happened", said("edit.required"))
    return dict(found.values), errors


def _unknown_handler(conn: Reading, desk: Desk, handler: int | None) -> dict[str, Said]:
    known = handler is None or handler in {one.id for one in staff_known(conn, desk.today) if one.here}
    return {} if known else {"handler": said("edit.bad_choice")}


_Step = tuple[dict[str, Any], dict[str, Said]]


def _step(desk: Desk, present: Complaint, step: ComplaintStep, to: ComplaintState, solution: str | None) -> _Step:
    """What a step changes, and what it lacks."""
    changes: dict[str, Any] = {"state": to.value}
    errors: dict[str, Said] = {}
    if step.handler is not None:
        changes["handler_id"] = step.handler
    if solution is not None:
        changes["solution"] = solution
    if step.told and to in {ComplaintState.ANSWERED, ComplaintState.CONFIRMED} and present.told_on is None:
        changes["told_on"] = desk.today
    if step.state in _ON:
        changes, errors = _ON[step.state](desk, present, changes)
    return changes, errors


def _assigned(_desk: Desk, _present: Complaint, changes: dict[str, Any]) -> _Step:
    return changes, {} if changes.get("handler_id") is not None else {"handler": said("edit.required")}


def _handling(desk: Desk, present: Complaint, changes: dict[str, Any]) -> _Step:
    mine = present.handler_id if present.handler_id is not None else desk.actor.staff
    return {"handler_id": mine, **changes}, {}


def _answered(desk: Desk, present: Complaint, changes: dict[str, Any]) -> _Step:
    lacking = changes.get("solution", present.solution) is None
    return {**changes, "solved_on": desk.today}, {"solution": said("edit.required")} if lacking else {}


def _confirmed(desk: Desk, present: Complaint, changes: dict[str, Any]) -> _Step:
    return {**changes, "confirmed_on": desk.today, "told_on": present.told_on or desk.today}, {}


def _closed(desk: Desk, _present: Complaint, changes: dict[str, Any]) -> _Step:
    return {**changes, "closed_on": desk.today}, {}


def _reopened(desk: Desk, present: Complaint, changes: dict[str, Any]) -> _Step:
    afresh = dict.fromkeys(("solved_on", "told_on", "confirmed_on", "closed_on"))
    return {**changes, **afresh, "reopened": present.reopened + 1, "limit_from": _moment_of(desk)}, {}


_ON: Final[Mapping[ComplaintState | None, Callable[[Desk, Complaint, dict[str, Any]], _Step]]] = {
    ComplaintState.ASSIGNED: _assigned,
    ComplaintState.HANDLING: _handling,
    ComplaintState.ANSWERED: _answered,
    ComplaintState.CONFIRMED: _confirmed,
    ComplaintState.CLOSED: _closed,
    ComplaintState.REOPENED: _reopened,
}


def _call_follows(writer: Writer, desk: Desk, now: Complaint, step: ComplaintStep) -> None:
    """The call beside a complaint: today once there is a solution to tell, over once the complaint is closed."""
    if step.state is ComplaintState.CLOSED:
        follow_up_ends(writer, desk.today, now.id)
    elif step.state in {ComplaintState.ANSWERED, ComplaintState.REOPENED}:
        follow_up(writer, desk, now)


def _named(state: ComplaintState) -> Said:
    return said(f"label.complaint_state.{state}")
