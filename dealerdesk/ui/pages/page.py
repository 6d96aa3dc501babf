"""What every page is: it looks for itself when what it shows was changed, and does what the table of actions says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from dealerdesk.services.desk import Right
from dealerdesk.ui.actions.table import ACTIONS, actions_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dealerdesk.services.drafts import Draft
    from dealerdesk.ui.begun import Begun, Slot
    from dealerdesk.ui.session import Session

_LOOKING: Final = frozenset({None, Right.SEE})
"""The rights of actions that a held key may repeat: whoever looks pages on, but nothing is kept twice."""


class Page(QWidget):
    """A page of the window. Subclasses give `name`, `kinds`, what it shows, and what its actions do."""

    name: ClassVar[str] = ""
    kinds: ClassVar[frozenset[str]] = frozenset()
    """The kinds of records whose change makes the page look anew."""

    takes_up_by_itself: ClassVar[bool] = True
    """Whether what was begun comes back when the page is made; else when somebody asks for it."""

    edited = Signal()
    """What is half filled in here became something else."""

    took_up = Signal(object)
    """What waited for this page is in a form again: its Slot."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.waiting: Mapping[Slot, Draft] = {}
        self.words = session.words
        self.stale = True
        self._actions: dict[str, QAction] = {}
        self._icons: list[tuple[QPushButton, str, str]] = []
        session.theme.changed.connect(self._draw_icons)
        for action in actions_of(self.name):
            made = QAction(self.words.text(action.words), self)
            made.setShortcut(QKeySequence(action.shortcut))
            made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)  # Qt asks only what shows
            made.setAutoRepeat(action.right in _LOOKING)
            made.setEnabled(session.offers(action))
            made.setVisible(made.isEnabled())
            made.triggered.connect(lambda _on=False, name=action.id: self.does()[name]())
            self._actions[action.id] = made
            self.addAction(made)

    def _draw_icons(self) -> None:
        """Draw the icons of the buttons in the colours that hold now."""
        self._icons = [icon for icon in self._icons if shiboken6.isValid(icon[0])]
        for button, name, color in self._icons:
            button.setIcon(self.session.theme.icon(name, color))

    def reload(self) -> None:
        """Look anew at what is shown; called when the page is shown and something changed since."""

    def wanted(self, **what: Any) -> None:  # noqa: ANN401 - whatever the page can show
        """Show what was asked for, by `session.open`."""

    def focus_first(self) -> None:
        """Put the keyboard where work begins."""

    def does(self) -> Mapping[str, Callable[[], object]]:
        """What each action of this page does, by its id."""
        return {}

    def state(self) -> dict[str, Any]:
        """What the page is at, as JSON can hold it: it comes back after the language was changed."""
        return {}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Be again where `state` was."""

    def unsaved(self) -> bool:
        """Whether something was entered here that is not in the store yet."""
        return False

    def drafts(self) -> Sequence[Begun]:
        """What is half filled in here: it is kept while it is typed, and comes back at the next start."""
        return ()

    def is_drafted(self) -> bool:
        """Whether `drafts` tells all that is unsaved: then nobody need be asked before leaving."""
        return bool(self.drafts())

    def take_up(self, begun: Begun) -> bool:
        """Be filled in again as it was; answers whether that was done: what was not waits on."""
        del begun
        return False

    def go_to_draft(self, slot: Slot) -> None:
        """Put the keyboard where something was begun."""
        del slot
        self.focus_first()

    @override
    def heightForWidth(self, width: int) -> int:
        """The least height, not the best one: the window scrolls a page only where it cannot be smaller."""
        layout = self.layout()
        return super().heightForWidth(width) if layout is None else layout.minimumHeightForWidth(width)

    def action(self, name: str) -> QAction:
        """The action of that id, for menus."""
        return self._actions[name]

    def show_action(self, name: str, *, on: bool) -> None:
        """Let an action be done now, or not; one that nobody here may do stays away."""
        made = self._actions[name]
        offered = self.session.offers(ACTIONS[name])
        made.setEnabled(on and offered)
        made.setVisible(on and offered)

    def button(self, name: str, text: str = "", *, kind: str = "") -> QPushButton:
        """A button that does an action of this page; its tip tells the shortcut."""
        made, row = self._actions[name], ACTIONS[name]
        words, kind = text or made.text(), kind or row.kind
        button = QPushButton(words)
        if row.icon:
            self._icons.append((button, row.icon, "accent-text" if kind == "primary" else "icon"))
            self._draw_icons()
        keys = made.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(f"{made.text()} ({keys})" if keys else made.text())
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        if not made.isVisible():
            button.hide()
        if kind:
            button.setProperty("kind", kind)
        button.setEnabled(made.isEnabled())
        button.clicked.connect(made.trigger)
        made.enabledChanged.connect(button.setEnabled)
        return button
