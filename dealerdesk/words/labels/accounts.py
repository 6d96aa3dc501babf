"""Coded values of people who sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

LABELS: Final[Mapping[str, str]] = {
    "role.receptionist": N_("Receptionist"),
    "role.care-agent": N_("Care agent"),
    "role.advisor": N_("Service advisor"),
    "role.manager": N_("Manager"),
    "act.prove-oneself": N_("Password given again"),
    "column.right": N_("Right"),
    "job.receptionist": N_("Receptionist"),
}
