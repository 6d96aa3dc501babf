"""What comes of calls: appointments, complaints, interviews with their answers, and what is said to the manager."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from dealerdesk.db.columns import Day, Instant, TimeOfDay
from dealerdesk.db.tables.base import Base, Recorded


class Appointment(Recorded, Base):
    """A visit that was agreed on: day, time, how many minutes, with whom, what for, and with which offer.

    `visit_id`: the visit that kept it. `moved_from`: the day that it was moved from last.
    """

    __tablename__ = "appointment"

    code: Mapped[str] = mapped_column(unique=True)
    vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicle.id"), index=True)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    day: Mapped[date] = mapped_column(Day)
    at: Mapped[time] = mapped_column(TimeOfDay)
    minutes: Mapped[int]
    advisor_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    purpose: Mapped[str]
    offer: Mapped[str | None]
    note: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="booked")
    booked_on: Mapped[date] = mapped_column(Day)
    booked_by: Mapped[str]
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    call_id: Mapped[int | None] = mapped_column(ForeignKey("call.id"))
    visit_id: Mapped[int | None]
    moved_from: Mapped[date | None] = mapped_column(Day)
    ended_on: Mapped[date | None] = mapped_column(Day)
    ended_why: Mapped[str | None]

    __table_args__ = (Index("ix_appointment_day", "day", "state"),)


class Complaint(Recorded, Base):
    """What a customer complained about, what is wanted, and how far it is solved (Rulebook 8).

    `limit_from`: when the days began within which it is to be solved: its receipt, or the last reopening.
    """

    __tablename__ = "complaint"

    code: Mapped[str] = mapped_column(unique=True)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    vehicle_id: Mapped[int | None] = mapped_column(ForeignKey("vehicle.id"), index=True)
    visit_id: Mapped[int | None]
    call_id: Mapped[int | None] = mapped_column(ForeignKey("call.id"))
    category: Mapped[str]
    channel: Mapped[str]
    happened: Mapped[str] = mapped_column(Text)
    wanted: Mapped[str | None] = mapped_column(Text)
    department: Mapped[str | None]
    received_on: Mapped[date] = mapped_column(Day)
    received_by: Mapped[str]
    limit_from: Mapped[datetime] = mapped_column(Instant)
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    state: Mapped[str] = mapped_column(default="received")
    solution: Mapped[str | None] = mapped_column(Text)
    solved_on: Mapped[date | None] = mapped_column(Day)
    told_on: Mapped[date | None] = mapped_column(Day)
    confirmed_on: Mapped[date | None] = mapped_column(Day)
    closed_on: Mapped[date | None] = mapped_column(Day)
    reopened: Mapped[int] = mapped_column(default=0)

    __table_args__ = (Index("ix_complaint_state", "state", "received_on"),)


class ScriptVersion(Recorded, Base):
    """A version of a script that a store made its own; those that are shipped lie beside the program."""

    __tablename__ = "script"

    name: Mapped[str]
    version: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    made_on: Mapped[date] = mapped_column(Day)
    who: Mapped[str]

    __table_args__ = (Index("uq_script_name_version", "name", "version", unique=True),)


class Interview(Recorded, Base):
    """One run through a script; `complete`: it went to its end. `proposed`: the disposition that its path led to."""

    __tablename__ = "interview"

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    script: Mapped[str]
    version: Mapped[int]
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    vehicle_id: Mapped[int | None] = mapped_column(ForeignKey("vehicle.id"), index=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    day: Mapped[date] = mapped_column(Day)
    began_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime] = mapped_column(Instant)
    complete: Mapped[bool]
    proposed: Mapped[str | None]

    __table_args__ = (Index("ix_interview_script", "script", "day"),)


class InterviewAnswer(Recorded, Base):
    """One answer to one question: an option that was chosen, a number, a day, or what was said; several are rows."""

    __tablename__ = "answer"

    interview_id: Mapped[int] = mapped_column(ForeignKey("interview.id"), index=True)
    step: Mapped[str]
    place: Mapped[int]
    option: Mapped[str | None]
    number: Mapped[int | None]
    day: Mapped[date | None] = mapped_column(Day)
    words: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (Index("ix_answer_step", "step", "option"),)


class Flag(Recorded, Base):
    """What a caller wants the manager to see, until it is solved."""

    __tablename__ = "flag"

    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    vehicle_id: Mapped[int | None] = mapped_column(ForeignKey("vehicle.id"), index=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    call_id: Mapped[int | None] = mapped_column(ForeignKey("call.id"))
    what: Mapped[str] = mapped_column(Text)
    raised_on: Mapped[date] = mapped_column(Day)
    raised_by: Mapped[str]
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    solved_on: Mapped[date | None] = mapped_column(Day)
    solved_by: Mapped[str | None]
    solution: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (Index("ix_flag_solved_on", "solved_on", "raised_on"),)


class Reservation(Base):
    """A task that somebody has taken for a call; not recorded as an act, and over by itself at `until`.

    `holder`: who, and in which run of the program. A time before `at` means that the PC's clock was set back.
    """

    __tablename__ = "reservation"

    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), primary_key=True)
    holder: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)
    until: Mapped[datetime] = mapped_column(Instant)


class StoreDay(Recorded, Base):
    """A day on which the store, other than the calendar has it, is closed or open."""

    __tablename__ = "store_day"

    day: Mapped[date] = mapped_column(Day, unique=True)
    open: Mapped[bool]
    note: Mapped[str | None]


class Absence(Recorded, Base):
    """Days on which somebody makes no calls and receives no cars, the first and the last among them."""

    __tablename__ = "absence"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    first: Mapped[date] = mapped_column(Day)
    last: Mapped[date] = mapped_column(Day)
    note: Mapped[str | None]
