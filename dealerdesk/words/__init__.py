"""The one room that talks: a coded value and its parameters become a sentence; the language is an argument."""

from __future__ import annotations

from dealerdesk.words.language import LANGUAGES, Language, chosen_language, system_language
from dealerdesk.words.mark import N_, NN_
from dealerdesk.words.speech import Words

__all__ = ["LANGUAGES", "NN_", "N_", "Language", "Words", "chosen_language", "system_language"]
