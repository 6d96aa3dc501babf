"""Trying to open an account: each try is counted before it is looked at, so that no crash and no haste gains one."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

from dealerdesk.db.accounts import account_of, count_arrival, count_failure, keep_password
from dealerdesk.domain.accounts import counted_from, pin_is_closed, plain_password, waits_until
from dealerdesk.domain.errors import Refused
from dealerdesk.services.staff.hashing import fits, hashed, is_outdated

if TYPE_CHECKING:
    from datetime import datetime

    from dealerdesk.db.accounts import KeptAccount, Secrets
    from dealerdesk.db.reading import Reading
    from dealerdesk.domain.rights import Actor
    from dealerdesk.services.desk import Desk

FAILED: Final = "sign-in-failed"

_MINUTE: Final = 60


def open_by_password(account: int, password: str, desk: Desk, use_case: str) -> Actor:
    """Answer who an account is of, if this is its password; the arrival is an act of this name.

    Raises Refused `accounts.wrong_password`, and what `_counted` raises.
    """
    found, secrets = _counted(desk, account)
    plain = plain_password(password)
    if not fits(secrets.password, plain):
        _take_down_failure(desk, found)
        raise Refused("accounts.wrong_password", name=found.name)
    with desk.store.derive() as conn:
        if is_outdated(secrets.password, desk.hashing) and _still_kept(conn, found):
            keep_password(conn, account, hashed(plain, desk.hashing))
    return _arrived(desk, found, use_case)


def open_by_pin(account: int, pin: str, desk: Desk, use_case: str) -> Actor:
    """Answer who an account is of, if this is its PIN; the arrival is an act of this name.

    Raises Refused `accounts.no_pin`, `accounts.pin_closed`, `accounts.wrong_pin`, and what `_counted` raises.
    """
    found, secrets = _counted(desk, account, by_pin=True)
    if not fits(secrets.pin, pin):
        _take_down_failure(desk, found)
        raise Refused("accounts.wrong_pin", name=found.name)
    return _arrived(desk, found, use_case)


def open_by_recovery(account: int, kept: str, code: str, desk: Desk) -> None:
    """Make sure that a recovery code is the one that was kept, counted as a try at this account.

    Raises Refused `recovery.wrong_code`, and what `_counted` raises.
    """
    found, _secrets = _counted(desk, account)
    if not fits(kept, code):
        _take_down_failure(desk, found)
        raise Refused("recovery.wrong_code")


def _counted(desk: Desk, account: int, *, by_pin: bool = False) -> tuple[KeptAccount, Secrets]:
    """The account that is tried, this try counted as one in vain until it proves not to be.

    Raises Refused `accounts.closed`, `accounts.no_password`, `accounts.wait`, `accounts.wait_minutes`.
    """
    now = desk.clock()
    with desk.store.derive() as conn:
        found = account_of(conn, account)
        if found is None or found.closed_on is not None:
            raise Refused("accounts.closed", name="" if found is None else found.name)
        secrets = found.secrets
        if secrets is None:
            raise Refused("accounts.no_password", name=found.name)
        if by_pin:
            _check_pin_is_open(found, secrets)
        until = waits_until(secrets.failures, secrets.failed_at, now)
        if until is None:
            count_failure(conn, account, secrets.failures + 1, now)
        elif secrets.failed_at is not None and secrets.failed_at > now:
            count_failure(conn, account, secrets.failures, counted_from(secrets.failed_at, now))
    if until is not None:
        raise to_wait(found.name, until, now)
    return found, secrets


def to_wait(name: str, until: datetime, now: datetime) -> Refused:
    """What is said to who has to wait until a moment."""
    seconds = ceil((until - now).total_seconds())
    if seconds <= _MINUTE:
        return Refused("accounts.wait", name=name, seconds=seconds)
    return Refused("accounts.wait_minutes", name=name, minutes=ceil(seconds / _MINUTE))


def _check_pin_is_open(found: KeptAccount, secrets: Secrets) -> None:
    if secrets.pin is None:
        raise Refused("accounts.no_pin", name=found.name)
    if pin_is_closed(secrets.failures):
        raise Refused("accounts.pin_closed", name=found.name)


def _arrived(desk: Desk, found: KeptAccount, use_case: str) -> Actor:
    with desk.store.write(desk.own_header(use_case, found.name)) as writer:
        count_arrival(writer.conn, found.id, desk.clock())
        present = account_of(writer.conn, found.id)
        if present is None or present.closed_on is not None or present.passwords != found.passwords:
            raise Refused("actor.changed", who=found.name)
        _ = writer.act_id
        return present.actor


def _still_kept(conn: Reading, found: KeptAccount) -> bool:
    present = account_of(conn, found.id)
    return present is not None and present.passwords == found.passwords


def _take_down_failure(desk: Desk, found: KeptAccount) -> None:
    with desk.store.write(desk.own_header(FAILED, found.name)) as writer:
        _ = writer.act_id
