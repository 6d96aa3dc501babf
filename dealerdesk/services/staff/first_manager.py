"""Where accounts begin and end: the owner makes the first manager, a manager gives the store one owner again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealerdesk.db.accounts import (
    RoleAndRights,
    account_named,
    account_of,
    another_password,
    drop_secrets,
    has_open_accounts,
    insert_account,
    keep_password,
    keep_recovery,
    kept_accounts,
    managers,
    update_account,
)
from dealerdesk.db.drafts import hand_over
from dealerdesk.domain.accounts import check_name, check_password
from dealerdesk.domain.errors import Refused, said
from dealerdesk.domain.recovery_code import new_code
from dealerdesk.domain.rights import OWNER, Actor, Right, Role
from dealerdesk.services.desk import Changed, Desk, use_case
from dealerdesk.services.drafts import writer_of
from dealerdesk.services.staff.hashing import hashed
from dealerdesk.services.staff.trying import open_by_password

if TYPE_CHECKING:
    from dealerdesk.db.acts import Writer
    from dealerdesk.db.reading import Reading

_KINDS = frozenset({"account"})


@dataclass(frozen=True)
class SetUp:
    """The first manager, who works on by this actor, and the recovery code: shown and printed once, kept nowhere."""

    changed: Changed
    actor: Actor
    code: str


@use_case("set-up-accounts", Right.STAFF)
def set_up(desk: Desk, name: str, password: str) -> SetUp:
    """Make the first manager of a store that has no accounts: from now on everybody signs in.

    Raises WrongUse about the name and the password; Refused `accounts.exist`.
    """
    wanted, plain = check_name(name), check_password(password)
    code = new_code()
    kept, kept_code = hashed(plain, desk.hashing), hashed(code, desk.hashing)
    if desk.actor.account is not None:
        raise Refused("accounts.exist")
    with desk.store.write(desk.header("set-up-accounts")) as writer:
        if has_open_accounts(writer.conn):
            raise Refused("accounts.exist")
        account = _manager(writer, wanted, kept)
        keep_recovery(writer.conn, account, kept_code)
        hand_over(writer.conn, writer_of(desk.actor), f"account:{account}")
        made = account_of(writer.conn, account)
        if made is None:
            raise Refused("actor.changed", who=wanted)
        return SetUp(Changed(_KINDS, writer.act_id), made.actor, code)


@use_case("end-accounts", Right.STAFF)
def end_accounts(desk: Desk, password: str) -> Changed:
    """Close every account, for a manager who knows their password: the store has one owner again.

    Whoever is refused a right that another manager has would have it as the owner. Raises Refused
    `accounts.no_account`, `accounts.managers_only`, `accounts.beyond_own`, and what `sign_in` raises.
    """
    if desk.actor.account is None:
        raise Refused("accounts.no_account")
    with desk.store.read() as conn:
        _check_may_end(desk, conn)
    open_by_password(desk.actor.account, password, desk, "prove-oneself")
    with desk.store.write(desk.header("end-accounts")) as writer:
        _check_may_end(desk, writer.conn)
        for account in kept_accounts(writer.conn):
            if account.closed_on is None:
                update_account(writer, account.id, {"closed_on": desk.today})
        drop_secrets(writer.conn)
        hand_over(writer.conn, writer_of(desk.actor), writer_of(OWNER))
        return Changed(_KINDS, writer.act_id)


def _check_may_end(desk: Desk, conn: Reading) -> None:
    """Let managers alone end accounts, and none who thereby would come to what other managers may do and they not."""
    present = managers(conn)
    if desk.actor.account not in present:
        raise Refused("accounts.managers_only")
    others = (account.rights for account in kept_accounts(conn) if account.id in present)
    beyond = frozenset[Right]().union(*others) - desk.actor.rights
    if beyond:
        raise Refused(
            "accounts.beyond_own", rights=tuple(said(f"label.right.{right}") for right in Right if right in beyond)
        )


def _manager(writer: Writer, name: str, password: str) -> int:
    """The account of a manager of this name: a new one, or the one that was closed when accounts ended."""
    shape = RoleAndRights(Role.MANAGER)
    before = account_named(writer.conn, name)
    if before is None:
        account = insert_account(writer, name, shape)
        keep_password(writer.conn, account, password)
        return account
    update_account(writer, before.id, {**shape.stored, "closed_on": None})
    another_password(writer, before, password)
    return before.id
