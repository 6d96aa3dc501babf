"""A forgotten password: the recovery code from the safe, and a new password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dealerdesk.domain.rights import Role
from dealerdesk.services.staff.recovery import Recovered, recover
from dealerdesk.ui.forms import Form
from dealerdesk.ui.signing_in.fields import CodeEdit, add_new_password, same_twice
from dealerdesk.ui.widgets import button, column, label, muted, row

if TYPE_CHECKING:
    from dealerdesk.domain.errors import Said
    from dealerdesk.services.desk import Desk
    from dealerdesk.ui.session import Session


class RecoveryPanel(QWidget):
    """A manager's way in without the password; others are given a new one by a manager."""

    recovered = Signal(object)
    """Recovered: who is in, and the new code."""

    left = Signal()

    def __init__(self, session: Session, desk: Desk) -> None:
        super().__init__()
        self._session, self._desk, words = session, desk, session.words
        self._name = ""
        self._told = muted()
        self.form = Form()
        self.code = self.form.add(
            "code",
            words.text("Recovery code"),
            CodeEdit(),
            help=words.text("Five groups of four, as they stand on the paper in the safe."),
        )
        self.password, self.again = add_new_password(self.form, words)
        self.go = button(words.text("Set the new password"), self.recover, kind="primary")
        self.back = button(words.text("Back"), self.left.emit)
        for field in (self.code, self.password, self.again):
            field.returnPressed.connect(self.recover)
        self.setLayout(
            column(
                label(words.text("Forgotten password"), "title"),
                self._told,
                4,
                self.form,
                row(self.back, None, self.go),
                gap=8,
            )
        )

    def begin(self, name: str, role: Role) -> None:
        """Ask for the code, for the account of somebody; tell who is no manager where to go."""
        words, opens = self._session.words, role is Role.MANAGER
        self._name = name
        self.form.setVisible(opens)
        self.go.setVisible(opens)
        self._told.setText(
            words.text(
                "For {name}, by the code that was printed when the accounts were set up. It is spent then, and there "
                "is another.",
                name=name,
            )
            if opens
            else words.text("A manager gives {name} a new password, in Settings, Staff.", name=name)
        )
        for field in (self.code, self.password, self.again):
            field.clear()
        self.form.clear_errors()
        (self.code if opens else self.back).setFocus()

    def recover(self) -> None:
        """Try the code."""
        if not self.go.isEnabled():
            return
        words = self._session.words
        if not self.code.value():
            self.form.show_errors({"code": words.text("Type the code from the paper.")})
            return
        if not same_twice(self.form, words, self.password, self.again):
            return
        desk, code, name, password = self._desk, self.code.value(), self._name, self.password.value()
        self.go.setEnabled(False)
        self._session.background.write(
            self, lambda: recover(desk, code, name, password), self._came_in, failed=self._refused
        )

    def _came_in(self, recovered: Recovered) -> None:
        self.go.setEnabled(True)
        for field in (self.code, self.password, self.again):
            field.clear()
        self.recovered.emit(recovered)

    def _refused(self, why: Said) -> None:
        self.go.setEnabled(True)
        about_password = why.code in {"accounts.short_password", "accounts.long_password"}
        self.form.show_errors({"password" if about_password else "code": self._session.say(why)})
