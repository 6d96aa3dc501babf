"""Who may come in: accounts and their secrets; what was seen of personal data; who was erased; what is half written."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from dealerdesk.db.columns import Day, Instant, Json
from dealerdesk.db.tables.base import Base, Recorded


class Account(Recorded, Base):
    """The account of a member of staff, who signs in by their name: a role, rights beyond it and rights refused.

    `passwords` counts how many it has had: a new one is a change of the account, without telling anything of it.
    """

    __tablename__ = "account"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), unique=True)
    role: Mapped[str]
    granted: Mapped[Any] = mapped_column(Json)
    withheld: Mapped[Any] = mapped_column(Json)
    closed_on: Mapped[date | None] = mapped_column(Day)
    passwords: Mapped[int] = mapped_column(default=1, server_default="1")


class Secret(Base):
    """What an account is opened with, as argon2 keeps it, and how often in a row it was tried in vain.

    Not recorded: a secret has no history that anybody should read, and is never brought back by an undo.
    """

    __tablename__ = "secret"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    password: Mapped[str]
    pin: Mapped[str | None]
    recovery: Mapped[str | None]
    failures: Mapped[int] = mapped_column(default=0, server_default="0")
    failed_at: Mapped[datetime | None] = mapped_column(Instant)
    seen_at: Mapped[datetime | None] = mapped_column(Instant)


class Disclosure(Recorded, Base):
    """Personal data that left the desk: a number opened, a list exported or printed, a customer's data handed over.

    `what` names the list or the file; `rows` says how many customers or vehicles it held.
    """

    __tablename__ = "disclosure"

    kind: Mapped[str]
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    phone_id: Mapped[int | None]
    what: Mapped[str | None]
    rows: Mapped[int | None]


class Erased(Recorded, Base):
    """A person who wanted to be forgotten, known by a keyed hash alone, so that no import brings them back.

    `kind` says what was hashed (phone, number, name with VIN).
    """

    __tablename__ = "erased"

    kind: Mapped[str]
    hash: Mapped[str]
    erased_on: Mapped[date] = mapped_column(Day)

    __table_args__ = (Index("ix_erased_hash", "hash"),)


class Erasure(Recorded, Base):
    """The lines of acts whose values were erased: how many, and a digest of their ids that vouches for them."""

    __tablename__ = "erasure"

    reason: Mapped[str]
    customer_id: Mapped[int | None]
    lines: Mapped[int]
    digest: Mapped[str]


class Draft(Base):
    """What somebody has begun and not finished: a form, a call, a month's end. Kept until it is saved or dropped.

    Not recorded: it changes with every few keys, and is nobody's business but its writer's.
    """

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    key: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)
    content: Mapped[Any] = mapped_column(Json)

    __table_args__ = (Index("uq_draft_who_kind_key", "who", "kind", "key", unique=True),)


class ChainHead(Base):
    """Where the chain of acts ends: how many there are and the last digest, vouched for by a key outside the store."""

    __tablename__ = "chain_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    acts: Mapped[int]
    digest: Mapped[str]
    key_id: Mapped[str]
    mac: Mapped[str]
