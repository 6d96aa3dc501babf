"""Where the data of the store lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from dealerdesk.services.data_place import DataPlace, data_place
from dealerdesk.ui.forms import Form, LineEdit
from dealerdesk.ui.pages.settings.section import Section
from dealerdesk.ui.widgets import boxed, column, muted, row, scrolling

if TYPE_CHECKING:
    from dealerdesk.ui.pages.settings.section import Button
    from dealerdesk.ui.session import Session


class DataSection(Section):
    """The data folder, how much room it takes, and the way to it."""

    code: ClassVar[str] = "data"
    saves: bool = False

    def __init__(self, session: Session, button: Button) -> None:
        super().__init__(session, button)
        words = self.words
        self._place: DataPlace | None = None
        form = Form()
        self.folder = form.add("folder", words.text("Data folder"), _shown())
        self.taken = form.add("size", words.text("Size of the store"), _shown())
        self.left = form.add("free", words.text("Free on this disk"), _shown())
        self.version = form.add("version", words.text("Version of the data"), _shown())
        self.safe = form.add("safe", words.text("Encryption"), _shown())
        self._open = button("settings.open_data")
        told = muted(
            words.text(
                "All data lie in this one folder on this PC. Do not copy the files of an open store: a backup is what"
                " is safe to copy. To use another folder, start with --data-dir."
            )
        )
        buttons = row(self._open, button("settings.copy_data"), None)
        inside = boxed(column(form, 4, buttons, 4, told, None, margins=(0, 0, 12, 0)))
        inside.setMaximumWidth(session.theme.px(760))
        self.setLayout(column(scrolling(inside), gap=0))

    def load(self) -> None:
        """Ask where the data lie."""
        self.session.background.read(self, lambda: data_place(self.session.desk), self._arrived, key="load")

    def focus_first(self) -> None:
        """Begin with the way to the folder."""
        self._open.setFocus()

    def open_data(self) -> None:
        """Show the folder in the system's own window."""
        if self._place is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._place.folder)))

    def copy_data(self) -> None:
        """Copy the folder's name, to paste it elsewhere."""
        if self._place is not None:
            QGuiApplication.clipboard().setText(str(self._place.folder))
            self.session.note(self.words.text("Copied: {folder}", folder=str(self._place.folder)))

    def _arrived(self, place: DataPlace) -> None:
        words, size = self.words, self.words.formats.size
        self._place = place
        self.folder.set_value(str(place.folder))
        self.folder.setCursorPosition(0)
        self.taken.set_value(size(place.bytes))
        self.left.set_value(size(place.free))
        self.version.set_value(str(place.schema))
        self.safe.set_value(words.text("Encrypted with a password") if place.encrypted else words.text("Not encrypted"))


def _shown() -> LineEdit:
    """A field that shows something to read and copy."""
    field = LineEdit()
    field.setReadOnly(True)
    return field
