"""Bringing in what other systems export, and taking it back."""

from __future__ import annotations

from dealerdesk.services.importing.looking import Preview, PreviewColumn, look_again, look_into
from dealerdesk.services.importing.outcome import Example, ImportResult, Linked, PastImport, Stage, UndoResult
from dealerdesk.services.importing.running import import_file
from dealerdesk.services.importing.undoing import import_history, undo_import
from dealerdesk.spreadsheets.sheet import Kind, Mapped

__all__ = [
    "Example",
    "ImportResult",
    "Kind",
    "Linked",
    "Mapped",
    "PastImport",
    "Preview",
    "PreviewColumn",
    "Stage",
    "UndoResult",
    "import_file",
    "import_history",
    "look_again",
    "look_into",
    "undo_import",
]
