"""The store's settings: its name, its language, and the rules by which histories are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.db.rulebooks import current_rules
from dealerdesk.db.settings import set_setting, setting
from dealerdesk.domain.errors import WrongUse
from dealerdesk.services.desk import Changed, Desk, Right, use_case
from dealerdesk.words.language import LANGUAGES

if TYPE_CHECKING:
    from dealerdesk.domain.rules import Rules


@use_case("read-store-name", None)
def store_name(desk: Desk) -> str:
    """The store's name as it prints on paper, empty until it is set."""
    with desk.store.read() as conn:
        return str(setting(conn, "store_name") or "")


@use_case("name-store", Right.POLICIES)
def name_store(desk: Desk, name: str) -> Changed:
    """Set the store's name as it prints on paper."""
    return _set(desk, "name-store", "store_name", name.strip())


@use_case("choose-language", Right.POLICIES)
def choose_language(desk: Desk, lang: str) -> Changed:
    """Save the language that the desk speaks. Raises WrongUse for one that it does not speak."""
    if lang not in LANGUAGES:
        raise WrongUse("use.bad_choice", value=lang, option="--save-lang", choices=LANGUAGES)
    return _set(desk, "choose-language", "lang", lang)


@use_case("read-language", None)
def saved_language(desk: Desk) -> str | None:
    """The saved language, or None."""
    with desk.store.read() as conn:
        value = setting(conn, "lang")
    return value if value in LANGUAGES else None


@use_case("read-rules", Right.SEE)
def rules_of(desk: Desk) -> Rules:
    """The rules that the store goes by today."""
    with desk.store.read() as conn:
        return current_rules(conn)[1]


def _set(desk: Desk, act: str, name: str, value: str) -> Changed:
    with desk.store.write(desk.header(act)) as writer:
        changed = set_setting(writer, name, value)
        return Changed(frozenset({"setting"}), writer.act_id) if changed else Changed()
