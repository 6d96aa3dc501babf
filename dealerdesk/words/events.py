"""What happened on a timeline, in words: one line for the table, and all that is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.domain.appointment import AppointmentEvent
from dealerdesk.domain.customer_file import (
    CallEvent,
    ChangeEvent,
    ComplaintEvent,
    DepartureEvent,
    Event,
    MarkEvent,
    SheetEvent,
    TaskEvent,
    ToldEvent,
    VisitEvent,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealerdesk.words.speech import Words


def event_line(words: Words, event: Event) -> str:
    """What happened, as one line."""
    match event.detail:
        case VisitEvent() as visit:
            kind = visit.kind or words.label("event.visit")
            parts = [kind, words.label(f"visit_state.{visit.state}") if visit.state in _NOTABLE else "", visit.items]
        case TaskEvent() as task:
            parts = [words.label(f"reason.{task.reason}"), words.label(f"task_state.{task.state}"), task.agent]
        case SheetEvent() as sheet:
            parts = [words.label("event.sheet"), sheet.code, words.label(f"reason.{sheet.reason}")]
        case AppointmentEvent() | ComplaintEvent() as matter:
            parts = _matter(words, matter)
        case CallEvent() as call:
            parts = [words.label("event.call"), words.label(f"disposition.{call.disposition}"), call.note]
        case ChangeEvent() as change:
            parts = [words.label(f"event.{event.kind}"), f"{change.before or '—'} → {change.after}"]
        case DepartureEvent() as departure:
            parts = [words.label("event.departure"), words.label(f"departed_reason.{departure.reason}"), departure.note]
        case ToldEvent() as told:
            parts = [words.label("event.told"), _told(words, told)]
        case MarkEvent() as mark:
            lifted = words.text("Do not call lifted") if mark.lifted else words.label("event.mark")
            parts = [lifted, mark.number, mark.reason]
    return _joined(parts)


def event_facts(words: Words, event: Event) -> list[tuple[str, str]]:
    """All that is known of what happened, as names and values."""
    match event.detail:
        case VisitEvent() as visit:
            return _visit(words, visit)
        case TaskEvent() as task:
            return _known(
                [
                    (words.label("column.code"), task.code),
                    (words.label("column.due"), words.day(task.due)),
                    (words.label("column.agent"), task.agent),
                    (words.text("Ended"), None if task.ended_on is None else words.day(task.ended_on)),
                    (words.text("Why ended"), task.ended_why and words.label(f"ended.{task.ended_why}")),
                ]
            )
        case SheetEvent() as sheet:
            return _known([(words.label("column.task"), sheet.task), (words.label("column.agent"), sheet.agent)])
        case AppointmentEvent() | ComplaintEvent() | CallEvent() as spoken_of:
            return _spoken_of(words, spoken_of)
        case DepartureEvent() as departure if departure.undone_on is not None:
            return [(words.text("Taken back"), words.day(departure.undone_on))]
        case _:
            return []


_NOTABLE = frozenset({"arrived", "in-workshop", "void"})


def _visit(words: Words, visit: VisitEvent) -> list[tuple[str, str]]:
    charge = words.money(visit.charge_fen)
    paid = words.money(visit.owner_paid_fen) if visit.owner_paid_fen != visit.charge_fen else None
    return _known(
        [
            (words.label("field.order_no"), visit.order_no),
            (words.label("field.state"), words.label(f"visit_state.{visit.state}")),
            (words.label("field.items"), visit.items),
            (words.label("field.odometer"), None if visit.odometer is None else words.km(visit.odometer)),
            (words.text("Charge"), charge if visit.counting else words.text("{charge}, not counting", charge=charge)),
            (words.text("Paid by the owner"), paid),
            (words.label("field.payer"), visit.payer and words.label(f"payer.{visit.payer}")),
            (words.text("Received by"), visit.advisor),
            (words.label("field.date_out"), None if visit.date_out is None else words.day(visit.date_out)),
        ]
    )


def _matter(words: Words, matter: AppointmentEvent | ComplaintEvent) -> list[str | None]:
    """What was agreed on, or complained about."""
    if isinstance(matter, ComplaintEvent):
        state = words.label(f"complaint_state.{matter.state}")
        return [words.label("event.complaint"), state, " ".join(matter.happened.split())]
    when = f"{words.day(matter.day)} {matter.at:%H:%M}"
    return [words.label("event.appointment"), when, matter.purpose, words.label(f"appointment.{matter.state}")]


def _spoken_of(words: Words, matter: AppointmentEvent | ComplaintEvent | CallEvent) -> list[tuple[str, str]]:
    if isinstance(matter, CallEvent):
        return _call(words, matter)
    return _appointment(words, matter) if isinstance(matter, AppointmentEvent) else _complaint(words, matter)


def _complaint(words: Words, complaint: ComplaintEvent) -> list[tuple[str, str]]:
    closed = None if complaint.closed_on is None else words.day(complaint.closed_on)
    return _known(
        [
            (words.label("complaint_field.code"), complaint.code),
            (words.label("complaint_field.category"), words.label(f"category.{complaint.category}")),
            (words.label("complaint_field.wanted"), complaint.wanted),
            (words.label("complaint_field.handler"), complaint.handler),
            (words.label("complaint_field.solution"), complaint.solution),
            (words.label("complaint_field.closed_on"), closed),
        ]
    )


def _appointment(words: Words, booked: AppointmentEvent) -> list[tuple[str, str]]:
    return _known(
        [
            (words.label("column.code"), booked.code),
            (words.text("Advisor"), booked.advisor),
            (words.text("Offer"), booked.offer),
            (words.text("Moved from"), None if booked.moved_from is None else words.day(booked.moved_from)),
            (words.text("Why cancelled"), booked.why),
        ]
    )


def _call(words: Words, call: CallEvent) -> list[tuple[str, str]]:
    reasons = words.formats.enumeration(words.label(f"reason.{reason}") for reason in call.reasons)
    promised = None
    if call.promised_on is not None:
        at = "" if call.promised_at is None else f" {call.promised_at:%H:%M}"
        promised = f"{words.day(call.promised_on)}{at}"
    return _known(
        [
            (words.text("By"), call.who),
            (words.label("column.reason"), reasons),
            (words.text("To be called again"), promised),
            (words.label("fact.note"), call.note),
        ]
    )


def _told(words: Words, told: ToldEvent) -> str:
    return _joined(
        [
            None if told.odometer is None else words.km(told.odometer),
            words.text("serviced elsewhere") if told.maintenance else None,
            told.place,
            told.note,
        ]
    )


def _known(facts: Iterable[tuple[str, str | None]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in facts if value]


def _joined(parts: Iterable[str | None]) -> str:
    return " · ".join(part for part in parts if part)
