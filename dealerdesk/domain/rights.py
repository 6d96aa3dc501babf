"""Who may do what: the rights, the roles that come with them, and whose rows a person sees."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Right(StrEnum):
    """What a person may do; each use case asks for one."""

    SEE = "see"
    ENTER = "enter"
    CALL = "call"
    PLAN = "plan"
    IMPORT = "import"
    EXPORT = "export"
    FULL_PHONE = "full-phone"
    DELETE = "delete"
    MERGE = "merge"
    ERASE = "erase"
    POLICIES = "policies"
    SCRIPTS = "scripts"
    STAFF = "staff"
    BACKUP = "backup"
    RESTORE = "restore"
    AUDIT = "audit"


class Role(StrEnum):
    """What somebody is at the store: each role comes with rights."""

    RECEPTIONIST = "receptionist"
    CARE_AGENT = "care-agent"
    ADVISOR = "advisor"
    MANAGER = "manager"


_EVERYBODY: Final = frozenset({Right.SEE, Right.ENTER, Right.CALL, Right.BACKUP})

RIGHTS_OF: Final[Mapping[Role, frozenset[Right]]] = {
    Role.RECEPTIONIST: _EVERYBODY | {Right.FULL_PHONE},
    Role.CARE_AGENT: _EVERYBODY,
    Role.ADVISOR: _EVERYBODY,
    Role.MANAGER: frozenset(Right),
}
"""The rights that come with a role; each account can be granted others, and be refused some."""

ALWAYS: Final = frozenset({Right.SEE})
"""What nobody who signs in can be refused."""


def rights_of(role: Role, granted: Iterable[Right] = (), withheld: Iterable[Right] = ()) -> frozenset[Right]:
    """The rights of an account: those of its role, with what it was granted and without what it was refused.

    A manager keeps the right over staff, so that nobody locks the store's last door from inside.
    """
    kept = ALWAYS | ({Right.STAFF} if role is Role.MANAGER else frozenset())
    return (RIGHTS_OF[role] | frozenset(granted)) - frozenset(withheld) | kept


@dataclass(frozen=True)
class Scope:
    """Whose rows a person sees in listings: all, or those of one responsible advisor."""

    advisor_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """Who acts, with which rights, and which rows they see; `staff` and `account` are None for a store's one owner.

    `revision` is that of the account when its rights were read: whose account changed since signs in again.
    """

    name: str
    rights: frozenset[Right]
    scope: Scope = Scope()
    staff: int | None = None
    account: int | None = None
    revision: int | None = None


OWNER: Final = Actor("owner", frozenset(Right))
"""The store's one owner, with every right: who acts in a store that wants no accounts."""

NOBODY: Final = Actor("nobody", frozenset())
"""Who has not signed in yet, in a store that has accounts."""
