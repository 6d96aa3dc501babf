"""Every key that the help names is the key of an action, of the page that the text is about or of the window."""

from __future__ import annotations

import re

import pytest

from dealerdesk.paths import resource
from dealerdesk.ui.actions.table import ACTIONS

KEYS = re.compile(r"(?:(?:Ctrl|Shift|Alt)\+)+(?:[A-Za-z0-9]+|/|←|→|回车)|\bF\d{1,2}\b")
WRITTEN = {"Enter": "Return", "回车": "Return", "→": "Right", "←": "Left"}
PAGES = {action.page for action in ACTIONS.values()} - {None}
TEXTS = [(lang, file.stem) for lang in ("en", "zh_CN") for file in sorted(resource("help", lang).glob("*.md"))]


@pytest.mark.parametrize(("lang", "topic"), TEXTS)
def test_every_key_named_is_there(lang, topic):
    pages = {None, topic} if topic in PAGES else {None, *PAGES}
    known = {action.shortcut for action in ACTIONS.values() if action.page in pages}
    text = resource("help", lang, f"{topic}.md").read_text(encoding="utf-8")
    named = {re.sub(r"[^+]+$", lambda key: WRITTEN.get(key[0], key[0]), keys) for keys in KEYS.findall(text)}
    assert named - known == set()
