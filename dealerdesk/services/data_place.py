"""Where the store's data lie, and how much room they take."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealerdesk.db import dialect
from dealerdesk.db.schema import SCHEMA
from dealerdesk.db.store import FILE_NAME
from dealerdesk.services.desk import Desk, Right, use_case

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class DataPlace:
    """The data folder and the store's file in it: bytes of the store, with its log, and bytes free on its disk."""

    folder: Path
    file: Path
    bytes: int
    free: int
    schema: int
    encrypted: bool


@use_case("data-place", Right.SEE)
def data_place(desk: Desk) -> DataPlace:
    """Where the store's data lie, and how much room they take."""
    folder = desk.store.folder
    files = (folder / f"{FILE_NAME}{companion}" for companion in ("", *dialect.COMPANIONS))
    size = sum(file.stat().st_size for file in files if file.exists())
    return DataPlace(
        folder, folder / FILE_NAME, size, shutil.disk_usage(folder).free, SCHEMA, desk.store.key is not None
    )
