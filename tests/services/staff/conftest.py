"""A store whose people sign in."""

from __future__ import annotations

import pytest

from tests.people import a_team


@pytest.fixture
def team(tmp_path):
    with a_team(tmp_path / "store") as team:
        yield team
