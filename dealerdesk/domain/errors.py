"""What the desk says when something is not as it should be: coded values that `words` turns into sentences."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Union

from dealerdesk.domain.calendar import Month

if TYPE_CHECKING:
    from collections.abc import Mapping

Param = Union[str, int, date, Month, "Said", tuple["Param", ...], None]


@dataclass(frozen=True)
class Said:
    """A coded value with its parameters: what is said, without the language it is said in."""

    code: str
    params: Mapping[str, Param] = field(default_factory=lambda: MappingProxyType({}))


def said(code: str, **params: Param) -> Said:
    """Answer the coded value with these parameters."""
    return Said(code, params)


class Trouble(Exception):
    """Something outside the program that a person can mend; `said` says what to do. Never a bug of ours."""

    exit_code: ClassVar[int] = 2

    def __init__(self, code: str, **params: Param) -> None:
        super().__init__(code)
        self.said = Said(code, params)


class WrongUse(Trouble):
    """The request itself cannot be carried out as it stands."""

    exit_code = 2


class Refused(Trouble):
    """The request is understood and refused: no permission, a store that is locked or newer."""

    exit_code = 3


class Damaged(Trouble):
    """Data are damaged, missing or not ours."""

    exit_code = 4
