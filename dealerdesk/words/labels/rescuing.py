"""What a rescue calls the records that no act takes down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

LABELS: Final[Mapping[str, str]] = {
    "record.secret": N_("Password"),
    "record.draft": N_("Draft"),
}
