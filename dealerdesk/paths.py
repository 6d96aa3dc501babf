"""Where things lie: the resources that come with the program, and the folder that holds a store's data."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

import platformdirs

DATA_DIR_VARIABLE: Final = "DEALERDESK_DATA_DIR"
"""The environment variable that names the data folder where no option does."""

MEMORY_VARIABLE: Final = "DEALERDESK_WINDOW_FILE"
"""The environment variable that names another file for what windows remember: for tests and trials."""

_APP: Final = "DealerDesk"
_PACKAGE: Final = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Answer the path of a resource in a source checkout, an installed wheel or a frozen program."""
    return _resources().joinpath(*parts)


def data_dir(option: str | None = None) -> Path:
    """Answer the data folder: the option, else the environment's, else the platform's for this user. Makes nothing."""
    named = option or os.environ.get(DATA_DIR_VARIABLE)
    if named:
        return Path(named).expanduser().absolute()
    return platformdirs.user_data_path(_APP, appauthor=False)


def demo_dir(data: Path) -> Path:
    """Answer the folder of the invented store: its own within a data folder, so that it never stands in a real one."""
    return data / "demo"


def window_memory() -> Path:
    """Answer the file in which this user's windows on this PC remember their places."""
    named = os.environ.get(MEMORY_VARIABLE)
    return Path(named) if named else platformdirs.user_config_path(_APP, appauthor=False) / "window.ini"


def log_dir(data: Path) -> Path:
    """Answer the folder of the logs within a data folder."""
    return data / "logs"


def backup_dir(data: Path) -> Path:
    """Answer the folder of the backups within a data folder."""
    return data / "backups"


def _resources() -> Path:
    frozen: str | None = getattr(sys, "_MEIPASS", None)  # set by PyInstaller in a built program
    if frozen:
        return Path(frozen) / "resources"
    installed = _PACKAGE / "resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"
