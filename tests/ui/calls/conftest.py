"""Sittings at the call desk, on stores with lost cars."""

from __future__ import annotations

from datetime import date

import pytest

from dealerdesk.services.tasks import generate_tasks
from tests.services.test_outcomes import lost_car
from tests.ui.calls.sitting import Sitting


@pytest.fixture
def sitting(store_session, qtbot, settled):
    """Make a sitting on a store with lost cars of these owners (None: a new one each)."""

    def make(*owners, kind="empty", **how):
        made = Sitting(store_session(kind, **how), qtbot, settled)
        for at, owner in enumerate(owners):
            lost_car(made.shop, date(2025, 6, 1 + at), owner=owner, plate=f"琼A0000{at}")
        if owners:
            generate_tasks(made.session.desk)
        return made

    return make


@pytest.fixture
def two(sitting):
    """A sitting with two calls in the queue, its page shown."""
    return sitting(None, None).show()
