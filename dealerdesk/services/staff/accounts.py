"""The accounts as a manager keeps them: who has which role and rights, who came when, who comes no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealerdesk.db.accounts import (
    RoleAndRights,
    account_named,
    account_of,
    another_password,
    has_open_accounts,
    insert_account,
    keep_password,
    kept_accounts,
    let_job_follow,
    managers,
    rename_staff,
    staff_named,
    update_account,
)
from dealerdesk.domain.accounts import check_name, check_password
from dealerdesk.domain.errors import Refused, WrongUse, said
from dealerdesk.domain.rights import Role
from dealerdesk.services.desk import Changed, Desk, Right, use_case
from dealerdesk.services.staff.hashing import hashed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from dealerdesk.db.accounts import KeptAccount
    from dealerdesk.db.acts import Writer
    from dealerdesk.db.reading import Reading

_KINDS = frozenset({"account"})


@dataclass(frozen=True)
class AccountRow:
    """An account as a manager sees it. `rights` is what its person may do, by role, grants and refusals."""

    id: int
    revision: int
    name: str
    role: Role
    granted: frozenset[Right]
    withheld: frozenset[Right]
    rights: frozenset[Right]
    closed_on: date | None
    has_pin: bool
    last_seen: datetime | None


@use_case("list-accounts", Right.STAFF)
def accounts(desk: Desk) -> tuple[AccountRow, ...]:
    """All accounts, the open ones first, by name."""
    with desk.store.read() as conn:
        kept = kept_accounts(conn)
    return tuple(_row(account) for account in sorted(kept, key=lambda account: account.closed_on is not None))


@use_case("add-account", Right.STAFF)
def add_account(
    desk: Desk, name: str, role: Role, password: str, granted: Iterable[Right] = (), withheld: Iterable[Right] = ()
) -> Changed:
    """Give a member of staff an account; one whom nobody knows by this name is new.

    Raises WrongUse about the name and the password; Refused `accounts.none` in a store without accounts,
    `accounts.name_taken`, `accounts.has_one` for who has one, `accounts.beyond_own` for rights one has not oneself.
    """
    wanted, plain = check_name(name), check_password(password)
    shape = RoleAndRights(role, frozenset(granted), frozenset(withheld))
    kept = hashed(plain, desk.hashing)
    with desk.store.write(desk.header("add-account")) as writer:
        if not has_open_accounts(writer.conn):
            raise Refused("accounts.none")
        if (before := account_named(writer.conn, wanted)) is not None:
            raise Refused("accounts.has_one" if before.closed_on is None else "accounts.has_closed_one", name=wanted)
        account = insert_account(writer, wanted, shape)
        _check_reach(desk, writer.conn, account)
        keep_password(writer.conn, account, kept)
        return Changed(_KINDS | {"staff"}, writer.act_id)


@use_case("change-account", Right.STAFF)
def change_account(
    desk: Desk, account: int, revision: int, *, role: Role, granted: Iterable[Right], withheld: Iterable[Right]
) -> Changed:
    """Give an account another role or other rights: its person signs in again before they write anything more.

    Raises Refused `accounts.last_manager`, `accounts.beyond_own`, `record.changed_meanwhile`.
    """
    shape = RoleAndRights(role, frozenset(granted), frozenset(withheld))
    with desk.store.write(desk.header("change-account")) as writer:
        _check_reach(desk, writer.conn, account)
        changed = update_account(writer, account, shape.stored, revision)
        let_job_follow(writer, _found(writer.conn, account).staff_id, role)
        _check_reach(desk, writer.conn, account)
        _keep_a_manager(writer)
        return Changed(_KINDS, writer.act_id) if changed else Changed()


@use_case("rename-account", Right.STAFF)
def rename_account(desk: Desk, account: int, revision: int, name: str) -> Changed:
    """Give the member of staff of an account another name, everywhere; they sign in by it from now on.

    Raises WrongUse about the name; Refused `accounts.name_taken`, `accounts.beyond_own`, `record.changed_meanwhile`.
    """
    wanted = check_name(name)
    with desk.store.write(desk.header("rename-account")) as writer:
        found = _found(writer.conn, account, revision)
        _check_reach(desk, writer.conn, account)
        if staff_named(writer.conn, wanted) not in {None, found.staff_id}:
            raise Refused("accounts.name_taken", name=wanted)
        changed = rename_staff(writer, found.staff_id, wanted)
        return Changed(_KINDS | {"staff"}, writer.act_id) if changed else Changed()


@use_case("close-account", Right.STAFF)
def close_account(desk: Desk, account: int, revision: int) -> Changed:
    """Let somebody in no more; what they did stays theirs.

    Raises Refused `accounts.last_manager`, `accounts.beyond_own`, `record.changed_meanwhile`.
    """
    with desk.store.write(desk.header("close-account")) as writer:
        found = _found(writer.conn, account, revision)
        _check_reach(desk, writer.conn, account)
        if found.closed_on is not None:
            return Changed()
        update_account(writer, account, {"closed_on": desk.today}, revision)
        _keep_a_manager(writer)
        return Changed(_KINDS, writer.act_id)


@use_case("reopen-account", Right.STAFF)
def reopen_account(desk: Desk, account: int, revision: int) -> Changed:
    """Let somebody in again, by the password they had, or by a new one where that was taken away.

    Raises Refused `accounts.beyond_own`, `record.changed_meanwhile`.
    """
    with desk.store.write(desk.header("reopen-account")) as writer:
        found = _found(writer.conn, account, revision)
        _check_reach(desk, writer.conn, account)
        if found.closed_on is None:
            return Changed()
        update_account(writer, account, {"closed_on": None}, revision)
        return Changed(_KINDS, writer.act_id)


@use_case("reset-password", Right.STAFF)
def reset_password(desk: Desk, account: int, password: str) -> Changed:
    """Give somebody another password: whoever works by the old one signs in again.

    Raises WrongUse about the password; Refused `accounts.beyond_own`, `record.changed_meanwhile`.
    """
    kept = hashed(check_password(password), desk.hashing)
    with desk.store.write(desk.header("reset-password")) as writer:
        found = _found(writer.conn, account)
        _check_reach(desk, writer.conn, account)
        another_password(writer, found, kept)
        return Changed(_KINDS, writer.act_id)


def _row(account: KeptAccount) -> AccountRow:
    secrets = account.secrets
    return AccountRow(
        account.id,
        account.revision,
        account.name,
        account.role,
        account.granted,
        account.withheld,
        account.rights,
        account.closed_on,
        secrets is not None and secrets.pin is not None,
        None if secrets is None else secrets.seen_at,
    )


def _found(conn: Reading, account: int, revision: int | None = None) -> KeptAccount:
    found = account_of(conn, account)
    if found is None or revision not in {None, found.revision}:
        raise Refused("record.changed_meanwhile", table="account", key=account)
    return found


def _check_reach(desk: Desk, conn: Reading, account: int) -> None:
    """Nobody gives away, or takes over, an account that may do what they themselves may not."""
    beyond = _found(conn, account).rights - desk.actor.rights
    if beyond:
        rights = tuple(said(f"label.right.{right}") for right in Right if right in beyond)
        raise Refused("accounts.beyond_own", rights=rights)


def _keep_a_manager(writer: Writer) -> None:
    if not managers(writer.conn):
        raise Refused("accounts.last_manager")


def role_named(name: str) -> Role:
    """The role of this code. Raises WrongUse `use.bad_choice`."""
    try:
        return Role(name)
    except ValueError:
        raise WrongUse("use.bad_choice", value=name, option="role", choices=tuple(Role)) from None
