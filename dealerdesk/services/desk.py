"""The desk that every use case is handed: the store, the day, the clock, who acts, and in which language."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, TypeVar

from dealerdesk.db.accounts import accounts_in
from dealerdesk.db.acts import ActHeader
from dealerdesk.db.soundness import NOT_UNDERSTOOD
from dealerdesk.db.store import FILE_NAME
from dealerdesk.domain.accounts import USUAL_COST, HashingCost
from dealerdesk.domain.errors import Damaged, Refused, said
from dealerdesk.domain.rights import NOBODY, OWNER, Actor, Right, Scope

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dealerdesk.db.store import Store


__all__ = [
    "NOBODY",
    "OWNER",
    "Actor",
    "Changed",
    "Desk",
    "Doorstep",
    "HasActor",
    "Right",
    "Scope",
    "UseCase",
    "use_case",
    "utc_now",
]


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
    hashing: HashingCost = USUAL_COST


@dataclass(frozen=True)
class Desk:
    """An open store and the circumstances of the work: no global, no singleton."""

    store: Store
    today: date
    lang: str
    clock: Callable[[], datetime] = utc_now
    actor: Actor = OWNER
    source: str = "command"
    hashing: HashingCost = USUAL_COST

    def in_language(self, lang: str) -> Desk:
        """The same desk, speaking another language."""
        return replace(self, lang=lang)

    def on(self, today: date) -> Desk:
        """The same desk on another day."""
        return replace(self, today=today)

    def by(self, actor: Actor) -> Desk:
        """The same desk with somebody else sitting at it."""
        return replace(self, actor=actor)

    def header(self, use_case: str) -> ActHeader:
        """The head of an act by this desk's actor."""
        return ActHeader(use_case=use_case, who=self.actor.name, source=self.source, day=self.today, actor=self.actor)

    def own_header(self, use_case: str, who: str) -> ActHeader:
        """The head of an act that needs no signature: what the desk takes down of people who come and go."""
        return ActHeader(use_case=use_case, who=who, source=self.source, day=self.today)


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
    """The declaration of a use case: its name in the audit trail, and the right that it asks for.

    None: what must work before anybody has signed in.
    """

    name: str
    right: Right | None


D = TypeVar("D", bound=HasActor)
P = ParamSpec("P")
R = TypeVar("R")


def use_case(
    name: str, right: Right | None
) -> Callable[[Callable[Concatenate[D, P], R]], Callable[Concatenate[D, P], R]]:
    """Declare a service function as a use case: it runs only for actors with the right. Raises Refused otherwise.

    The declaration can be read from the function as `.use_case`.
    """

    def declare(function: Callable[Concatenate[D, P], R]) -> Callable[Concatenate[D, P], R]:
        @wraps(function)
        def checked(desk: D, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if right is not None and right not in desk.actor.rights:
                raise Refused("actor.no_right", who=desk.actor.name, right=said(f"label.right.{right}"))
            if right is not None and isinstance(desk, Doorstep):
                _check_doorstep(desk)
            try:
                return function(desk, *args, **kwargs)
            except NOT_UNDERSTOOD as error:
                if isinstance(desk, Desk) and (why := desk.store.soundness.suspicion()) is not None:
                    raise Damaged("store.found_damaged", file=str(desk.store.file), why=why) from error
                raise

        checked.use_case = UseCase(name, right)  # type: ignore[attr-defined]
        return checked

    return declare


def _check_doorstep(doorstep: Doorstep) -> None:
    """Make sure that who stands before a store with accounts has proven who they are.

    Where its accounts cannot be read, the use case says what else is asked for. Raises Refused `actor.sign_in`,
    `actor.changed`.
    """
    check_actor_in(doorstep.folder / FILE_NAME, doorstep.actor)


def check_actor_in(file: Path, actor: Actor) -> bool:
    """Make sure that an actor is one of those who may act on a store's file; answers whether it could be read.

    Raises Refused `actor.sign_in`, `actor.changed`.
    """
    kept = accounts_in(file)
    present = [account.actor for account in kept or () if account.closed_on is None]
    if present and actor.account is None:
        raise Refused("actor.sign_in")
    if present and actor not in present:
        raise Refused("actor.changed", who=actor.name)
    return kept is not None
