"""Signing in and out: who may, by password or PIN, and whether who sits here still is who they were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealerdesk.db.accounts import account_named, account_of, has_open_accounts, kept_accounts
from dealerdesk.domain.accounts import pin_is_closed, plain_pin, waits_until
from dealerdesk.domain.errors import Refused
from dealerdesk.domain.folding import fold_text
from dealerdesk.services.desk import OWNER, Desk, use_case
from dealerdesk.services.staff.trying import FAILED, open_by_password, open_by_pin

if TYPE_CHECKING:
    from datetime import datetime

    from dealerdesk.db.accounts import KeptAccount
    from dealerdesk.db.reading import Reading
    from dealerdesk.domain.rights import Actor, Role

UNKNOWN = "unknown"
"""Who tried to sign in by a name that nobody has: what was typed may be a password, and is kept nowhere."""


@dataclass(frozen=True)
class Person:
    """Somebody who may sign in. `has_pin`: whether a PIN opens now; `wait_until`: nothing does before that moment."""

    account: int
    name: str
    role: Role
    has_pin: bool
    wait_until: datetime | None


@use_case("look-for-accounts", None)
def has_accounts(desk: Desk) -> bool:
    """Whether anybody must sign in here."""
    with desk.store.read() as conn:
        return has_open_accounts(conn)


@use_case("list-people", None)
def people(desk: Desk) -> tuple[Person, ...]:
    """Everybody who may sign in, by name."""
    now = desk.clock()
    with desk.store.read() as conn:
        kept = kept_accounts(conn)
    return tuple(_person(account, now) for account in kept if account.closed_on is None)


@use_case("sign-in", None)
def sign_in(desk: Desk, name: str, password: str) -> Actor:
    """Who has this name and password; each try is an act, which never holds what was typed.

    Raises Refused `accounts.wrong_password`, `accounts.unknown_name`, `accounts.none`, `accounts.wait` (seconds left),
    `accounts.closed`, `accounts.no_password`.
    """
    with desk.store.read() as conn:
        if not has_open_accounts(conn):
            raise Refused("accounts.none")
        found = _named(conn, name)
    if found is None:
        with desk.store.write(desk.own_header(FAILED, UNKNOWN)) as writer:
            _ = writer.act_id
        raise Refused("accounts.unknown_name")
    return open_by_password(found.id, password, desk, "sign-in")


@use_case("sign-in-by-pin", None)
def sign_in_by_pin(desk: Desk, account: int, pin: str) -> Actor:
    """Whose account and PIN these are: for a quick change of person at one desk.

    Raises Refused `accounts.wrong_pin`, `accounts.no_pin`, `accounts.pin_closed` (after ten failures in a row, until
    the password was given), and what `sign_in` raises.
    """
    return open_by_pin(account, plain_pin(pin), desk, "sign-in-by-pin")


@use_case("sign-out", None)
def sign_out(desk: Desk) -> None:
    """Take down that who sat here left. Nothing happens where nobody had signed in."""
    if desk.actor.account is None:
        return
    with desk.store.write(desk.own_header("sign-out", desk.actor.name)) as writer:
        _ = writer.act_id


@use_case("still-in", None)
def still_in(desk: Desk) -> Actor:
    """Who sits here, if nothing of their account changed since they signed in.

    Raises Refused `actor.changed` otherwise, `actor.sign_in` where nobody signed in and the store has accounts.
    """
    actor = desk.actor
    with desk.store.read() as conn:
        if actor.account is None:
            if has_open_accounts(conn):
                raise Refused("actor.sign_in")
            return OWNER if not actor.rights else actor
        found = account_of(conn, actor.account)
    if found is None or found.closed_on is not None or found.actor != actor:
        raise Refused("actor.changed", who=actor.name)
    return actor


def _person(account: KeptAccount, now: datetime) -> Person:
    secrets = account.secrets
    if secrets is None:
        return Person(account.id, account.name, account.role, has_pin=False, wait_until=None)
    has_pin = secrets.pin is not None and not pin_is_closed(secrets.failures)
    wait = waits_until(secrets.failures, secrets.failed_at, now)
    return Person(account.id, account.name, account.role, has_pin, wait)


def _named(conn: Reading, name: str) -> KeptAccount | None:
    """The account of this name as typed, in any case and width where only one has it so."""
    exact = account_named(conn, name)
    if exact is not None:
        return exact
    alike = [account for account in kept_accounts(conn) if fold_text(account.name) == fold_text(name)]
    return alike[0] if len(alike) == 1 else None
