"""Headings of the month lists (Rulebook 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.words.mark import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "list.empty": N_("Nobody is in this list."),
    "list.no_such_stage": N_("The policy {policy} has no such stage, so the list is empty."),
    "list.unknown_policy": N_("There is no policy “{policy}”: choose among {known}."),
}
