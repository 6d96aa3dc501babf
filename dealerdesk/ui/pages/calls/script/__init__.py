"""The script in the middle of a call: one question at a time, its answers by key, and all that was answered so far."""

from __future__ import annotations
