"""What an agent is shown of whom they call: the last contacts, what is open, and what the last caller left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date, datetime, time

    from dealerdesk.domain.appointment import AppointmentLine
    from dealerdesk.domain.complaint import Complaint
    from dealerdesk.domain.customer_file import CustomerFile
    from dealerdesk.domain.phone import MaskedPhone


class LastCall(NamedTuple):
    """A contact with a customer: what came of it, who had it, and what it was about, as a reason or in words.

    `timed`: whether the hour is known. `attempt`: how often nobody had answered by then.
    """

    id: int
    at: datetime
    day: date
    timed: bool
    channel: str
    incoming: bool
    disposition: str
    who: str
    note: str | None
    topic: str | None
    reason: str | None
    attempt: int
    promised_on: date | None
    promised_at: time | None


class NoteForNext(NamedTuple):
    """What the last caller left for whoever calls next."""

    call_id: int
    day: date
    who: str
    text: str


class WaitingTask(NamedTuple):
    """An open task of a customer, due or not yet. `own`: it was given to whoever asks."""

    id: int
    revision: int
    code: str
    reason: str
    due: date
    promised_at: time | None
    agent: str | None
    own: bool
    vehicle_id: int | None
    plate: str | None
    attempts: int
    last_try: str | None
    about: str | None
    customer_id: int | None


class OpenFlag(NamedTuple):
    """What the manager has been asked to see, and has not solved yet."""

    id: int
    what: str
    raised_on: date
    raised_by: str


class NumberToCall(NamedTuple):
    """A number of a customer; `full`: its digits, where they are the asker's to see. `marked`: nobody may call it."""

    phone: MaskedPhone
    full: str | None
    quality: str
    preferred: bool
    marked: bool


@dataclass(frozen=True)
class CallerPanel:
    """All that is shown beside a call. `file`: the person, the cars with their figures, and what happened last.

    `appointment`: the next one. `complaints`: those that are not closed.
    """

    file: CustomerFile
    numbers: tuple[NumberToCall, ...] = ()
    calls: tuple[LastCall, ...] = ()
    note: NoteForNext | None = None
    tasks: tuple[WaitingTask, ...] = ()
    appointment: AppointmentLine | None = None
    complaints: tuple[Complaint, ...] = ()
    flags: tuple[OpenFlag, ...] = ()

    @property
    def do_not_call(self) -> bool:
        """Whether nobody may call this customer."""
        return self.file.person is not None and self.file.person.do_not_call


class CarOfCaller(NamedTuple):
    """A car by which somebody who rings is known."""

    vehicle_id: int
    plate: str | None
    model: str | None


@dataclass(frozen=True)
class Caller:
    """Somebody who may be on the phone: their cars, the one that was found first, and what they may ring about."""

    customer_id: int | None
    name: str | None
    phone: MaskedPhone | None
    cars: tuple[CarOfCaller, ...] = ()
    tasks: tuple[WaitingTask, ...] = ()
