"""Chinese is written with Chinese marks: no half-width comma or colon between its words."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po

from dealerdesk.paths import resource

HALF = re.compile(r"[\u4e00-\u9fff”’）}*][,;?!](?!\d)|[,;?!][\u4e00-\u9fff“]|[\u4e00-\u9fff”}]:[\u4e00-\u9fff{“]")
HELP = sorted(file.name for file in resource("help", "zh_CN").glob("*.md"))
SCRIPTS = sorted(file.name for file in resource("scripts").glob("*.json"))
CLOCK = re.compile(r"\{minutes\}:\{seconds\}|时:分")


def test_the_catalogue():
    with resource("locale", "zh_CN", "LC_MESSAGES", "dealerdesk.po").open("rb") as file:
        texts = [message.string for message in read_po(file)]
    plain = [text for given in texts for text in ((given,) if isinstance(given, str) else given)]
    assert [text for text in plain if HALF.search(CLOCK.sub("", text))] == []


@pytest.mark.parametrize("name", HELP)
def test_the_help(name):
    lines = resource("help", "zh_CN", name).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if HALF.search(line)] == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_scripts(name):
    lines = resource("scripts", name).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if '"zh_CN"' in line and HALF.search(line)] == []
