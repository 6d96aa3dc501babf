"""What erasing a customer says, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.words.mark import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "act.erased": N_("What this changed was erased for good, so that it cannot be taken back."),
    "customers.erased_already": N_("This customer was erased already; nothing of them is left to show or to erase."),
    "import.erased_person": N_(
        "The row names somebody who was erased here: the car and the order came in without the person."
    ),
}
