"""What leaves the desk says by whom and when: the line that files and papers carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.domain.rights import OWNER
from dealerdesk.words import Words

if TYPE_CHECKING:
    from dealerdesk.services.desk import Desk


def who(desk: Desk) -> str:
    """Who acts, as people read it: the one owner of a store without accounts has no name."""
    return Words(desk.lang).label("actor.owner") if desk.actor.name == OWNER.name else desk.actor.name


def imprint(desk: Desk) -> str:
    """By whom and when something was printed or written to a file, by the store's own clock."""
    words = Words(desk.lang)
    return words.text("Made by {who}, {when}", who=who(desk), when=words.moment(desk.clock().astimezone()))
