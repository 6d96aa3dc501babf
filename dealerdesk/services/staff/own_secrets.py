"""What one may change of one's own account: its password, and the PIN for a quick change of person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealerdesk.db.accounts import account_of, another_password, keep_pin
from dealerdesk.domain.accounts import check_password, check_pin
from dealerdesk.domain.errors import Refused
from dealerdesk.services.desk import Changed, Desk, Right, use_case
from dealerdesk.services.staff.hashing import hashed
from dealerdesk.services.staff.trying import open_by_password

if TYPE_CHECKING:
    from dealerdesk.domain.rights import Actor

_KINDS = frozenset({"account"})


@dataclass(frozen=True)
class OwnPassword:
    """That a person has another password, and who they are from now on: other desks of theirs sign in again."""

    changed: Changed
    actor: Actor


@use_case("change-own-password", Right.SEE)
def change_own_password(desk: Desk, old: str, new: str) -> OwnPassword:
    """Give one's own account another password; go on with the actor that is answered.

    Raises WrongUse `accounts.short_password`, `accounts.long_password`; Refused `accounts.no_account`, and what
    `sign_in` raises about the old one.
    """
    password = check_password(new)
    account = _proven(desk, old)
    kept = hashed(password, desk.hashing)
    with desk.store.write(desk.header("change-own-password")) as writer:
        found = account_of(writer.conn, account)
        if found is None:
            raise Refused("actor.changed", who=desk.actor.name)
        another_password(writer, found, kept)
        after = account_of(writer.conn, account)
        return OwnPassword(Changed(_KINDS, writer.act_id), after.actor if after else found.actor)


@use_case("choose-pin", Right.SEE)
def choose_pin(desk: Desk, password: str, pin: str | None) -> Changed:
    """Give one's own account a PIN, or none.

    Raises WrongUse `accounts.bad_pin`; Refused `accounts.no_account`, and what `sign_in` raises about the password.
    """
    wanted = None if pin is None else check_pin(pin)
    account = _proven(desk, password)
    kept = None if wanted is None else hashed(wanted, desk.hashing)
    with desk.store.write(desk.header("choose-pin")) as writer:
        keep_pin(writer.conn, account, kept)
        return Changed(_KINDS, writer.act_id)


def _proven(desk: Desk, password: str) -> int:
    """The account of who sits here, who knows its password."""
    if desk.actor.account is None:
        raise Refused("accounts.no_account")
    open_by_password(desk.actor.account, password, desk, "prove-oneself")
    return desk.actor.account
