"""Starts the command line: `python -m dealerdesk`, and the built program of that name."""

from __future__ import annotations

from multiprocessing import freeze_support

from dealerdesk.cli import main

if __name__ == "__main__":
    freeze_support()
    main()
