"""Deleting, the recycle bin and the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_, NN_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.words.mark import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "delete.has_cars": NN_(
        "{names} has visits or another owner: delete that car, or hand it over, before its customer.",
        "{n} cars have visits or other owners ({names}): delete those cars, or hand them over, before their customer.",
        by="n",
    ),
    "recycle.not_there": N_("That is not in the recycle bin any more: it was restored or deleted for good meanwhile."),
    "recycle.plate_taken": N_("Not restored: another car bears {plates} since. End that there first."),
    "recycle.taken": N_(
        "Not restored: its name, number, VIN or order number is another record's since, or what it belongs to is gone."
    ),
    "cli.audit": NN_(
        "{n} row of the audit trail written to {file}.", "{n} rows of the audit trail written to {file}.", by="n"
    ),
}
