"""The floors that run beside the measurements of the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

LABELS: Final[Mapping[str, str]] = {
    "floor.bare-sql-ids": N_("bare SQL of the row numbers"),
    "floor.bare-sql-columns": N_("bare SQL of the columns"),
    "floor.small-store": N_("a store of those vehicles alone"),
    "floor.like-scan": N_("bare LIKE over all that is searched"),
    "floor.like-scan-orders": N_("bare LIKE over all order numbers"),
    "floor.bare-sql-tasks": N_("bare SQL of the tasks"),
    "floor.bare-transaction": N_("a bare transaction of the same rows"),
    "floor.fsync": N_("one page acknowledged by the disk"),
    "floor.fetch-all-visits": N_("bare fetch of all visits"),
    "floor.openpyxl-pass": N_("bare reading of the file"),
    "floor.import": N_("the import itself"),
    "floor.bare-window": N_("a bare window with the store open"),
    "floor.still": N_("the longest that may be felt"),
    "floor.frame": N_("one picture of a screen"),
    "floor.reportlab-table": N_("a plain table of the same rows"),
}
"""`group.code` to English message id."""
