"""Visits with their life, and what customers told about their cars."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from dealerdesk.db.columns import Day
from dealerdesk.db.tables.base import Base, Recorded


class Visit(Recorded, Base):
    """One repair order as it was entered. Amounts in fen, odometer in km; nothing here is derived."""

    __tablename__ = "visit"

    vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicle.id"))
    order_no: Mapped[str | None] = mapped_column(unique=True)
    order_tail: Mapped[str | None]
    customer_name: Mapped[str | None]
    date_in: Mapped[date] = mapped_column(Day)
    date_settled: Mapped[date | None] = mapped_column(Day)
    date_out: Mapped[date | None] = mapped_column(Day)
    odometer: Mapped[int | None]
    kind: Mapped[str | None]
    advisor_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    items: Mapped[str | None]
    labour_fen: Mapped[int | None]
    parts_fen: Mapped[int | None]
    due_fen: Mapped[int | None]
    discount_fen: Mapped[int | None]
    paid_fen: Mapped[int | None]
    redeemed_fen: Mapped[int | None]
    payer: Mapped[str | None]
    state: Mapped[str]
    maintenance: Mapped[bool | None]
    counts: Mapped[bool | None]
    """False: never a counting visit, whatever it charged: it bore the dummy plate (Rulebook 2.4)."""

    note: Mapped[str | None]
    met_advisor: Mapped[bool | None]
    """Whether the responsible advisor came over, where another one received the car."""

    brought_by: Mapped[str | None]
    """What brought a customer who had bought the car elsewhere."""

    changed_why: Mapped[str | None]
    """Why it was last corrected or voided by hand."""

    taken_fen: Mapped[int | None]
    """What of the value redeemed came off a balance that was known, in fen: what is given back if it is voided."""

    __table_args__ = (
        Index("ix_visit_vehicle_id", "vehicle_id", "date_in"),
        Index("ix_visit_order_tail", "order_tail"),
        Index("ix_visit_date_in", "date_in"),
        Index("ix_visit_open", "state", sqlite_where=text("state IN ('arrived', 'in-workshop')")),
    )


class VisitKind(Recorded, Base):
    """A kind of visit as the store names it: maintenance or not, counting or not, of which workshop."""

    __tablename__ = "visit_kind"

    name: Mapped[str] = mapped_column(unique=True)
    maintenance: Mapped[bool]
    counts: Mapped[bool]
    workshop: Mapped[str]
    place: Mapped[int]
    retired_on: Mapped[date | None] = mapped_column(Day)


class Told(Recorded, Base):
    """What a customer told on the phone: an odometer reading, or a maintenance done elsewhere."""

    __tablename__ = "told"

    vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicle.id"), index=True)
    day: Mapped[date] = mapped_column(Day)
    odometer: Mapped[int | None]
    maintenance: Mapped[bool] = mapped_column(default=False)
    place: Mapped[str | None]
    note: Mapped[str | None]
