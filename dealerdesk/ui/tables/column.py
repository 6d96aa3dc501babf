"""A column of a table on screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class TableColumn:
    """A column: its code, its title, the text of a row, its width for letters of the base size, and how it is drawn.

    `tone` names the token of the text's colour, or None; `shown` is whether it shows until a person chooses.
    """

    code: str
    title: str
    text: Callable[[Any], str]
    width: int = 120
    align: Literal["left", "right"] = "left"
    tone: Callable[[Any], str | None] | None = None
    sort: bool = True
    tip: Callable[[Any], str] | None = None
    bold: bool = False
    shown: bool = True
