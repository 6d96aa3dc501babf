"""Accounts and their secrets as rows: who may come in, what opens it, and how often it was tried in vain."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from dealerdesk.db import dialect
from dealerdesk.db.columns import instant_text
from dealerdesk.db.dialect import DriverError
from dealerdesk.db.schema import number_of
from dealerdesk.db.tables import Account, Staff
from dealerdesk.domain.errors import Damaged, Refused
from dealerdesk.domain.rights import RIGHTS_OF, Actor, Right, Role, Scope, rights_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from dealerdesk.db.acts import Writer

_SINCE_SCHEMA = 3

_SALES = "sales"

_OPEN = "SELECT EXISTS (SELECT 1 FROM account WHERE closed_on IS NULL)"

_COLUMNS = (
    "a.id, a.revision, a.staff_id, s.name, a.role, a.granted, a.withheld, a.closed_on, a.passwords,"
    " x.password, x.pin, x.recovery, x.failures, x.failed_at, x.seen_at"
)
_ACCOUNTS = (
    f"SELECT {_COLUMNS} FROM account a JOIN staff s ON s.id = a.staff_id LEFT JOIN secret x ON x.account_id = a.id"
)


@dataclass(frozen=True)
class Secrets:
    """What an account is opened with, each as argon2 keeps it, and how often in a row it was tried in vain."""

    password: str
    pin: str | None
    recovery: str | None
    failures: int
    failed_at: datetime | None
    seen_at: datetime | None


@dataclass(frozen=True)
class RoleAndRights:
    """What an account makes of its person."""

    role: Role
    granted: frozenset[Right] = frozenset()
    withheld: frozenset[Right] = frozenset()

    @property
    def stored(self) -> dict[str, Any]:
        """The fields of an account that say so; what a role brings by itself is not granted again."""
        own = RIGHTS_OF[self.role]
        return {
            "role": self.role.value,
            "granted": sorted(self.granted - own - self.withheld),
            "withheld": sorted(self.withheld & own),
        }


@dataclass(frozen=True)
class KeptAccount:
    """An account as it is kept; `secrets` is None where its password was taken away."""

    id: int
    revision: int
    staff_id: int
    name: str
    role: Role
    granted: frozenset[Right]
    withheld: frozenset[Right]
    closed_on: date | None
    passwords: int
    secrets: Secrets | None

    @property
    def rights(self) -> frozenset[Right]:
        """What its person may do."""
        return rights_of(self.role, self.granted, self.withheld)

    @property
    def actor(self) -> Actor:
        """Its person at the desk: an advisor sees their own customers."""
        scope = Scope(self.staff_id) if self.role is Role.ADVISOR else Scope()
        return Actor(self.name, self.rights, scope, self.staff_id, self.id, self.revision)


def has_open_accounts(conn: Connection) -> bool:
    """Whether anybody must sign in."""
    return bool(conn.exec_driver_sql(_OPEN).scalar())


def kept_accounts(conn: Connection) -> tuple[KeptAccount, ...]:
    """All accounts, the closed ones too, by name."""
    return tuple(_kept(row) for row in conn.exec_driver_sql(f"{_ACCOUNTS} ORDER BY s.name").fetchall())


def account_of(conn: Connection, account: int) -> KeptAccount | None:
    """The account of this id."""
    row = conn.exec_driver_sql(f"{_ACCOUNTS} WHERE a.id = ?", (account,)).fetchone()
    return None if row is None else _kept(row)


def account_named(conn: Connection, name: str) -> KeptAccount | None:
    """The account of the member of staff of this name, closed or open."""
    row = conn.exec_driver_sql(f"{_ACCOUNTS} WHERE s.name = ?", (name,)).fetchone()
    return None if row is None else _kept(row)


def managers(conn: Connection) -> frozenset[int]:
    """The ids of the open accounts of managers who can come in: one whose password was taken away cannot."""
    sql = "SELECT id FROM account WHERE closed_on IS NULL AND role = ? AND id IN (SELECT account_id FROM secret)"
    return frozenset(row[0] for row in conn.exec_driver_sql(sql, (Role.MANAGER.value,)).fetchall())


def accounts_in(file: Path) -> tuple[KeptAccount, ...] | None:
    """The accounts in the file of a store or of a copy, whoever has it open; None where they cannot be read.

    A file of a schema before accounts has none.
    """
    if not file.is_file():
        return None
    try:
        with closing(dialect.connect_to_copy(file)) as connection:
            if number_of(connection, file) < _SINCE_SCHEMA:
                return ()
            return tuple(_kept(row) for row in connection.execute(f"{_ACCOUNTS} ORDER BY s.name").fetchall())
    except (DriverError, OSError, ValueError, Damaged, Refused):
        return None


def staff_named(conn: Connection, name: str) -> int | None:
    """The id of the member of staff of this name."""
    found: int | None = conn.exec_driver_sql("SELECT id FROM staff WHERE name = ?", (name,)).scalar()
    return found


def insert_account(writer: Writer, name: str, shape: RoleAndRights) -> int:
    """Keep an account for the member of staff of this name, who is new if nobody has it; answers its id."""
    staff = staff_named(writer.conn, name)
    if staff is None:
        (staff,) = writer.insert(Staff, [{"name": name, "job": shape.role.value}])
    else:
        let_job_follow(writer, staff, shape.role)
    (account,) = writer.insert(Account, [{"staff_id": staff, **shape.stored}])
    return account


def update_account(writer: Writer, account: int, changes: Mapping[str, Any], revision: int | None = None) -> bool:
    """Change fields of an account. Raises what `Writer.update` raises."""
    return writer.update(Account, account, changes, revision)


def let_job_follow(writer: Writer, staff: int, role: Role) -> None:
    """Let a member of staff have the job of their role, by which tasks are given out; sales advisors keep theirs."""
    job = writer.conn.exec_driver_sql("SELECT job FROM staff WHERE id = ?", (staff,)).scalar()
    if role is not Role.ADVISOR or job != _SALES:
        writer.update(Staff, staff, {"job": role.value})


def another_password(writer: Writer, account: KeptAccount, password: str) -> None:
    """Keep another password of an account: whoever works by the old one signs in again."""
    writer.update(Account, account.id, {"passwords": account.passwords + 1})
    keep_password(writer.conn, account.id, password)


def rename_staff(writer: Writer, staff: int, name: str) -> bool:
    """Give a member of staff another name."""
    return writer.update(Staff, staff, {"name": name})


def keep_password(conn: Connection, account: int, password: str) -> None:
    """Keep what an account is opened with from now on; whatever was tried in vain before is forgotten."""
    conn.exec_driver_sql(
        "INSERT INTO secret (account_id, password, failures) VALUES (?, ?, 0) ON CONFLICT (account_id) DO UPDATE"
        " SET password = excluded.password, failures = 0, failed_at = NULL",
        (account, password),
    )


def keep_pin(conn: Connection, account: int, pin: str | None) -> None:
    """Keep the PIN of an account, or none."""
    conn.exec_driver_sql("UPDATE secret SET pin = ? WHERE account_id = ?", (pin, account))


def keep_recovery(conn: Connection, account: int, recovery: str) -> None:
    """Keep the store's recovery code, in the care of one account; no earlier one holds any more."""
    conn.exec_driver_sql("UPDATE secret SET recovery = NULL")
    conn.exec_driver_sql("UPDATE secret SET recovery = ? WHERE account_id = ?", (recovery, account))


