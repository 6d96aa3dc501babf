"""The workbook of rows that were not taken, where something goes wrong around it."""

from __future__ import annotations

import os
import time

import pytest

from dealerdesk.domain.errors import WrongUse
from dealerdesk.services.importing.rejects import Rejects


@pytest.fixture
def rejects(tmp_path):
    return Rejects(tmp_path / "rejects", tmp_path / "orders.xlsx", None, "en")


def test_what_a_killed_import_left_behind_goes_with_the_next(rejects, tmp_path):
    folder = tmp_path / "rejects"
    folder.mkdir()
    old, new, kept = folder / ".1.xlsx", folder / ".2.xlsx", folder / "7-orders.xlsx"
    for file in (old, new, kept):
        file.write_bytes(b"rows")
    day_before = time.time() - 2 * 24 * 60 * 60
    for file in (old, kept):
        os.utime(file, (day_before, day_before))
    rejects._clear_left_behind()
    assert sorted(file.name for file in folder.iterdir()) == [".2.xlsx", "7-orders.xlsx"]


def test_a_workbook_that_cannot_be_deleted_hides_no_trouble(rejects, monkeypatch):
    class Closed:
        def unlink(self, **_wishes):
            raise PermissionError

    rejects._staged = Closed()
    with pytest.raises(WrongUse), rejects:
        raise WrongUse("import.cancelled", file="orders.xlsx")
