"""Saved views: keep what is shown under a name, look at it again, rename it, delete it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget
from typing_extensions import override

from dealerdesk.services.list_views import SavedView, delete_view, rename_saved_view, save_view, saved_views
from dealerdesk.ui.forms import LineEdit
from dealerdesk.ui.widgets import button, column, label, muted, row
from dealerdesk.words.list_filters import filters_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent

    from dealerdesk.domain.errors import Said
    from dealerdesk.services.desk import Changed
    from dealerdesk.ui.pages.lists.place import Place
    from dealerdesk.ui.session import Session


class _Views(QListWidget):
    entered = Signal()
    deleted = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.deleted.emit()
        else:
            super().keyPressEvent(event)


class ViewsPanel(QWidget):
    """The store's saved views, and a name for the one that is shown now."""

    applied = Signal(object)
    """A SavedView is to be shown."""

    def __init__(self, session: Session, shown: Callable[[], tuple[Place, tuple[str, ...]]]) -> None:
        super().__init__()
        self._session, self._shown = session, shown
        words = session.words
        self.name = LineEdit(hint=words.text("Name of the view"))
        self.name.setAccessibleName(words.text("Name of the view"))
        self.error = label("", "error", wrap=True)
        self.error.hide()
        self.list = _Views()
        self.list.setAccessibleName(words.text("Saved views"))
        self._none = muted(
            words.text("Saved filters, order, groups and columns come back under their name, each month.")
        )
        self.save_button = button(words.text("Save what is shown"), self.save, kind="primary")
        self._show_button = button(words.text("Show"), self.apply)
        self._rename_button = button(words.text("Rename"), self.rename)
        self._delete_button = button(words.text("Delete"), self.delete)
        self.setLayout(
            column(
                self.name, self.error, row(self.save_button, self._rename_button, None), self._none, self.list,
                row(self._show_button, self._delete_button, None), gap=8,
            )
        )  # fmt: skip
        self.name.returnPressed.connect(self.save)
        self.name.edited.connect(lambda: self._say_wrong(""))
        self.list.entered.connect(self.apply)
        self.list.deleted.connect(self.delete)
        self.list.itemDoubleClicked.connect(lambda _item: self.apply())
        self.list.currentItemChanged.connect(lambda *_items: self._moved())
        self._enable()

    def begin(self) -> None:
        """Look at the saved views, and wait for a name."""
        self.look()
        self.name.setFocus()
        self.name.selectAll()

    def name_begun(self) -> str:
        """A name that was typed and that no view has."""
        names = {self.list.item(place).text() for place in range(self.list.count())}
        name = self.name.value()
        return "" if name in names else name

    def look(self) -> None:
        """Look at the saved views anew."""
        desk = self._session.desk
        self._session.background.read(self, lambda: saved_views(desk), self._show, key="views")

    def current(self) -> SavedView | None:
        """The view that is chosen."""
        item = self.list.currentItem()
        if item is None:
            return None
        view: SavedView = item.data(Qt.ItemDataRole.UserRole)
        return view

    def apply(self) -> None:
        """Show the chosen view."""
        if (view := self.current()) is not None:
            self.applied.emit(view)

    def save(self) -> None:
        """Save what is shown under the name that was typed; a view of that name gives way, which can be undone."""
        place, columns = self._shown()
        name = self.name.value()
        view = SavedView(name, place.name, place.query, place.policy, columns)
        desk, words = self._session.desk, self._session.words
        self._write(lambda: save_view(desk, view), words.text("The view “{name}” is saved.", name=name))

    def rename(self) -> None:
        """Give the chosen view the name that was typed."""
        if (view := self.current()) is None:
            return
        desk, words, name = self._session.desk, self._session.words, self.name.value()
        told = words.text("“{old}” is now called “{name}”.", old=view.name, name=name)
        self._write(lambda: rename_saved_view(desk, view.name, name), told)

    def delete(self) -> None:
        """Delete the chosen view."""
        if (view := self.current()) is None:
            return
        desk, words = self._session.desk, self._session.words
        self._write(lambda: delete_view(desk, view.name), words.text("The view “{name}” is deleted.", name=view.name))

    def _write(self, call: Callable[[], Changed], told: str) -> None:
        self._busy(True)

        def done(changed: Changed) -> None:
            self._busy(False)
            if changed.act is not None:
                self._session.note(told, undo=changed.act)

        self._session.background.write(self, call, done, failed=self._failed)

    def _busy(self, busy: bool) -> None:
        self.save_button.setEnabled(not busy)
        self._enable(busy=busy)

    def _failed(self, why: Said) -> None:
        self._busy(False)
        self._say_wrong(self._session.say(why))
        self.name.setFocus()

    def _say_wrong(self, text: str) -> None:
        self.error.setText(text)
        self.error.setVisible(bool(text))

    def _show(self, views: Sequence[SavedView]) -> None:
        kept = self.current()
        words = self._session.words
        self.list.clear()
        for view in views:
            item = QListWidgetItem(view.name)
            told = [words.label(f"list.{view.list_name}"), filters_words(words, view.query)]
            item.setToolTip(" · ".join(filter(None, told)))
            item.setData(Qt.ItemDataRole.UserRole, view)
            self.list.addItem(item)
            if kept is not None and kept.name == view.name:
                self.list.setCurrentItem(item)
        self._none.setVisible(not views)
        self.list.setVisible(bool(views))
        self._enable()

    def _moved(self) -> None:
        if (view := self.current()) is not None:
            self.name.set_value(view.name)
        self._enable()

    def _enable(self, *, busy: bool = False) -> None:
        chosen = self.current() is not None and not busy
        for one in (self._show_button, self._rename_button, self._delete_button):
            one.setEnabled(chosen)
