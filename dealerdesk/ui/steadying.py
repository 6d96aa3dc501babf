"""Keeps None, True and False alive: PySide 6.12 hands them out uncounted, and a Python before 3.12 then ends."""

from __future__ import annotations

import ctypes
import sys
from typing import Final

_PLENTY: Final = 1 << 40
"""References that no sitting at the desk uses up: a window makes some thousands of such calls a second."""


def hold_singletons() -> None:
    """Count None, True and False as held so often that uncounted use of them never brings them to nothing.

    Measured: each call of a Qt method without a result takes one reference of None, each signal with a bool one of
    True or False, and at none left Python aborts. From 3.12 on they cannot be deallocated, and nothing is done.
    """
    if sys.version_info < (3, 12) and sys.implementation.name == "cpython":
        for one in (None, True, False):
            count = ctypes.c_ssize_t.from_address(id(one))
            if count.value < _PLENTY:
                count.value += _PLENTY
