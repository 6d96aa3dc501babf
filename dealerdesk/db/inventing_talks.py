"""Putting into the store what was spoken of with the owners of invented cars, and what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from dealerdesk.db import tables
from dealerdesk.domain.codes import CodeKind, code_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dealerdesk.db.acts import Writer
    from dealerdesk.domain.invented import InventedAppointment, InventedCar, InventedComplaint, InventedContact

Row = dict[str, Any]


class Owned(NamedTuple):
    """A car that was put into the store: its id, that of its owner, and those of its visits."""

    car: InventedCar
    id: int
    customer_id: int
    visits: Sequence[int]


class _Held(NamedTuple):
    """A talk with the ids of its contacts."""

    owned: Owned
    calls: Sequence[int]


def insert_talks(writer: Writer, owned: Sequence[Owned], staff: Mapping[str, int], phones: Mapping[str, int]) -> None:
    """Add contacts, interviews, appointments, complaints and flags; `staff` by name, `phones` by digits."""
    spoken = [one for one in owned if one.car.talk.contacts]
    ids = iter(writer.next_ids(tables.Call, sum(len(one.car.talk.contacts) for one in spoken)))
    held = [_Held(one, [next(ids) for _ in one.car.talk.contacts]) for one in spoken]
    writer.insert(
        tables.Call,
        [
            _call(contact, id_, one.owned, staff, phones)
            for one in held
            for contact, id_ in zip(one.owned.car.talk.contacts, one.calls, strict=True)
        ],
    )
    _insert_interviews(writer, held)
    _insert_coded(writer, tables.Appointment, CodeKind.APPOINTMENT, _appointments(held, staff))
    _insert_coded(writer, tables.Complaint, CodeKind.COMPLAINT, _complaints(held, staff))
    writer.insert(tables.Flag, list(_flags(held, staff)))


def _moment(contact: InventedContact) -> datetime:
    """The moment of a contact, in the zone that the store's clock goes by."""
    return datetime.combine(contact.day, contact.at).astimezone()


def _call(
    contact: InventedContact, call_id: int, owned: Owned, staff: Mapping[str, int], phones: Mapping[str, int]
) -> Row:
    on, at = contact.promised or (None, None)
    return {
        "id": call_id,
        "at": _moment(contact),
        "day": contact.day,
        "who": contact.agent,
        "agent_id": staff[contact.agent],
        "customer_id": owned.customer_id,
        "vehicle_id": owned.id,
        "phone_id": None if contact.phone is None else phones[contact.phone],
        "disposition": contact.disposition,
        "attempt": contact.attempt,
        "promised_on": on,
        "promised_at": at,
        "note": contact.note,
        "for_next": contact.for_next,
        "topic": contact.topic,
        "channel": contact.channel,
        "incoming": contact.incoming,
        "timed": True,
        "batch_id": None,
    }


def _insert_interviews(writer: Writer, held: Sequence[_Held]) -> None:
    rows: list[Row] = []
    answers: list[Sequence[Mapping[str, object]]] = []
    for one in held:
        for contact, call_id in zip(one.owned.car.talk.contacts, one.calls, strict=True):
            if contact.interview is None:
                continue
            ended = _moment(contact)
            rows.append(
                {
                    "call_id": call_id,
                    "script": contact.interview.script,
                    "version": contact.interview.version,
                    "customer_id": one.owned.customer_id,
                    "vehicle_id": one.owned.id,
                    "task_id": None,
                    "day": contact.day,
                    "began_at": ended - timedelta(minutes=contact.interview.minutes),
                    "ended_at": ended,
                    "complete": True,
                    "proposed": contact.interview.proposed,
                }
            )
            answers.append(contact.interview.answers)
    ids = writer.insert(tables.Interview, rows)
    writer.insert(
        tables.InterviewAnswer,
        [{"interview_id": id_, **row} for id_, given in zip(ids, answers, strict=True) for row in given],
    )


def _insert_coded(writer: Writer, table: Any, kind: CodeKind, rows: Iterator[Row]) -> None:  # noqa: ANN401
    """Insert rows whose public codes are made of their ids."""
    given = list(rows)
    first = writer.next_ids(table, len(given)).start
    writer.insert(table, [{"id": id_, "code": code_of(kind, id_), **row} for id_, row in zip(count(first), given)])


def _appointments(held: Sequence[_Held], staff: Mapping[str, int]) -> Iterator[Row]:
    for one in held:
        for made in one.owned.car.talk.appointments:
            yield {"vehicle_id": one.owned.id, "customer_id": one.owned.customer_id, **_appointment(made, one, staff)}


def _appointment(made: InventedAppointment, held: _Held, staff: Mapping[str, int]) -> Row:
    return {
        "day": made.day,
        "at": made.at,
        "minutes": made.minutes,
        "advisor_id": staff[made.advisor],
        "purpose": made.purpose,
        "offer": made.offer,
        "note": None,
        "state": made.state,
        "booked_on": made.booked_on,
        "booked_by": made.agent,
        "agent_id": staff[made.agent],
        "call_id": None if made.contact is None else held.calls[made.contact],
        "visit_id": None if made.visit is None else held.owned.visits[made.visit],
        "moved_from": None,
        "ended_on": made.ended_on,
        "ended_why": made.ended_why,
    }


def _complaints(held: Sequence[_Held], staff: Mapping[str, int]) -> Iterator[Row]:
    for one in held:
        for told in one.owned.car.talk.complaints:
            yield {
                "customer_id": one.owned.customer_id,
                "vehicle_id": one.owned.id,
                "visit_id": one.owned.visits[-1],
                "call_id": one.calls[told.contact],
                **_complaint(told, one.owned.car.talk.contacts[told.contact], staff),
            }


def _complaint(told: InventedComplaint, contact: InventedContact, staff: Mapping[str, int]) -> Row:
    return {
        "category": told.category,
        "channel": contact.channel,
        "happened": told.happened,
        "wanted": told.wanted,
        "department": told.department,
        "received_on": contact.day,
        "received_by": contact.agent,
        "limit_from": _moment(contact),
        "handler_id": None if told.handler is None else staff[told.handler],
        "state": told.state,
        "solution": told.solution,
        "solved_on": told.solved_on,
        "told_on": told.told_on,
        "confirmed_on": told.confirmed_on,
        "closed_on": told.closed_on,
        "reopened": 0,
    }


def _flags(held: Sequence[_Held], staff: Mapping[str, int]) -> Iterator[Row]:
    for one in held:
        for flag in one.owned.car.talk.flags:
            contact = one.owned.car.talk.contacts[flag.contact]
            yield {
                "customer_id": one.owned.customer_id,
                "vehicle_id": one.owned.id,
                "task_id": None,
                "call_id": one.calls[flag.contact],
                "what": flag.what,
                "raised_on": contact.day,
                "raised_by": contact.agent,
                "agent_id": staff[contact.agent],
                "solved_on": flag.solved_on,
                "solved_by": None if flag.solved_on is None else contact.agent,
                "solution": flag.solution,
            }
