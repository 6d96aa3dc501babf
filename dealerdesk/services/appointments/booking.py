"""Making, moving and ending appointments: each one act, which its note takes back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.db.appointments import OPEN_STATES, appointment_row, change_appointment_row, insert_appointment
from dealerdesk.db.customer_file import owner_of
from dealerdesk.domain.appointment import KEPT_WITHIN, AppointmentState
from dealerdesk.domain.ending import Ended
from dealerdesk.domain.errors import Refused
from dealerdesk.services.appointments.judging import against, owner_seen, tidied
from dealerdesk.services.appointments.keeping import end_no_show_calls
from dealerdesk.services.desk import Changed, Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from dealerdesk.db.acts import Writer
    from dealerdesk.domain.appointment import NewAppointment
    from dealerdesk.domain.appointment_conflicts import Conflict

KINDS: Final = frozenset({"appointment", "task"})
"""What an appointment changes: calendars, and which tasks are offered."""


@dataclass(frozen=True)
class Appointed:
    """What became of an appointment that was typed: what changed and its id, or what speaks against it.

    With anything `against` it nothing was kept: what is not impossible may be confirmed, by its code.
    """

    changed: Changed = field(default_factory=Changed)
    appointment: int | None = None
    against: tuple[Conflict, ...] = ()


def book_within(
    writer: Writer, desk: Desk, new: NewAppointment, *, call_id: int | None = None, agent_id: int | None = None
) -> int:
    """Make an appointment within an act, as a call does; answers its id.

    What was doubtful was said while it was typed. Raises Refused `customers.gone`, and what is impossible as it is
    said: `appointment.past_day` and its like.
    """
    owner = owner_seen(writer.conn, desk, new.vehicle_id)
    for conflict in against(writer.conn, desk, new):
        if conflict.impossible:
            raise Refused(conflict.said.code, **conflict.said.params)
    return _insert(writer, desk, new, owner, {"call_id": call_id, "agent_id": agent_id})


@use_case("book-appointment", Right.ENTER)
def book_appointment(desk: Desk, new: NewAppointment, *, confirmed: Collection[str] = ()) -> Appointed:
    """Make an appointment, unless something speaks against it that nobody confirmed.

    Raises Refused `customers.gone`.
    """
    with desk.store.write(desk.header("book-appointment")) as writer:
        owner = owner_seen(writer.conn, desk, new.vehicle_id)
        left = _unconfirmed(against(writer.conn, desk, new), confirmed)
        if left:
            return Appointed(against=left)
        key = _insert(writer, desk, new, owner, {"agent_id": desk.actor.staff})
        return Appointed(Changed(KINDS, writer.act_id), key)


@use_case("move-appointment", Right.ENTER)
def move_appointment(
    desk: Desk, key: int, revision: int, new: NewAppointment, *, confirmed: Collection[str] = ()
) -> Appointed:
    """Let an appointment be as it is typed now: another day or time, another advisor, another purpose.

    Of another day, the one it was moved from is kept; one that was missed is booked again. Its car stays the same.
    Raises Refused `appointment.gone`, `appointment.ended`, `record.changed_meanwhile`.
    """
    with desk.store.write(desk.header("move-appointment")) as writer:
        present = _open(writer, desk, key, revision)
        new = replace(new, vehicle_id=present["vehicle_id"])
        left = _unconfirmed(against(writer.conn, desk, new, without=key), confirmed)
        if left:
            return Appointed(against=left)
        changes = _fields(new) | {"state": AppointmentState.BOOKED.value, "ended_on": None, "ended_why": None}
        if new.day != present["day"]:
            changes["moved_from"] = present["day"]
        if not change_appointment_row(writer, key, changes, revision):
            return Appointed(appointment=key)
        if present["state"] == AppointmentState.MISSED:
            end_no_show_calls(writer, desk.today, [present["vehicle_id"]], Ended.CAUSE_GONE)
        return Appointed(Changed(KINDS, writer.act_id), key)


@use_case("cancel-appointment", Right.ENTER)
def cancel_appointment(desk: Desk, key: int, revision: int, why: str) -> Changed:
    """Cancel an appointment, for a reason that is kept.

    Raises Refused `appointment.gone`, `appointment.ended`, `appointment.no_reason`, `record.changed_meanwhile`.
    """
    reason = tidied(why)
    if reason is None:
        raise Refused("appointment.no_reason")
    return _end(desk, "cancel-appointment", (key, revision), AppointmentState.CANCELLED, reason)


@use_case("appointment-arrived", Right.ENTER)
def appointment_arrived(desk: Desk, key: int, revision: int) -> Changed:
    """Mark that the car of an appointment has come, before its visit is logged: within 3 days of its day.

    Raises Refused `appointment.gone`, `appointment.ended`, `appointment.not_near`, `record.changed_meanwhile`.
    """
    return _end(desk, "appointment-arrived", (key, revision), AppointmentState.ARRIVED, None)


def _end(desk: Desk, act: str, which: tuple[int, int], state: AppointmentState, why: str | None) -> Changed:
    key, revision = which
    with desk.store.write(desk.header(act)) as writer:
        present = _open(writer, desk, key, revision)
        if state is AppointmentState.ARRIVED and abs(present["day"] - desk.today) > KEPT_WITHIN:
            raise Refused("appointment.not_near", day=present["day"])
        changes = {"state": state.value, "ended_on": desk.today, "ended_why": why}
        change_appointment_row(writer, key, changes, revision)
        return Changed(KINDS, writer.act_id)


def _open(writer: Writer, desk: Desk, key: int, revision: int) -> dict[str, Any]:
    """An appointment that can still be changed, as it was seen by who changes it."""
    present = appointment_row(writer.conn, key)
    scope = desk.actor.scope.advisor_id
    if present is None:
        raise Refused("appointment.gone")
    own = scope is not None and present["advisor_id"] == scope
    if not own and owner_of(writer.conn, present["vehicle_id"], desk.today, scope) is None:
        raise Refused("appointment.gone")
    if present["revision"] != revision:
        raise Refused("record.changed_meanwhile", table="appointment", key=key)
    if present["state"] not in OPEN_STATES:
        raise Refused("appointment.ended")
    return present


def _unconfirmed(found: tuple[Conflict, ...], confirmed: Collection[str]) -> tuple[Conflict, ...]:
    return tuple(one for one in found if one.impossible or one.code not in confirmed)


def _insert(writer: Writer, desk: Desk, new: NewAppointment, owner: int | None, by: Mapping[str, Any]) -> int:
    always = {
        "vehicle_id": new.vehicle_id,
        "customer_id": owner if new.customer_id is None else new.customer_id,
        "state": AppointmentState.BOOKED.value,
        "booked_on": desk.today,
        "booked_by": desk.actor.name,
    }
    return insert_appointment(writer, {**_fields(new), **always, **by})


def _fields(new: NewAppointment) -> dict[str, Any]:
    return {
        "day": new.day,
        "at": new.at,
        "minutes": new.minutes,
        "advisor_id": new.advisor_id,
        "purpose": tidied(new.purpose) or "",
        "offer": tidied(new.offer),
        "note": tidied(new.note),
    }
