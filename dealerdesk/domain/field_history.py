"""One change of one field, as it is told: when, by whom, from where, from what to what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from dealerdesk.domain.errors import Param

ADDED = "added"
"""The field that stands for a record as a whole when it was made."""


@dataclass(frozen=True)
class FieldChange:
    """A field that an act changed. Values are as they are said; None where there was nothing, or is nothing now.

    `origin` is a code: hand, import, undo or program. `source`: the window or a command. `of`: which number, masked,
    where the field is one of a number.
    """

    at: datetime
    act: int
    who: str
    source: str
    origin: str
    field: str
    old: Param
    new: Param
    of: str | None = None
