"""Proving who one is before the store is open: for what replaces or removes a store that has accounts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dealerdesk.db.accounts import accounts_in
from dealerdesk.db.store import FILE_NAME
from dealerdesk.domain.accounts import plain_password, waits_until
from dealerdesk.domain.errors import Damaged, Refused
from dealerdesk.services.desk import Doorstep, use_case
from dealerdesk.services.opening import open_desk
from dealerdesk.services.staff.hashing import fits
from dealerdesk.services.staff.signing_in import sign_in
from dealerdesk.services.staff.trying import to_wait

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dealerdesk.db.accounts import KeptAccount


@use_case("look-for-accounts", None)
def asks_for_proof(doorstep: Doorstep, copy: Path | None = None) -> bool:
    """Whether the store in the doorstep's folder has accounts; where nobody can read them, whether the copy has."""
    kept = accounts_in(doorstep.folder / FILE_NAME)
    if kept is None and copy is not None:
        kept = accounts_in(copy)
    return bool(_open_ones(kept or ()))


@use_case("prove-oneself", None)
def prove(doorstep: Doorstep, name: str, password: str, *, copy: Path | None = None) -> Doorstep:
    """The doorstep of who has this name and password: in the store's accounts, else in those of the copy to restore.

    In a store that takes no writes any more nothing is counted, so that its manager can still bring it back.
    Raises what `sign_in` raises; Refused `accounts.none` where neither has accounts.
    """
    kept = accounts_in(doorstep.folder / FILE_NAME)
    if kept is None:
        return _by_rows(doorstep, name, password, (copy and accounts_in(copy)) or ())
    try:
        desk = open_desk(doorstep)
        try:
            return replace(doorstep, actor=sign_in(desk, name, password))
        finally:
            desk.store.close()
    except Damaged:
        return _by_rows(doorstep, name, password, kept)


def _by_rows(doorstep: Doorstep, name: str, password: str, kept: Iterable[KeptAccount]) -> Doorstep:
    """Who has this name and password among accounts that were read, where no try can be counted."""
    present = _open_ones(kept)
    if not present:
        raise Refused("accounts.none")
    found = next((account for account in present if account.name == name), None)
    if found is None:
        raise Refused("accounts.unknown_name")
    secrets, now = found.secrets, doorstep.clock()
    until = None if secrets is None else waits_until(secrets.failures, secrets.failed_at, now)
    if until is not None:
        raise to_wait(found.name, until, now)
    if secrets is None or not fits(secrets.password, plain_password(password)):
        raise Refused("accounts.wrong_password", name=found.name)
    return replace(doorstep, actor=found.actor)


def _open_ones(kept: Iterable[KeptAccount]) -> list[KeptAccount]:
    return [account for account in kept if account.closed_on is None]
