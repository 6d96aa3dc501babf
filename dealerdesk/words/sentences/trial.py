"""What is said of the invented store that people try the desk on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_, NN_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.words.mark import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "invented.cancelled": N_("The store was not invented; nothing of it was kept."),
    "invented.is_real": N_("The store in “{folder}” is not an invented one: it is left as it is."),
    "invented.has_imports": NN_(
        "{n} file was imported into the invented store: take it back on the Import page first, then remove the store.",
        "{n} files were imported into the invented store: take them back on the Import page first, then remove the "
        "store.",
    ),
}
