"""The way back in when the managers' passwords are forgotten: a code on paper, in the safe, good for one use."""

from __future__ import annotations

from dataclasses import dataclass

from dealerdesk.db.accounts import account_named, account_of, another_password, keep_recovery, recovery_kept
from dealerdesk.db.settings import setting
from dealerdesk.domain.accounts import check_password
from dealerdesk.domain.errors import Refused
from dealerdesk.domain.recovery_code import new_code, read_code
from dealerdesk.domain.rights import Actor, Role
from dealerdesk.services.desk import Changed, Desk, Right, use_case
from dealerdesk.services.staff.hashing import hashed
from dealerdesk.services.staff.trying import open_by_password, open_by_recovery
from dealerdesk.words import Words

_KINDS = frozenset({"account"})


@dataclass(frozen=True)
class Recovered:
    """Who is in again, and the code that holds from now on: the one that was used is spent."""

    actor: Actor
    code: str
    changed: Changed


@dataclass(frozen=True)
class RenewedCode:
    """The recovery code that holds from now on, and that it was changed."""

    code: str
    changed: Changed


@use_case("recover", None)
def recover(desk: Desk, code: str, name: str, password: str) -> Recovered:
    """Give a manager another password by the store's recovery code, and the store another code.

    Raises WrongUse `recovery.wrong_group` (which), `recovery.wrong_groups`, `recovery.wrong_length` for a mistyped
    code, and what a new password raises; Refused `recovery.wrong_code`, `recovery.none`, `recovery.managers_only`,
    `accounts.unknown_name`, and what trying an account raises.
    """
    plain, wanted = read_code(code), check_password(password)
    with desk.store.read() as conn:
        found, kept = account_named(conn, name), recovery_kept(conn)
    if found is None:
        raise Refused("accounts.unknown_name")
    if found.role is not Role.MANAGER:
        raise Refused("recovery.managers_only", name=found.name)
    if kept is None:
        raise Refused("recovery.none")
    open_by_recovery(found.id, kept, plain, desk)
    fresh = new_code()
    secrets = hashed(wanted, desk.hashing), hashed(fresh, desk.hashing)
    with desk.store.write(desk.own_header("recover", found.name)) as writer:
        present = account_of(writer.conn, found.id)
        if present is None or present.revision != found.revision or recovery_kept(writer.conn) != kept:
            raise Refused("actor.changed", who=found.name)
        another_password(writer, present, secrets[0])
        keep_recovery(writer.conn, present.id, secrets[1])
        after = account_of(writer.conn, present.id) or present
        return Recovered(after.actor, fresh, Changed(_KINDS, writer.act_id))


@use_case("renew-recovery-code", Right.STAFF)
def renew_recovery_code(desk: Desk, password: str) -> RenewedCode:
    """Make another recovery code, for a manager who knows their password: the one on paper holds no more.

    Raises Refused `accounts.no_account`, `recovery.managers_only`, and what `sign_in` raises.
    """
    if desk.actor.account is None:
        raise Refused("accounts.no_account")
    with desk.store.read() as conn:
        found = account_of(conn, desk.actor.account)
    if found is None or found.role is not Role.MANAGER:
        raise Refused("recovery.managers_only", name=desk.actor.name)
    open_by_password(found.id, password, desk, "prove-oneself")
    code = new_code()
    kept = hashed(code, desk.hashing)
    with desk.store.write(desk.header("renew-recovery-code")) as writer:
        keep_recovery(writer.conn, found.id, kept)
        return RenewedCode(code, Changed(_KINDS, writer.act_id))


@use_case("print-recovery-code", Right.STAFF)
def recovery_sheet(desk: Desk, code: str) -> bytes:
    """A recovery code on paper, for the safe. Raises what reading a code raises."""
    from dealerdesk.documents.recovery_sheet import RecoverySheet
    from dealerdesk.documents.recovery_sheet import recovery_sheet as on_paper

    plain = read_code(code)
    with desk.store.read() as conn:
        store = str(setting(conn, "store_name") or "")
    return on_paper(RecoverySheet(store=store, code=plain, made_on=desk.today), Words(desk.lang))
