"""What the table, the file and the editing of customers say, and taking an edit back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.words.mark import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "act.changed_since": N_("This was changed again since ({names}) and was not taken back: change it by hand."),
    "act.used_since": N_("Something was built on this since, so it was not taken back: change it by hand."),
    "act.not_undoable": N_("This cannot be taken back here: an import is taken back on the Import page."),
    "customers.gone": N_("This customer or vehicle is not in the store any more: search for it again."),
    "edit.changed_meanwhile": N_(
        "Somebody else changed this meanwhile, and nothing was saved. {differences} Check and save again."
    ),
    "edit.difference": N_("{field}: you entered “{mine}”, it now says “{theirs}”."),
    "edit.nothing": N_("nothing"),
    "edit.required": N_("This cannot be empty."),
    "edit.too_long": N_("At most {most} characters."),
    "edit.bad_day": N_("This is no day: enter it as 2026-03-01."),
    "edit.future_day": N_("This day is still to come."),
    "edit.odd_year": N_("Is the year right? Days from {first} to {last} can be entered."),
    "edit.tags": N_("At most {most} tags of at most {longest} characters each."),
    "edit.tied_to_self": N_("That is the customer of this file: choose another one."),
    "edit.tied_already": N_("They belong together already."),
    "edit.bad_count": N_("Enter a whole number, such as 3."),
    "edit.bad_choice": N_("Choose one of the values that are offered."),
    "edit.bad_phone": N_("This is no phone number: enter 5 to 20 digits."),
    "edit.several_phones": N_("Enter one number; add another for the next."),
    "edit.phone_twice": N_("This number is already there."),
}
