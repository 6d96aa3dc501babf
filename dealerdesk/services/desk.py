"""The desk that every use case is handed: the store, the day, the clock, who acts, and in which language."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, TypeVar

from dealerdesk.db.acts import ActHeader
from dealerdesk.domain.errors import Refused, said

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dealerdesk.db.store import Store


class Right(StrEnum):
    """What a person may do; each use case asks for one."""

    SEE = "see"
    ENTER = "enter"
    CALL = "call"
    PLAN = "plan"
    IMPORT = "import"
    EXPORT = "export"
    FULL_PHONE = "full-phone"
    POLICIES = "policies"
    BACKUP = "backup"
    RESTORE = "restore"
    AUDIT = "audit"


@dataclass(frozen=True)
class Scope:
    """Whose rows a person sees in listings: all, or those of one responsible advisor."""

    advisor_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """Who acts, with which rights, and which rows they see."""

    name: str
    rights: frozenset[Right]
    scope: Scope = Scope()


OWNER = Actor("owner", frozenset(Right))
"""The store's owner, with every right, until accounts exist."""


def utc_now() -> datetime:
    """The real clock, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Doorstep:
    """The desk before its store is open: for what must work on a store that cannot be opened, or is not there yet."""

    folder: Path
    today: date
    lang: str
    clock: Callable[[], datetime] = utc_now
    actor: Actor = OWNER
    source: str = "command"


@dataclass(frozen=True)
class Desk:
    """An open store and the circumstances of the work: no global, no singleton."""

    store: Store
    today: date
    lang: str
    clock: Callable[[], datetime] = utc_now
    actor: Actor = OWNER
    source: str = "command"

    def in_language(self, lang: str) -> Desk:
        """The same desk, speaking another language."""
        return replace(self, lang=lang)

    def on(self, today: date) -> Desk:
        """The same desk on another day."""
        return replace(self, today=today)

    def header(self, use_case: str) -> ActHeader:
        """The head of an act by this desk's actor."""
        return ActHeader(use_case=use_case, who=self.actor.name, source=self.source, day=self.today)


@dataclass(frozen=True)
class Changed:
    """What a write changed: the kinds of records, and the act that holds the rows; None where nothing was to do."""

    kinds: frozenset[str] = field(default_factory=frozenset)
    act: int | None = None


class HasActor(Protocol):
    """A desk, or its doorstep."""

    @property
    def actor(self) -> Actor:
        """Who acts."""
        ...


@dataclass(frozen=True)
class UseCase:
    """The declaration of a use case: its name in the audit trail, and the right that it asks for."""

    name: str
    right: Right


D = TypeVar("D", bound=HasActor)
P = ParamSpec("P")
R = TypeVar("R")


def use_case(name: str, right: Right) -> Callable[[Callable[Concatenate[D, P], R]], Callable[Concatenate[D, P], R]]:
    """Declare a service function as a use case: it runs only for actors with the right. Raises Refused otherwise.

    The declaration can be read from the function as `.use_case`.
    """

    def declare(function: Callable[Concatenate[D, P], R]) -> Callable[Concatenate[D, P], R]:
        @wraps(function)
        def checked(desk: D, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if right not in desk.actor.rights:
                raise Refused("actor.no_right", who=desk.actor.name, right=said(f"label.right.{right}"))
            return function(desk, *args, **kwargs)

        checked.use_case = UseCase(name, right)  # type: ignore[attr-defined]
        return checked

    return declare
