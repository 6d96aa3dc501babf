"""Every sentence that has a code, one file an area; a new area is a file here and a name below.

One English wording has one translation: where the Chinese must differ, the English has to as well. Placeholders are
shown by the type of their parameter, or as one of `dealerdesk.words.speech.SPECS` says: `{amount_fen:money}`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.sentences import (
    accounts,
    appointments,
    backups,
    calling,
    check,
    commands,
    complaints,
    contacts,
    counts,
    customers,
    drafts,
    files,
    importing,
    lists,
    outcomes,
    personal,
    reception,
    rescue,
    scripts,
    settings,
    store,
    store_scripts,
    tasks,
    trail,
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
    accounts,
    lists,
    views,
    store,
    settings,
    backups,
    check,
    tasks,
    calling,
    outcomes,
    personal,
    reception,
    rescue,
    scripts,
    store_scripts,
    commands,
    counts,
    trail,
    trial,
    customers,
    drafts,
    appointments,
    complaints,
    contacts,
)

SENTENCES: Final[Mapping[str, Sentence]] = {
    code: sentence for area in AREAS for code, sentence in area.SENTENCES.items()
}
"""Code to English message id."""
