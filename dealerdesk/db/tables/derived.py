"""What a history says, kept as stretches: rewritten with every act, rebuilt when a rule's number changes."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from dealerdesk.db.columns import Day, Json
from dealerdesk.db.tables.base import Base, Recorded


class RuleBook(Recorded, Base):
    """A set of the store's numbers, named by derived rows. State: building, current, past, cleared."""

    __tablename__ = "rule_book"

    body: Mapped[Any] = mapped_column(Json)
    state: Mapped[str]


class Stretch(Base):
    """Everything that a vehicle's history says from one day until something happens. One row a vehicle a day."""

    __tablename__ = "stretch"

    vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicle.id"), primary_key=True)
    rules_id: Mapped[int] = mapped_column(primary_key=True)
    from_day: Mapped[date] = mapped_column(Day, primary_key=True)
    until_day: Mapped[date] = mapped_column(Day)
    reference: Mapped[date | None] = mapped_column(Day)
    departed: Mapped[bool]
    owner_id: Mapped[int | None]
    do_not_call: Mapped[bool]
    source: Mapped[str]
    delivered: Mapped[date | None] = mapped_column(Day)
    last_day: Mapped[date | None] = mapped_column(Day)
    last_km: Mapped[int | None]
    rate_km: Mapped[int | None]
    rate_days: Mapped[int | None]
    maintained: Mapped[date | None] = mapped_column(Day)
    maintained_km: Mapped[int | None]
    next_maintenance: Mapped[date | None] = mapped_column(Day)
    visits: Mapped[int]
    spend_fen: Mapped[int]
    owner_paid_fen: Mapped[int]
    first_seen: Mapped[date | None] = mapped_column(Day)
    last_visit_id: Mapped[int | None]
    first_visit_id: Mapped[int | None]

    __table_args__ = (
        Index(
            "ix_stretch_reference",
            "rules_id", "until_day", "reference", "from_day", "source", "departed", "do_not_call", "vehicle_id",
        ),
        Index(
            "ix_stretch_next_maintenance",
            "rules_id", "until_day", "next_maintenance", "from_day", "source", "departed", "do_not_call",
            "reference", "maintained", "delivered", "vehicle_id",
        ),
        Index("ix_stretch_owner_id", "owner_id", "rules_id", "until_day"),
        {"sqlite_with_rowid": False},
    )  # fmt: skip


class Evidence(Base):
    """A day on which a vehicle was here without a charge, so that its owner still talks to us (Rulebook 3.4)."""

    __tablename__ = "evidence"

    vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicle.id"), primary_key=True)
    rules_id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(Day, primary_key=True)

    __table_args__ = (
        Index("ix_evidence_day", "rules_id", "day", "vehicle_id"),
        {"sqlite_with_rowid": False},
    )
