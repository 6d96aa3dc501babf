"""What this PC remembers of its windows: places, widths, columns, folders; never a store's data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSettings

if TYPE_CHECKING:
    from pathlib import Path


class Memory:
    """Named values that JSON can hold, in one file of this user on this PC."""

    def __init__(self, file: Path) -> None:
        self._kept = QSettings(str(file), QSettings.Format.IniFormat)

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401 - whatever was kept
        """What was kept under a key, else the default; what cannot be read any more counts as never kept."""
        kept = self._kept.value(key)
        if not isinstance(kept, str):
            return default
        try:
            return json.loads(kept)
        except ValueError:
            return default

    def put(self, key: str, value: Any) -> None:  # noqa: ANN401
        """Keep a value under a key."""
        self._kept.setValue(key, json.dumps(value, ensure_ascii=False))

    def forget(self, key: str) -> None:
        """Keep nothing under a key."""
        self._kept.remove(key)

    def write(self) -> None:
        """Bring what is kept to the disk now."""
        self._kept.sync()
