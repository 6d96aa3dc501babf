"""Starts DealerDesk."""

from __future__ import annotations

from multiprocessing import freeze_support

from dealerdesk.app import main

if __name__ == "__main__":
    freeze_support()
    main()
