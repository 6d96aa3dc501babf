"""Every act that the services write has a name in the audit trail."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dealerdesk.words.labels import LABELS

SERVICES = Path(__file__).parents[2] / "dealerdesk" / "services"
WRITTEN = re.compile(r'header\(\s*"([a-z-]+)"|disclose\(\w+, "([a-z-]+)"|_edit\(desk, "([a-z-]+)"')
FOUND = sorted(
    {
        name
        for file in SERVICES.rglob("*.py")
        for match in WRITTEN.findall(file.read_text("utf-8"))
        for name in match
        if name
    }
)


@pytest.mark.parametrize("name", FOUND)
def test_every_act_has_a_name(name):
    assert f"act.{name}" in LABELS
