"""DealerDesk: the after-sales desk of a car dealership, so that it stops losing customers."""

from __future__ import annotations

__version__ = "0.1.0"
