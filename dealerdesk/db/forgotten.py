"""Who was erased, known by a keyed hash alone: no import brings them back, and their wish not to be called holds."""

from __future__ import annotations

import hmac
import os
from typing import TYPE_CHECKING, Final

from dealerdesk.db.reading import fetch_all
from dealerdesk.db.settings import set_setting, setting
from dealerdesk.db.tables import DoNotCall, Erased
from dealerdesk.domain.erasure import tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from sqlalchemy import Connection

    from dealerdesk.db.acts import Writer

NOT_CALLED: Final = "do-not-call"
"""The kind of a phone that nobody calls, whoever comes to have it."""

_SALT: Final = "erased_salt"
_SALT_BYTES: Final = 32


class Forgotten:
    """The list of those who were erased, as it stands. Where nobody was, it answers at once."""

    def __init__(self, conn: Connection) -> None:
        salt = setting(conn, _SALT)
        self._salt = None if salt is None else bytes.fromhex(salt)
        found = fetch_all(conn, "SELECT kind, hash FROM erased") if self._salt is not None else []
        self._known = frozenset(found)

    def __bool__(self) -> bool:
        return bool(self._known)

    def is_one(
        self, *, number: str | None, name: str | None, digits: Iterable[str], cars: Iterable[str | None]
    ) -> bool:
        """Whether whom a row names was erased: by number, phone, or name with a VIN, plate or phone."""
        return self._salt is not None and any(
            (kind, _hash(self._salt, kind, value)) in self._known for kind, value in tokens(number, name, digits, cars)
        )

    def is_not_called(self, digits: str) -> bool:
        """Whether the number was that of somebody erased whom nobody was to call."""
        return self._salt is not None and (NOT_CALLED, _hash(self._salt, NOT_CALLED, digits)) in self._known


def remember_forgotten(writer: Writer, known: Collection[tuple[str, str]], day: date) -> None:
    """Put what a person is known again by on the list, as hashes with the store's own salt."""
    salt = setting(writer.conn, _SALT)
    if salt is None:
        salt = os.urandom(_SALT_BYTES).hex()
        set_setting(writer, _SALT, salt)
    hashed = {(kind, _hash(bytes.fromhex(salt), kind, value)) for kind, value in known}
    there = set(fetch_all(writer.conn, "SELECT kind, hash FROM erased"))
    writer.insert(Erased, [{"kind": kind, "hash": made, "erased_on": day} for kind, made in sorted(hashed - there)])


def mark_again(writer: Writer, customer: int, day: date) -> bool:
    """Mark those numbers of a customer that nobody was to call when their owner was erased; answers whether any."""
    forgotten = Forgotten(writer.conn)
    if not forgotten:
        return False
    sql = """SELECT p.digits FROM phone p WHERE p.customer_id = ? AND NOT EXISTS (
        SELECT 1 FROM do_not_call d WHERE d.digits = p.digits)"""
    marked = sorted({row[0] for row in fetch_all(writer.conn, sql, (customer,)) if forgotten.is_not_called(row[0])})
    writer.insert(DoNotCall, [{"digits": digits, "since": day, "reason": "erased"} for digits in marked])
    return bool(marked)


def _hash(salt: bytes, kind: str, value: str) -> str:
    return hmac.digest(salt, f"{kind}\0{value}".encode(), "sha256").hex()
