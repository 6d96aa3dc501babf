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
    "check.altered_outside": N_(
        "The file “{file}” is not what it was when DealerDesk closed it: it is damaged, or another program wrote to it."
    ),
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
    "check.acts_missing": N_("Acts {first:plain} to {last:plain} are missing: they were deleted outside DealerDesk."),
    "check.act_rows": N_("Act {act:plain} has lost or gained rows outside DealerDesk."),
    "check.act_row": N_("What act {act:plain} recorded of {table} {key:plain} was altered outside DealerDesk."),
    "check.erased_outside": N_(
        "What act {act:plain} recorded of {table} {key:plain} was erased outside DealerDesk: no erasing was taken down."
    ),
    "check.head_missing": N_("The seal at the end of the audit trail was removed outside DealerDesk."),
    "check.head_unknown": N_(
        "The audit trail is sealed by a key that is not here, and does not hold: no new key can vouch for it."
    ),
    "check.head_forged": N_("The seal at the end of the audit trail was altered outside DealerDesk."),
    "check.tail_cut": NN_(
        "The last act, {last:plain}, was cut off the audit trail outside DealerDesk.",
        "The last {n} acts, {first:plain} to {last:plain}, were cut off the audit trail outside DealerDesk.",
        by="n",
    ),
    "check.rebuilt": N_(
        "The audit trail up to act {act:plain} was written anew outside DealerDesk: it does not end as its seal says."
    ),
    "check.acts_without_key": N_(
        "Acts {first:plain} to {last:plain} are not sealed: they were added outside DealerDesk, or after the trail was "
        "tampered with."
    ),
    "check.older_state": N_(
        "The backup “{file}” knows {n:plain} acts, but they are not those of this store, which ends with act "
        "{act:plain}: an older state was put back outside DealerDesk, or another computer goes on with this store."
    ),
    "check.manifest_forged": N_("What lies beside the backup “{file}” to describe it was altered outside DealerDesk."),
    "check.key_renewed": N_(
        "Since act {act:plain} of {day} a new key seals the audit trail: the old one was lost, or the store came from "
        "another computer. What was before is vouched for by backups alone."
    ),
    "check.search_differs": N_("Vehicle {vehicle:plain} ({plate}): what it is searched by is out of date."),
    "check.repaired": NN_("{count} record repaired.", "{count} records repaired.", by="count"),
    "check.and_more": NN_(
        "and {n} more vehicle like this",
        "and {n} more vehicles like this",
        by="n",
    ),
    "check.run_repair": N_("“dealerdesk check --repair” computes the derived facts again."),
    "check.unreadable": N_("Something in the database cannot be understood ({detail})."),
    "check.accept": N_(
        "All that was entered reads as it was recorded: “dealerdesk check --repair” takes the file as it is now."
    ),
    "check.restore": N_(
        "What is entered cannot be computed again: restore the last good backup with “dealerdesk restore”."
    ),
}
