"""What can be done on the page `import`."""

from __future__ import annotations

from dealerdesk.services.desk import Right
from dealerdesk.ui.actions.action import Action
from dealerdesk.words.mark import N_

_PAGE = "import"

ACTIONS: tuple[Action, ...] = (
    Action("import.choose", N_("Choose files…"), "Ctrl+O", _PAGE, Right.IMPORT, "folder"),
    Action("import.go", N_("Go on: dry run, import, next file"), "Ctrl+Return", _PAGE, Right.IMPORT, kind="primary"),
    Action("import.back", N_("Back to the columns"), "Alt+Left", _PAGE, Right.IMPORT),
    Action("import.cancel", N_("Cancel what is running"), "Escape", _PAGE, Right.IMPORT),
    Action("import.leave", N_("Take the file off this page"), "Ctrl+W", _PAGE, Right.IMPORT),
    Action("import.next_file", N_("Next file"), "Ctrl+PgDown", _PAGE, Right.IMPORT),
    Action("import.previous_file", N_("Previous file"), "Ctrl+PgUp", _PAGE, Right.IMPORT),
    Action("import.history", N_("History of imports"), "Ctrl+H", _PAGE),
    Action("import.rejects", N_("Open the workbook"), "Ctrl+R", _PAGE),
    Action("import.undo", N_("Take the import back"), "Ctrl+Shift+Z", _PAGE, Right.IMPORT),
)
