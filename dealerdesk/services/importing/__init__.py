"""Bringing in what other systems export, and taking it back."""

from __future__ import annotations

from dealerdesk.services.importing.outcome import ImportResult, Linked, PastImport, UndoResult
from dealerdesk.services.importing.running import import_file
from dealerdesk.services.importing.undoing import import_history, undo_import

__all__ = ["ImportResult", "Linked", "PastImport", "UndoResult", "import_file", "import_history", "undo_import"]
