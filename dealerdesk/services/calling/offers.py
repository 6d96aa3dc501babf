"""What the store offers its customers now, and invites them to: the words that scripts have for both."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.db.settings import set_setting, setting
from dealerdesk.domain.errors import WrongUse
from dealerdesk.domain.questionnaire import LANGUAGES
from dealerdesk.services.desk import Changed, Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.db.reading import Reading

LONGEST: Final = 80
"""Signs that can be said within a sentence."""

_SETTING: Final = "call_offers"
_LOOSE: Final = " 。.，,；;！!"
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True)
class Offers:
    """What is ready for who comes, and what takes place at the store: by language, empty where there is nothing."""

    offer: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    activity: Mapping[str, str] = field(default_factory=lambda: _NOTHING)


@use_case("read-call-offers", Right.SEE)
def call_offers(desk: Desk) -> Offers:
    """What is offered now."""
    with desk.store.read() as conn:
        return offers_in(conn)


@use_case("choose-call-offers", Right.SCRIPTS)
def choose_call_offers(desk: Desk, wanted: Offers) -> Changed:
    """Let scripts offer this from now on. Raises WrongUse `script.offer_too_long`."""
    kept = {name: _tidied(getattr(wanted, name)) for name in ("offer", "activity")}
    for texts in kept.values():
        if any(len(text) > LONGEST for text in texts.values()):
            raise WrongUse("script.offer_too_long", most=LONGEST)
    with desk.store.write(desk.header("choose-call-offers")) as writer:
        if offers_in(writer.conn) == Offers(**kept) or not set_setting(writer, _SETTING, kept):
            return Changed()
        return Changed(frozenset({"setting"}), writer.act_id)


def offers_in(conn: Reading) -> Offers:
    """What is offered now, as it is kept."""
    kept: Any = setting(conn, _SETTING) or {}
    return Offers(kept.get("offer", {}), kept.get("activity", {}))


def _tidied(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts as they stand within a sentence: on one line, without a full stop."""
    told = {lang: " ".join(texts.get(lang, "").split()).strip(_LOOSE) for lang in LANGUAGES}
    return {lang: text for lang, text in told.items() if text}
