"""What an agent reads of the customer while talking: figures in a few lines, and what happened last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.domain.calendar import add_months
from dealerdesk.domain.customer_file import CallEvent, SheetEvent, TaskEvent
from dealerdesk.words.events import event_line

if TYPE_CHECKING:
    from datetime import date

    from dealerdesk.domain.caller import CallerPanel, LastCall
    from dealerdesk.domain.customer_file import Car, CustomerFile
    from dealerdesk.words import Words

_LAST: Final = 12
"""How many events are read at a glance."""

_NOT_LOYAL: Final = "none"
_BY_PHONE: Final = "call"
_ELSEWHERE: Final = (CallEvent, TaskEvent, SheetEvent)


class Told(NamedTuple):
    """A line about the customer: what it is about, empty where it speaks for itself, and what there is to say."""

    about: str
    text: str
    role: str = ""


def lines_about(words: Words, file: CustomerFile, today: date) -> list[Told]:
    """What stands above the timeline: status, last visit, visits and spend, marks, what ends soon."""
    told: list[Told] = []
    car = file.car
    if car is not None:
        told += _of_car(words, car, today)
    if file.person is not None:
        told += [
            Told(
                words.text("do not call"),
                words.text("since {day}: {reason}", day=mark.since, reason=mark.reason),
                "bad",
            )
            for mark in file.person.marks
        ]
        if file.person.note:
            told.append(Told(words.label("fact.note"), file.person.note))
    others = [one.plate or one.vin or "—" for one in file.cars if one.present and one.id != file.chosen]
    if others:
        told.append(Told(words.text("Other cars"), words.shown(tuple(others))))
    return told


def status_of(words: Words, car: Car, today: date) -> str:
    """The status with how long it is since the reference date: months, and days beyond them."""
    figures = car.figures
    status = words.label("mark.quasi-lost") if figures.quasi_lost else words.label(f"status.{figures.status}")
    if figures.reference is None or figures.months_since is None or figures.months_since < 0:
        return status
    days = (today - add_months(figures.reference, figures.months_since)).days
    ago = words.text("{months} m {days} d", months=figures.months_since, days=days)
    return f"{status} · {ago}"


def _of_car(words: Words, car: Car, today: date) -> list[Told]:
    figures = car.figures
    km = None if figures.last_odometer is None else words.km(figures.last_odometer)
    visit = None if figures.last_visit is None else words.day(figures.last_visit)
    told = [Told(words.text("Last visit"), " · ".join(part for part in (visit, km) if part) or words.text("none"))]
    visits = words.ntext("{n} visit", "{n} visits", figures.visits)
    in_all = words.text("{visits} · {spend:money}", visits=visits, spend=figures.spend_fen)
    told.append(Told(words.text("In all"), in_all))
    if figures.predicted_odometer is not None and figures.predicted_odometer != figures.last_odometer:
        told.append(Told(words.text("Odometer by now"), words.km(figures.predicted_odometer)))
    if figures.next_maintenance is not None:
        told.append(Told(words.text("Next maintenance"), words.day(figures.next_maintenance)))
    if car.advisor:
        told.append(Told(words.text("Advisor"), car.advisor))
    in_force = [words.label(f"product.{one.kind}") for one in car.products if one.in_force]
    if in_force:
        told.append(Told(words.text("Protected"), words.shown(tuple(in_force))))
    if car.departure is not None:
        reason = words.label(f"departed_reason.{car.departure.reason}")
        told.append(Told(words.text("Departed"), f"{words.day(car.departure.day)} · {reason}", "bad"))
    del today
    return told


def loyal_of(words: Words, file: CustomerFile) -> str:
    """That the customer is loyal, in whatever way; empty where they are not."""
    loyalty = _NOT_LOYAL if file.person is None else file.person.loyalty
    return "" if loyalty == _NOT_LOYAL else words.label(f"loyalty.{loyalty}")


def open_things(words: Words, seen: CallerPanel) -> list[Told]:
    """What must be known before a word is said: the last caller's note, an appointment, complaints, flags."""
    told: list[Told] = []
    if seen.note is not None:
        about = words.text("From {who}, {day}", who=seen.note.who, day=seen.note.day)
        told.append(Told(about, seen.note.text, "strong"))
    if (ahead := seen.appointment) is not None:
        at = words.text("{day:full} at {at}", day=ahead.day, at=f"{ahead.at:%H:%M}")
        told.append(Told(words.text("Appointment"), f"{at} · {ahead.purpose}", "strong"))
    for one in seen.complaints:
        about = words.text("Complaint since {day}", day=one.received_on)
        told.append(Told(about, one.happened, "bad"))
    return told + [Told(words.text("To the manager, {day}", day=flag.raised_on), flag.what) for flag in seen.flags]


def last_calls(words: Words, seen: CallerPanel) -> list[Told]:
    """The last contacts, the newest first: when and by which channel, what came of it, and what was noted."""
    return [Told(_when(words, one), _what(words, one)) for one in seen.calls]


def _when(words: Words, one: LastCall) -> str:
    at = f" {one.at.astimezone():%H:%M}" if one.timed else ""
    return f"{words.day(one.day)}{at}"


def _what(words: Words, one: LastCall) -> str:
    channel = "" if one.channel == _BY_PHONE else words.label(f"channel.{one.channel}")
    came = words.text("they rang") if one.incoming else ""
    return " · ".join(part for part in (channel, came, words.label(f"disposition.{one.disposition}"), one.note) if part)


def last_events(words: Words, file: CustomerFile) -> list[Told]:
    """What happened last, the newest first; calls stand above, and tasks in the queue."""
    events = [event for event in file.timeline.events if not isinstance(event.detail, _ELSEWHERE)]
    return [Told(words.day(event.day), event_line(words, event)) for event in events[:_LAST]]
