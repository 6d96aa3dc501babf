"""Vehicles, and what belongs to them over time: plates, owners, advisors, departures, products."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from dealerdesk.db.columns import Day
from dealerdesk.db.tables.base import Base, Recorded


class Vehicle(Recorded, Base):
    """One car: the unit that is lost or kept. Ends of warranty, insurance and inspection are today's entries."""

    __tablename__ = "vehicle"

    vin: Mapped[str | None] = mapped_column(unique=True)
    model: Mapped[str | None] = mapped_column(index=True)
    drive: Mapped[str | None]
    delivered: Mapped[date | None] = mapped_column(Day, index=True)
    registered: Mapped[date | None] = mapped_column(Day)
    source: Mapped[str] = mapped_column(default="unknown")
    use: Mapped[str | None]
    warranty_end: Mapped[date | None] = mapped_column(Day, index=True)
    insurance_end: Mapped[date | None] = mapped_column(Day, index=True)
    insurance_company: Mapped[str | None]
    inspection_end: Mapped[date | None] = mapped_column(Day, index=True)
    needs_file: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None]
    delivered_by: Mapped[int | None]
    """The member of staff who handed it over when it was new."""

    wished_service: Mapped[str | None]


class Plate(Recorded, Base):
    """A plate that a vehicle bears from a day (its first known one from ever) until the day another does."""

    __tablename__ = "plate"

    vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicle.id"), index=True)
    plate: Mapped[str] = mapped_column(index=True)
    from_day: Mapped[date] = mapped_column(Day)
    until_day: Mapped[date] = mapped_column(Day)


class Ownership(Recorded, Base):
    """Who owns a vehicle from a day (the first known owner from ever) until the day another does."""

    __tablename__ = "ownership"

    vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicle.id"), index=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    from_day: Mapped[date] = mapped_column(Day)
    until_day: Mapped[date] = mapped_column(Day)


class Responsibility(Recorded, Base):
    """The responsible advisor of a vehicle from a day; a later row hands the vehicle over."""

    __tablename__ = "responsibility"

    vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicle.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    from_day: Mapped[date] = mapped_column(Day)
    until_day: Mapped[date] = mapped_column(Day)


class Departure(Recorded, Base):
    """A vehicle that left for good: sold on, scrapped, or its owner moved away. `undone_on`: a person took it back."""

    __tablename__ = "departure"

    vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicle.id"), index=True)
    day: Mapped[date] = mapped_column(Day)
    reason: Mapped[str]
    note: Mapped[str | None]
    undone_on: Mapped[date | None] = mapped_column(Day)


class Product(Recorded, Base):
    """A product that binds: prepaid maintenance, stored value, extended warranty, voucher; or its refusal."""

    __tablename__ = "product"

    vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicle.id"))
    kind: Mapped[str]
    starts: Mapped[date | None] = mapped_column(Day)
    ends: Mapped[date | None] = mapped_column(Day)
    balance_fen: Mapped[int | None]
    declined_on: Mapped[date | None] = mapped_column(Day)
    declined_reason: Mapped[str | None]
    interest: Mapped[str | None]

    __table_args__ = (Index("ix_product_vehicle_id", "vehicle_id", "kind", "ends"),)


class SearchText(Base):
    """What a vehicle is found by, folded: plates, VIN, owner's name, pinyin, initials, phone digits. Derived."""

    __tablename__ = "search_text"

    vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicle.id"), primary_key=True)
    folded: Mapped[str]
    name_key: Mapped[str]
