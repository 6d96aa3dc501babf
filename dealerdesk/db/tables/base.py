"""The base of all mapped classes: names of constraints, and what every recorded row carries."""

from __future__ import annotations

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """Every table of the store."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Recorded:
    """A row whose every write is an act: it has a lasting id and a revision that each save checks."""

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-2)
    revision: Mapped[int] = mapped_column(default=1, server_default="1", sort_order=-1)
