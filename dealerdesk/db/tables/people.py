"""Customers, their phones and their wish not to be called; staff."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from dealerdesk.db.columns import Day
from dealerdesk.db.tables.base import Base, Recorded


class Staff(Recorded, Base):
    """A person who works at the store, known by name until accounts exist."""

    __tablename__ = "staff"

    name: Mapped[str] = mapped_column(unique=True)
    job: Mapped[str] = mapped_column(default="advisor")
    left_on: Mapped[date | None] = mapped_column(Day)


class Customer(Recorded, Base):
    """A person or company that owns vehicles."""

    __tablename__ = "customer"

    number: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str]
    customer_type: Mapped[str | None]
    sex: Mapped[str | None]
    birthday: Mapped[date | None] = mapped_column(Day)
    birthday_month: Mapped[int | None] = mapped_column(index=True)
    address: Mapped[str | None]
    district: Mapped[str | None]
    occupation: Mapped[str | None]
    preferred_channel: Mapped[str | None]
    wechat: Mapped[bool | None]
    referrals: Mapped[int] = mapped_column(default=0, server_default="0")
    note: Mapped[str | None]
    wechat_on: Mapped[date | None] = mapped_column(Day)
    wechat_by: Mapped[int | None]
    """The member of staff who added them."""

    hobbies: Mapped[str | None]
    driving_since: Mapped[date | None] = mapped_column(Day)
    consent_on: Mapped[date | None] = mapped_column(Day)
    """When they agreed to be written to and called."""

    __table_args__ = (Index("ix_customer_name", "name"),)


class Tag(Recorded, Base):
    """A word that a customer is sorted by."""

    __tablename__ = "tag"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    name: Mapped[str]


class Tie(Recorded, Base):
    """Two customers who belong together: of one household, or of one company."""

    __tablename__ = "tie"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    kind: Mapped[str]


class Phone(Recorded, Base):
    """One number of one customer: digits only, good, doubtful or bad, one of them preferred."""

    __tablename__ = "phone"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    digits: Mapped[str] = mapped_column(index=True)
    preferred: Mapped[bool] = mapped_column(default=False)
    quality: Mapped[str] = mapped_column(default="good")


class DoNotCall(Recorded, Base):
    """A mark that nobody calls: for a customer, for a number, or both; lifted only by a person, with a reason."""

    __tablename__ = "do_not_call"

    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    digits: Mapped[str | None] = mapped_column(index=True)
    since: Mapped[date] = mapped_column(Day)
    reason: Mapped[str]
    lifted_on: Mapped[date | None] = mapped_column(Day)
    lifted_reason: Mapped[str | None]
