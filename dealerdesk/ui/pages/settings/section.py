"""What every section of the settings is: values that are loaded, changed, saved or discarded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QPushButton

    from dealerdesk.ui.session import Session

    Button = Callable[[str], QPushButton]

Values = dict[str, Any]
"""What the fields of a section hold, as JSON can hold it."""


class Section(QWidget):
    """One section: subclasses load what is saved and tell what their fields hold; `button` makes the page's buttons."""

    code: ClassVar[str] = ""
    saves: ClassVar[bool] = True
    """Whether what is changed here waits to be saved."""

    edited = Signal()
    """A field changed, or what was changed was saved or discarded."""

    def __init__(self, session: Session, button: Button) -> None:
        super().__init__()
        self.session, self.words = session, session.words
        self.button = button
        self.busy = False
        """Whether it is being saved."""
        self._saved: Values | None = None
        self._draft: Values = {}

    def load(self) -> None:
        """Ask for what is saved."""

    def save(self) -> None:
        """Save what the fields hold."""

    def values(self) -> Values:
        """What the fields hold."""
        return {}

    def fill(self, values: Values) -> None:
        """Let the fields hold something."""

    def focus_first(self) -> None:
        """Put the keyboard where work begins."""

    def focused(self) -> str:
        """The name of the field that the keyboard is at, where that outlasts the window."""
        return ""

    def focus(self, name: str) -> None:
        """Put the keyboard at the field of a name that `focused` told."""

    def arrived(self, saved: Values) -> None:
        """Show what is saved, but for what was changed here and is not saved yet."""
        changed, self._draft = {**self.state(), **self._draft}, {}
        self.fill(saved)
        self._saved = self.values()
        if changed:
            self.fill({**self._saved, **changed})
        self.edited.emit()

    def unsaved(self) -> bool:
        """Whether a field holds something else than what is saved."""
        return bool(self._draft or self.state())

    def discard(self) -> None:
        """Show again what is saved."""
        if self._saved is not None:
            self.fill(self._saved)
            self.edited.emit()

    def begin_saving(self) -> None:
        """Take no changes until it is saved or refused."""
        self.busy = True
        self.setEnabled(False)
        self.edited.emit()

    def end_saving(self, *, saved: bool, undo: int | None = None) -> None:
        """Take changes again; where it was saved, that is what the fields hold. `undo`: the act to take back."""
        self.busy = False
        self.setEnabled(True)
        if saved:
            self._saved = self.values()
            self.session.note(self.words.text("Saved."), undo=undo)
        self.edited.emit()

    def state(self) -> Values:
        """What was changed and not saved."""
        if not self.saves or self._saved is None:
            return {}
        return {name: value for name, value in self.values().items() if value != self._saved.get(name)}

    def restore(self, state: Values) -> None:
        """Have been changed like that; shown when what is saved arrives."""
        self._draft = dict(state)
