"""What every section of the settings is: values that are loaded, changed, saved or discarded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dealerdesk.domain.errors import said
from dealerdesk.services.desk import Right
from dealerdesk.services.drafts import LONGEST
from dealerdesk.ui.forms import Form

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QPushButton

    from dealerdesk.ui.session import Session

    Button = Callable[[str], QPushButton]

_SHOWN: Final = 60
"""Letters of a saved value that fit into a line."""

Values = dict[str, Any]
"""What the fields of a section hold, as JSON can hold it."""


class Section(QWidget):
    """One section: subclasses load what is saved and tell what their fields hold; `button` makes the page's buttons."""

    code: ClassVar[str] = ""
    saves: bool = True
    """Whether what is changed here waits to be saved."""

    right: ClassVar[Right] = Right.SEE
    """Whose section it is."""

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
        self._before: Values = {}

    @classmethod
    def is_for(cls, session: Session) -> bool:
        """Whether who sits here is shown this section."""
        return session.may(cls.right)

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
        self._say_theirs(self._saved, changed)
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

    # what is half filled in

    def half_filled(self) -> Values:
        """What was changed and not saved, and what was saved before, as far as JSON of a draft's length can hold it."""
        changed = self.state() | self._draft
        saved = self._saved or self._before
        kept = {name: value for name, value in changed.items() if not _too_long(value)}
        before = {name: value for name in kept if not _too_long(value := saved.get(name))}
        return {"changed": kept, "saved": before} if kept else {}

    def is_held(self) -> bool:
        """Whether all that was changed is in what `half_filled` tells."""
        return not any(map(_too_long, self.state().values()))

    def take_up(self, held: Values) -> None:
        """Have been changed like that; what others saved meanwhile is said."""
        if self._saved is None:
            self._draft, self._before = dict(held["changed"]), dict(held["saved"])
            return
        self._before = dict(held["saved"])
        self._say_theirs(self._saved, held["changed"])
        self.fill({**self._saved, **held["changed"], **self.state()})
        self.edited.emit()

    def _say_theirs(self, saved: Values, changed: Values) -> None:
        """Say what others saved where something was half filled in before this window."""
        before, self._before = self._before, {}
        theirs = [name for name in before if saved.get(name) not in (before[name], changed.get(name))]
        if theirs:
            told = tuple(self._name_of(name, saved.get(name)) for name in theirs)
            self.session.note(self.session.say(said("draft.theirs", theirs=told)), bad=True)

    def _name_of(self, name: str, value: object) -> str:
        """A field with what is saved of it, as far as a line can show that."""
        fields = [form.fields[name] for form in self.findChildren(Form) if name in form.fields]
        title = fields[0].accessibleName() if fields else self.words.label(f"settings_field.{name}")
        return f"{title} “{value}”" if isinstance(value, str) and len(value) <= _SHOWN else title


def _too_long(value: object) -> bool:
    """Whether a value is a picture that a draft has no room for: that is chosen again."""
    return isinstance(value, str) and len(value) > LONGEST // 2
