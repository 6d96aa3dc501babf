"""Starts DealerDesk."""

from __future__ import annotations

from dealerdesk.app import main

if __name__ == "__main__":
    main()
