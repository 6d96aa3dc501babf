"""Being nobody special for a while: an administrator reads and writes what is closed to everybody else."""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import contextmanager

import pytest

_VERSION = 0x20080522
_WORDS = ctypes.c_uint32 * 6
"""Effective, permitted and inheritable capabilities of this thread, twice 32 of them."""


@contextmanager
def dropped():
    """Within this, permissions hold for this thread and those that it starts, though it be the administrator's."""
    if not hasattr(os, "geteuid"):
        pytest.skip("permissions are another thing here")
    if os.geteuid() != 0:
        yield
        return
    if not sys.platform.startswith("linux"):
        pytest.skip("an administrator cannot become nobody special here")
    libc, head, mine = ctypes.CDLL(None), (ctypes.c_uint32 * 2)(_VERSION, 0), _WORDS()
    assert libc.capget(head, mine) == 0
    assert libc.capset(head, _WORDS(0, *mine[1:3], 0, *mine[4:6])) == 0
    try:
        yield
    finally:
        assert libc.capset(head, mine) == 0
