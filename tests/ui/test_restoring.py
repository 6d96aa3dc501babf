"""Restoring from the window: what takes long is done beside the painting."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

from dealerdesk.services.backups import back_up
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.restoring import Restored
from dealerdesk.ui.restoring import Restoring
from tests.stores import a_shop

TODAY = date(2026, 3, 1)


class Watched:
    """A store that remembers which thread closed it."""

    def __init__(self, store):
        self.store, self.by = store, None

    def close(self):
        self.by = threading.current_thread()
        self.store.close()


def test_a_large_store_is_closed_beside_the_painting_too(tmp_path, qtbot):
    with a_shop(tmp_path / "store", TODAY) as shop:
        shop.car()
        copy = back_up(shop.desk).file
        watched = Watched(shop.desk.store)
        restoring = Restoring(
            replace(shop.desk, store=watched), Doorstep(tmp_path / "store", TODAY, "en"), copy, undoing=False
        )
        with qtbot.waitSignal(restoring.ended, timeout=20_000) as heard:
            restoring.begin()
        restoring.wait()
    assert isinstance(heard.args[0], Restored)
    assert watched.by is not threading.main_thread()
