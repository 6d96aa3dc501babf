"""Tasks, the calls made on them, and the sheets that reserve them."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from dealerdesk.db.columns import Day, Instant, TimeOfDay
from dealerdesk.db.tables.base import Base, Recorded


class Task(Recorded, Base):
    """One planned contact with one customer, for one reason; made once per key.

    `due` is the day of the next call: calls move it, to a part of that day, or to a time that the customer named;
    `first_due` is the day before the first move. `attempts`: how often nobody has answered.
    """

    __tablename__ = "task"

    code: Mapped[str] = mapped_column(unique=True)
    key: Mapped[str] = mapped_column(unique=True)
    reason: Mapped[str]
    list_name: Mapped[str | None]
    vehicle_id: Mapped[int | None] = mapped_column(ForeignKey("vehicle.id"), index=True)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    cause: Mapped[date | None] = mapped_column(Day)
    created_on: Mapped[date] = mapped_column(Day)
    due: Mapped[date] = mapped_column(Day)
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    state: Mapped[str] = mapped_column(default="open")
    ended_on: Mapped[date | None] = mapped_column(Day)
    ended_why: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    first_due: Mapped[date | None] = mapped_column(Day)
    part_of_day: Mapped[str | None]
    promised_at: Mapped[time | None] = mapped_column(TimeOfDay)
    visit_id: Mapped[int | None]
    """The visit that care is asked about."""

    complaint_id: Mapped[int | None]
    step: Mapped[int | None]
    """Which of several calls for the same cause: the second care call, the third month."""

    last_try: Mapped[str | None]
    """What came of the last attempt in vain, under the number that is still the one to ring; or `interested`."""

    not_before: Mapped[time | None] = mapped_column(TimeOfDay)
    """On the day it is due, the time before which a line that was busy is not rung again."""

    about: Mapped[str | None]
    """What it is about, in the words of who planned it: a festival, a campaign, what was promised."""

    __table_args__ = (Index("ix_task_state", "state", "due"),)


class Call(Recorded, Base):
    """One contact or attempt at one, in whatever channel: when, by whom, with which customer, what came of it.

    `attempt`: how often nobody had answered by then, this call included. `promised_on`: for when another was promised.
    """

    __tablename__ = "call"

    at: Mapped[datetime] = mapped_column(Instant)
    day: Mapped[date] = mapped_column(Day)
    who: Mapped[str]
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    disposition: Mapped[str]
    attempt: Mapped[int] = mapped_column(default=0)
    promised_on: Mapped[date | None] = mapped_column(Day)
    promised_at: Mapped[time | None] = mapped_column(TimeOfDay)
    note: Mapped[str | None]
    channel: Mapped[str] = mapped_column(default="call", server_default="call")
    incoming: Mapped[bool] = mapped_column(default=False, server_default="0")
    vehicle_id: Mapped[int | None]
    phone_id: Mapped[int | None]
    """The number that was rung."""

    topic: Mapped[str | None]
    """What it was about, where no task says so: a reason, or an author's own word in old records."""

    for_next: Mapped[str | None]
    """What whoever calls next should know."""

    batch_id: Mapped[int | None]
    """The import that brought it in from older records."""

    timed: Mapped[bool] = mapped_column(default=True, server_default="1")
    """Whether the hour is known: older records often name the day alone."""

    __table_args__ = (
        Index("ix_call_day", "day"),
        Index("ix_call_customer_id", "customer_id", "day"),
    )


class CallTask(Recorded, Base):
    """A task that a call was about, and its place among them (0 leads)."""

    __tablename__ = "call_task"

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    place: Mapped[int]


class Sheet(Recorded, Base):
    """The call sheet of a day and agent; it reserves its tasks until the end of `reserved_until` or until keyed in."""

    __tablename__ = "sheet"

    code: Mapped[str] = mapped_column(unique=True)
    day: Mapped[date] = mapped_column(Day)
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)
    reserved_until: Mapped[date] = mapped_column(Day)
    keyed_in_on: Mapped[date | None] = mapped_column(Day)

    __table_args__ = (Index("ix_sheet_day", "day", "agent_id"),)


class SheetRow(Recorded, Base):
    """A task on a sheet: the entry it stands in, and its place within the entry (0 leads)."""

    __tablename__ = "sheet_row"

    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id"), index=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    entry: Mapped[int]
    place: Mapped[int]
