"""What reception calls the next step of a visit, and the workshops of its kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

LABELS: Final[Mapping[str, str]] = {
    "settings_field.kinds": N_("Kinds of visit"),
    "workshop.mechanical": N_("Mechanical"),
    "workshop.body-and-paint": N_("Body and paint"),
    "workshop.warranty": N_("Warranty"),
    "workshop.accessories": N_("Accessories"),
    "visit_step.in-workshop": N_("Into the workshop"),
    "visit_step.settled": N_("Settle"),
    "visit_step.handed-over": N_("Hand over"),
}
