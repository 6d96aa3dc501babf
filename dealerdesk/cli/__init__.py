"""The command line: the same desk without a window, thin over services."""

from __future__ import annotations

from dealerdesk.cli.running import main

__all__ = ["main"]
