"""What is said of settings: the store's details, the numbers of the rulebook, and where backups go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.words.mark import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "settings.too_long": N_("This is too long for paper: {most} characters at most."),
    "settings.phone_without_digits": N_("This is no phone number: write its digits."),
    "settings.logo_unreadable": N_("“{file}” cannot be read: choose another file."),
    "settings.logo_too_large": N_(
        "“{file}” has {size:size}, more than the {most:size} a logo may have: save it smaller and choose it again."
    ),
    "settings.logo_no_picture": N_("“{file}” is no picture that can be used: choose a PNG, JPEG or SVG file."),
    "settings.bad_day": N_("This is no day: write it as year-month-day."),
    "rules.between": N_("A number from {least} to {most} is needed here."),
    "days.backwards": N_("{last} is before {first}: choose a last day that is the same or later."),
    "days.too_many": N_("At most {most} days can be set at once."),
    "days.too_long": N_("An absence lasts {most} days at most."),
    "days.out_of_range": N_("Choose a day from {first:plain} to {last:plain}."),
    "days.nobody": N_("This member of staff is no longer there: choose somebody else."),
    "days.away_already": N_("{who} is away from {first} to {last} already: take that absence back first."),
    "rules.time_between": N_("A time of day from {least} to {most} is needed here, such as 9:30."),
    "rules.amount_between": N_("An amount from {least_fen:money} to {most_fen:money} is needed here."),
    "rules.needs_a_word": N_("At least one word is needed here."),
    "rules.too_many_words": N_("These are too many words: {most} at most."),
    "rules.bad_word": N_("A word here is empty or longer than {most} characters."),
    "rules.policy_too_long": N_("A stage begins after {most} months at the latest."),
    "rules.stages_rise": N_("Each stage must begin later than the one before it."),
    "rules.lost_needed": N_("The month from which a vehicle is lost is needed."),
    "rules.interval_twice": N_("This model and drive already has an interval: change that one."),
    "rules.interval_for_whom": N_("Choose a model, a drive or both; for all others the default holds."),
    "rules.preview_cancelled": N_("The preview was stopped; nothing was changed."),
    "rules.change_cancelled": N_("The change was stopped; the rules are as they were."),
    "backup.cancelled": N_("The backup was stopped; no file was written."),
    "backup.folder_unusable": N_(
        "Backups cannot be written to “{folder}”: connect its drive, or choose a folder that you may write to."
    ),
    "backup.folder_not_whole": N_("“{folder}” is no complete folder: write it from its drive on, or choose it."),
}
