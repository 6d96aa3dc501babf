"""What can stand in the place of a file: its form, or one panel; never both, and nothing half typed is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from dealerdesk.ui.pages.customers.doing import KIND, Doing
from dealerdesk.ui.pages.customers.editor import Editor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dealerdesk.ui.begun import Begun
    from dealerdesk.ui.pages.customers.file_panel import FilePanel
    from dealerdesk.ui.pages.page import Page
    from dealerdesk.ui.session import Session


class Forms(QObject):
    """The form of the file, and the panels beside it."""

    def __init__(self, session: Session, panel: FilePanel, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self.editor = Editor(session, panel, page)
        self.doing = Doing(session, panel, page, self.editor)
        panel.opened.connect(self._open_fact)

    def does(self) -> Mapping[str, Callable[[], object]]:
        """What the page's actions of editing, and of doing something, do."""
        return {
            **self.editor.does(),
            **self.doing.does(),
            "customers.edit": self._edit,
            "customers.add_phone": self._add_phone,
            "customers.save": self._save,
        }

    @property
    def is_open(self) -> bool:
        """Whether something stands in the place of the file."""
        return self.editor.is_open or self.doing.is_open

    @property
    def unsaved(self) -> bool:
        """Whether something was entered that is not in the store."""
        return self.editor.unsaved or self.doing.unsaved

    def holds(self) -> bool:
        """Whether what was entered keeps the file where it is: then that is said."""
        return self.editor.holds() or self.doing.holds()

    def close(self) -> None:
        """Show the file again, without what was entered."""
        self.doing.close()
        self.editor.close()

    def cancel(self) -> None:
        """Drop what was entered; a note can bring it back."""
        if self.doing.is_open:
            self.doing.cancel()
        else:
            self.editor.cancel()

    def drafts(self) -> tuple[Begun, ...]:
        """What is half filled in."""
        return (*self.editor.drafts(), *self.doing.drafts())

    def take_up(self, begun: Begun) -> bool:
        """Go to the file that something was begun in, and open it as it was; not over something else."""
        if begun.slot.kind == KIND:
            return self.doing.take_up(begun)
        if self.doing.unsaved:
            return False
        self.doing.close()
        return self.editor.take_up(begun)

    def _edit(self) -> None:
        if not self.doing.holds():
            self.doing.close()
            self.editor.open()

    def _add_phone(self) -> None:
        if not self.doing.holds():
            self.doing.close()
            self.editor.add_phone()

    def _save(self) -> None:
        if self.doing.is_open:
            self.doing.save()
        else:
            self.editor.save()

    def _open_fact(self) -> None:
        """Change what the keyboard is at: in its own panel, or in the form."""
        if not self.doing.open_fact():
            self._page.action("customers.edit").trigger()
