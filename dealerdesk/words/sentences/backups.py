"""What is said of backups that are made by themselves, and of putting one back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.words.mark import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "backup.second_missing": N_(
        "The second backup folder “{folder}” is not there: connect its drive, or choose another in the settings."
    ),
    "backup.second_is_first": N_("Backups go to “{folder}” already: choose a folder on another drive."),
    "restore.altered": N_("The backup “{file}” is not as it was written: choose another one."),
    "restore.nothing_kept": N_("No restore has kept anything in “{folder}”: there is nothing to bring back."),
    "cli.restore.lost": N_("Not in the backup, and now only in “{kept}”: {acts}, {customers}, {visits}."),
}
