"""Every sentence that has a code, one file an area; a new area is a file here and a name below.

One English wording has one translation: where the Chinese must differ, the English has to as well. Placeholders are
shown by the type of their parameter, or as one of `dealerdesk.words.speech.SPECS` says: `{amount_fen:money}`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.sentences import (
    backups,
    calling,
    check,
    commands,
    counts,
    customers,
    files,
    importing,
    lists,
    outcomes,
    settings,
    store,
    tasks,
    trial,
    views,
    why,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.words.mark import Sentence

AREAS: Final = (
    importing,
    files,
    why,
    lists,
    views,
    store,
    settings,
    backups,
    check,
    tasks,
    calling,
    outcomes,
    commands,
    counts,
    trial,
    customers,
)

SENTENCES: Final[Mapping[str, Sentence]] = {
    code: sentence for area in AREAS for code, sentence in area.SENTENCES.items()
}
"""Code to English message id."""
