"""What is said of half-filled forms, and of a program that ended unexpectedly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_, NN_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.words.mark import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "draft.too_long": N_("What you entered is longer than {most:plain} KB and cannot be kept half filled: save it."),
    "draft.are_back": NN_(
        "{n} half-filled form is there again: {titles}.", "{n} half-filled forms are there again: {titles}."
    ),
    "draft.another": N_("Another half-filled form: {title}."),
    "draft.gone": N_("What “{title}” was about is no longer there. You had entered: {typed}"),
    "draft.moved": N_("“{title}” has another owner by now. You had entered: {typed}"),
    "draft.call_gone": N_("The call to {title} is no longer in the queue. You had noted: {typed}"),
    "draft.theirs": N_("Meanwhile somebody saved something else here: {theirs}. What you entered stands in the form."),
    "draft.not_kept": N_("What you type is not kept for now: save it soon. {why}"),
    "died.today": N_("The program ended unexpectedly, some time after {at}."),
    "died.before": N_("The program ended unexpectedly on {day}, some time after {at}."),
    "died.nothing_lost": N_("Nothing was half filled in."),
    "died.work_done": N_("“{work}” had come to its end: it is in the store."),
    "died.work_undone": N_("“{work}” was cut off: nothing of it is in the store."),
    "died.copy_done": N_("“{work}” had come to its end: the copy is whole."),
    "died.copy_undone": N_("“{work}” was cut off: a copy that is not whole never counts, back up again."),
    "died.restore_done": N_("“{work}” had come to its end."),
    "died.restore_undone": N_("“{work}” was cut off: the store is as it was before."),
}
