"""Taking down that personal data left the desk: a list, a sheet, or all that is known of a customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.db.disclosures import take_down
from dealerdesk.services.desk import Changed

if TYPE_CHECKING:
    from dealerdesk.services.desk import Desk


def disclose(desk: Desk, use_case: str, kind: str, what: str, rows: int, customer: int | None = None) -> Changed:
    """Take down, as an act of its own, what leaves the desk, just before it does: what fails then is told too much.

    `kind`: export, print or data. `what` is a code and what it is about, never a name: `list.at-risk 2026-12`.
    """
    with desk.store.write(desk.header(use_case)) as writer:
        take_down(writer, kind, what, rows, customer)
        return Changed(frozenset({"disclosure"}), writer.act_id)
