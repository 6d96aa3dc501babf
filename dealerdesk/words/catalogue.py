"""The compiled translations of one language, loaded once from the resources."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations
from typing import TYPE_CHECKING, Final

from dealerdesk.paths import resource

if TYPE_CHECKING:
    from dealerdesk.words.language import Language

DOMAIN: Final = "dealerdesk"
"""The name of the catalogue files below `locale/<language>/LC_MESSAGES/`."""


@cache
def catalogue(language: Language) -> GNUTranslations:
    """Answer the translations of a language; a message id that it lacks is its own translation."""
    with resource("locale", language, "LC_MESSAGES", f"{DOMAIN}.mo").open("rb") as file:
        return GNUTranslations(file)
