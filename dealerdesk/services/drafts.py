"""Half-filled forms: kept for whoever writes them until they are saved or dropped, whatever becomes of the program."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.db import drafts as kept
from dealerdesk.db.drafts import Draft, size_of
from dealerdesk.domain.errors import Refused
from dealerdesk.services.desk import Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.domain.rights import Actor

__all__ = ["LONGEST", "Draft", "drop_draft", "forget_drafts", "keep_draft", "my_drafts", "writer_of"]

LONGEST: Final = 256 * 1024
"""How many bytes of JSON a draft may hold."""


def writer_of(actor: Actor) -> str:
    """Under which name drafts are kept: the account, which outlives a change of name, or the store's one owner."""
    return actor.name if actor.account is None else f"account:{actor.account}"


@use_case("keep-draft", Right.SEE)
def keep_draft(desk: Desk, kind: str, key: str, content: Mapping[str, Any]) -> None:
    """Keep what was begun, in the place of what was kept before under this kind and key; no act.

    A list `about` in the content names the customers it is about: whoever erases one erases it too. Raises Refused
    `draft.too_long`, where what was kept before stays, and what a write raises.
    """
    held = dict(content)
    if size_of(held) > LONGEST:
        raise Refused("draft.too_long", most=math.ceil(LONGEST / 1024))
    with desk.store.derive() as conn:
        kept.keep(conn, writer_of(desk.actor), Draft(kind, key, desk.clock(), held))


@use_case("drop-draft", Right.SEE)
def drop_draft(desk: Desk, kind: str, key: str) -> None:
    """Forget what was begun under this kind and key: it is saved, or not wanted any more."""
    with desk.store.derive() as conn:
        kept.drop(conn, writer_of(desk.actor), kind, key)


@use_case("read-drafts", Right.SEE)
def my_drafts(desk: Desk, kind: str | None = None) -> tuple[Draft, ...]:
    """What who sits here has begun and not finished, the newest first; of all kinds, or of one."""
    with desk.store.read() as conn:
        return kept.drafts_of(conn, writer_of(desk.actor), kind)


@use_case("forget-drafts", Right.STAFF)
def forget_drafts(desk: Desk, account: int) -> int:
    """Forget all that the holder of an account has begun, as when the account is closed; answers how many."""
    with desk.store.derive() as conn:
        return kept.drop_drafts_of(conn, f"account:{account}")
