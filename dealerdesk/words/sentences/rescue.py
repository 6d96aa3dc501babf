"""What is said of a store that is damaged, and of what could be rescued of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_, NN_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.words.mark import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "rescue.done": N_("The new store in “{folder}” holds {customer}, {vehicle}, {visit} and {task}."),
    "rescue.all_there": N_("Nothing is missing: each row is as it was recorded."),
    "rescue.lost": NN_("Lost: {n} row of “{kind}”.", "Lost: {n} rows of “{kind}”.", by="n"),
    "rescue.unproven": NN_(
        "{n} row could be read in one place alone and may not be as it was last.",
        "{n} rows could be read in one place alone and may not be as they were last.",
        by="n",
    ),
    "rescue.lines_lost": NN_(
        "{n} line of the record of changes is lost: it may have been one row more, or a later change of one.",
        "{n} lines of the record of changes are lost: each may have been one row more, or a later change of one.",
        by="n",
    ),
    "rescue.nobody_knows": N_(
        "The end of the record of changes is lost: nobody can tell whether there was more after it."
    ),
    "rescue.damaged": N_("The file “{file}” is so damaged that it cannot be opened: choose what to do about it."),
    "rescue.nothing": N_(
        "Nothing can be read of “{file}” any more: restore the last good backup with “dealerdesk restore”."
    ),
    "rescue.same_folder": N_("“{folder}” is the folder of the damaged store: choose another, empty one."),
    "rescue.not_sound": N_(
        "What could be read of “{file}” does not make a sound store ({why}) Restore the last good backup with "
        "“dealerdesk restore”."
    ),
}