def recovery_kept(conn: Connection) -> str | None:
    """The store's recovery code as it is kept, whoever made it."""
    found: str | None = conn.exec_driver_sql(
        "SELECT recovery FROM secret WHERE recovery IS NOT NULL ORDER BY account_id LIMIT 1"
    ).scalar()
    return found


def drop_secrets(conn: Connection) -> None:
    """Forget everything that accounts were opened with."""
    conn.exec_driver_sql("DELETE FROM secret")


def count_failure(conn: Connection, account: int, failures: int, at: datetime) -> None:
    """Keep how often in a row an account was tried in vain, and when last."""
    sql = "UPDATE secret SET failures = ?, failed_at = ? WHERE account_id = ?"
    conn.exec_driver_sql(sql, (failures, instant_text(at), account))


def count_arrival(conn: Connection, account: int, at: datetime) -> None:
    """Keep when an account was opened; it was tried in vain no more."""
    sql = "UPDATE secret SET failures = 0, failed_at = NULL, seen_at = ? WHERE account_id = ?"
    conn.exec_driver_sql(sql, (instant_text(at), account))


def _kept(row: Sequence[Any]) -> KeptAccount:
    key, revision, staff, name, role, granted, withheld, closed, passwords, *secrets = row
    return KeptAccount(
        key,
        revision,
        staff,
        name,
        Role(role),
        _rights(granted),
        _rights(withheld),
        None if closed is None else date.fromisoformat(closed),
        passwords,
        None if secrets[0] is None else _secrets(*secrets),
    )


def _secrets(
    password: str, pin: str | None, recovery: str | None, failures: int, failed_at: str | None, seen_at: str | None
) -> Secrets:
    return Secrets(password, pin, recovery, failures, _moment(failed_at), _moment(seen_at))


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _rights(text: str) -> frozenset[Right]:
    """The rights in a stored list; one that a newer program knew is passed over."""
    known = {right.value: right for right in Right}
    return frozenset(known[name] for name in json.loads(text) if name in known)
