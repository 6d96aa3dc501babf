"""The desk's own memory: settings, imports, what was last imported, remembered layouts, and the acts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from dealerdesk.db.columns import Day, Instant, Json
from dealerdesk.db.tables.base import Base, Recorded


class Setting(Recorded, Base):
    """One setting of the store, by name."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(unique=True)
    value: Mapped[Any] = mapped_column(Json)


class Batch(Recorded, Base):
    """One import: which file, what became of its rows; state done or undone."""

    __tablename__ = "batch"

    kind: Mapped[str]
    file_name: Mapped[str]
    sha256: Mapped[str]
    day: Mapped[date] = mapped_column(Day)
    existing: Mapped[str]
    counts: Mapped[Any] = mapped_column(Json)
    rejects_file: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="done")
    act_id: Mapped[int | None]


class SourceRow(Recorded, Base):
    """The cells of an export's row as last imported, by kind and key: hand corrections survive (Rulebook 2.5)."""

    __tablename__ = "source_row"

    kind: Mapped[str]
    key: Mapped[str]
    record_id: Mapped[int]
    cells: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        Index("uq_source_row_kind_key", "kind", "key", unique=True),
        Index("ix_source_row_record_id", "kind", "record_id"),
    )


class Layout(Recorded, Base):
    """Which column means what, as a person once said, for files with the same headings."""

    __tablename__ = "layout"

    signature: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    mapping: Mapped[Any] = mapped_column(Json)


class Act(Base):
    """One write: when by the real clock in UTC, who, from where, which use case; chained by digest.

    Its rows are the act rows `first_row … first_row + rows - 1`; `undoes` names the act that it took back.
    """

    __tablename__ = "act"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    who: Mapped[str]
    source: Mapped[str]
    use_case: Mapped[str]
    day: Mapped[date] = mapped_column(Day)
    undoes: Mapped[int | None]
    first_row: Mapped[int]
    rows: Mapped[int]
    digest: Mapped[str]


class ActRow(Base):
    """One row that an act changed: before and after as JSON; sealed so that values can be erased later."""

    __tablename__ = "act_row"

    id: Mapped[int] = mapped_column(primary_key=True)
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))
    table: Mapped[str]
    key: Mapped[int]
    before: Mapped[str | None]
    after: Mapped[str | None]
    nonce: Mapped[bytes | None]
    seal: Mapped[bytes]

    __table_args__ = (Index("ix_act_row_table_key", "table", "key"),)
