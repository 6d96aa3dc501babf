"""Names that the window alone shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

LABELS: Final[Mapping[str, str]] = {
    "actor.owner": N_("Owner"),
    "look.system": N_("Like this PC"),
    "look.light": N_("Light"),
    "look.dark": N_("Dark"),
    "look.contrast": N_("High contrast"),
}
