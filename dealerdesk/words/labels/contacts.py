"""What the history of contacts calls its columns and its papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

LABELS: Final[Mapping[str, str]] = {
    "contact_column.when": N_("When"),
    "contact_column.channel": N_("Channel"),
    "contact_column.customer": N_("Customer"),
    "contact_column.plate": N_("Plate"),
    "contact_column.result": N_("What came of it"),
    "contact_column.about": N_("About"),
    "contact_column.who": N_("Who spoke"),
    "contact_column.note": N_("Note"),
    "contact_column.for_next": N_("For the next caller"),
    "paper.contacts": N_("Contacts"),
    "act.change-contact-note": N_("Note of a contact mended"),
    "act.export-contacts": N_("Contacts exported"),
    "act.print-contacts": N_("Contacts printed"),
}
