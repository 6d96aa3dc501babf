"""A shop whose store is sound after each test, and exports to bring in."""

from __future__ import annotations

import pytest

from dealerdesk.services.upkeep import check_store
from tests.exports import Exports
from tests.importing import TODAY
from tests.stores import a_shop


@pytest.fixture
def shop(tmp_path):
    (tmp_path / "data").mkdir()
    with a_shop(tmp_path / "data", TODAY) as shop:
        yield shop
        assert check_store(shop.desk).problems == ()


@pytest.fixture
def desk(shop):
    return shop.desk


@pytest.fixture
def exports(tmp_path, monkeypatch):
    return Exports(tmp_path, monkeypatch)
