"""A small form for passwords: the old one where it is asked for, and a new one twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dealerdesk.ui.forms import Form
from dealerdesk.ui.signing_in.fields import SecretEdit, add_new_password, same_twice
from dealerdesk.ui.widgets import button, column, label, muted, row

if TYPE_CHECKING:
    from dealerdesk.domain.errors import Said
    from dealerdesk.ui.session import Session

_NEW = frozenset({"accounts.short_password", "accounts.long_password"})


class PasswordPanel(QWidget):
    """Asks for a password, the old one (`own`), or new ones (`new`), and says what is wrong beside them."""

    entered = Signal(str, str)
    """The own password and the new one; empty where they are not asked for."""

    left = Signal()

    def __init__(self, session: Session, title: str, go: str, *, own: bool, new: bool, leavable: bool = True) -> None:
        super().__init__()
        self._session, words = session, session.words
        self.form = Form()
        self.own = self.form.add("own", words.text("Your password now"), SecretEdit()) if own else None
        self.new = add_new_password(self.form, words) if new else None
        self._title, self.told = label(title, "strong"), muted()
        self.told.hide()
        self.go = button(go, self._enter)
        self.leave = button(words.text("Cancel"), self._leave)
        if not leavable:
            self.leave.hide()
        for field in self._fields():
            field.returnPressed.connect(self._enter)
        self.setLayout(column(self._title, self.told, self.form, row(None, self.leave, self.go), gap=6))

    def begin(self, title: str = "", told: str = "") -> None:
        """Ask, with the keyboard at the first field."""
        self._title.setText(title or self._title.text())
        self.told.setText(told)
        self.told.setVisible(bool(told))
        self.clear()
        self.show()
        self._fields()[0].setFocus()

    def clear(self) -> None:
        """Forget what was typed."""
        for field in self._fields():
            field.clear()
        self.form.clear_errors()
        self.go.setEnabled(True)

    def entered_anything(self) -> bool:
        """Whether something stands in a field."""
        return any(field.value() for field in self._fields())

    def refused(self, why: Said) -> None:
        """Say beside the field that it is about why nothing came of it."""
        self.go.setEnabled(True)
        about_new = self.new is not None and (why.code in _NEW or self.own is None)
        self.form.show_errors({"password" if about_new else "own": self._session.say(why)})

    def _fields(self) -> list[SecretEdit]:
        return [field for field in (self.own, *(self.new or ())) if field is not None]

    def _enter(self) -> None:
        words = self._session.words
        if not self.go.isEnabled():
            return
        if self.own is not None and not self.own.value():
            self.form.show_errors({"own": words.text("Your password is needed here.")})
            return
        if self.new is not None and not same_twice(self.form, words, *self.new):
            return
        self.go.setEnabled(False)
        self.entered.emit("" if self.own is None else self.own.value(), "" if self.new is None else self.new[0].value())

    def _leave(self) -> None:
        self.clear()
        self.left.emit()
