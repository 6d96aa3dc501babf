"""An action as the table has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dealerdesk.services.desk import Right


class Action(NamedTuple):
    """What can be done: by which words (an English message), keys, on which page (None: everywhere), by whose right.

    `account`: it means something only where people sign in. `of_all`: it is for who sees everybody's rows.
    """

    id: str
    words: str
    shortcut: str = ""
    page: str | None = None
    right: Right | None = None
    icon: str = ""
    kind: str = ""
    account: bool = False
    of_all: bool = False
