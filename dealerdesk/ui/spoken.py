"""Words as they stand on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from typing_extensions import override

from dealerdesk.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.domain.errors import Param

_STRAIGHT: Final = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
"""The shipped font draws curly quotes as wide as a Chinese character, which tears English sentences apart."""


class ScreenWords(Words):
    """One language, ready to speak on the screen: English has straight quotes there."""

    __slots__ = ()

    @override
    def _fill(self, text: str, params: Mapping[str, Param]) -> str:
        filled = super()._fill(text, params)
        return filled.translate(_STRAIGHT) if self.language == "en" else filled
