"""What a check of the database found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_, NN_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.words.mark import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "check.ok": N_("Everything is in order."),
    "check.file": N_("The database file itself is damaged: {detail}"),
    "check.too_damaged": N_(
        "The store “{file}” is too damaged to be checked: restore the last backup with “dealerdesk restore”."
    ),
    "check.reference": N_("{table} {key:plain} refers to a {parent} that does not exist."),
    "check.derived_differs": N_("Vehicle {vehicle:plain} ({plate}): what is kept differs from what its history says."),
    "check.row_differs": N_("{table} {key:plain} was changed outside DealerDesk: {fields}."),
    "check.row_missing": N_("{table} {key:plain} was deleted outside DealerDesk."),
    "check.row_unrecorded": N_("{table} {key:plain} was added outside DealerDesk."),
    "check.act": N_(
        "Act {act:plain} does not fit the one before: the record of changes was altered outside DealerDesk."
    ),
    "check.act_rows": N_("Act {act:plain} has lost or gained rows outside DealerDesk."),
    "check.act_row": N_("What act {act:plain} recorded of {table} {key:plain} was altered outside DealerDesk."),
    "check.search_differs": N_("Vehicle {vehicle:plain} ({plate}): what it is searched by is out of date."),
    "check.repaired": NN_("{count} record repaired.", "{count} records repaired.", by="count"),
    "check.and_more": NN_(
        "and {n} more vehicle like this",
        "and {n} more vehicles like this",
        by="n",
    ),
    "check.run_repair": N_("“dealerdesk check --repair” computes the derived facts again."),
    "check.restore": N_(
        "What is entered cannot be computed again: restore the last good backup with “dealerdesk restore”."
    ),
}
