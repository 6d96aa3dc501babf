"""Sittings at the page Reception, on small stores of invented cars."""

from __future__ import annotations

import pytest

from tests.ui.reception.sitting import Sitting


@pytest.fixture
def sitting(store_session, qtbot, settled):
    """Make a sitting on a store of its own."""

    def make(kind="empty", **how):
        return Sitting(store_session(kind, **how), qtbot, settled)

    return make
