"""Who is responsible here: the manager's account is made, or the store stays with one owner who needs none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from dealerdesk.services.staff.first_manager import SetUp, set_up
from dealerdesk.ui.forms import Form, LineEdit
from dealerdesk.ui.signing_in.code_panel import CodePanel
from dealerdesk.ui.signing_in.fields import add_new_password, same_twice
from dealerdesk.ui.widgets import boxed, button, column, label, muted, row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.domain.errors import Said
    from dealerdesk.domain.rights import Actor
    from dealerdesk.ui.session import Session


class ManagerPanel(QWidget):
    """Three steps in one place: the offer, the manager's name and password, and the recovery code."""

    asked = Signal(bool)
    """Whether the panel asks for something now, and what stands around it can step back."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, words = session, session.words
        self._actor: Actor | None = None
        self.begin = button(words.text("Make the manager's account…"), self.ask)
        self.form = Form()
        self.name = self.form.add("name", words.text("Name"), LineEdit())
        self.password, self.again = add_new_password(self.form, words)
        self.make = button(words.text("Make the account"), self.set_up, kind="primary")
        self.leave = button(words.text("Cancel"), self.stop)
        self.code = CodePanel(session)
        self.code.done.connect(self._done)
        for field in (self.name, self.password, self.again):
            field.returnPressed.connect(self.set_up)
        self.step = 0
        """0: the offer, 1: name and password, 2: the recovery code."""
        self._parts = (self._offer(), self._asking(), self.code)
        self.setLayout(column(boxed(column(*self._parts, gap=0, margins=(16, 12, 16, 12)), "panel")))
        self._go_to(0)

    def ask(self) -> None:
        """Ask for the name and the password."""
        self._go_to(1)
        self.name.setFocus()

    def stop(self) -> None:
        """Stay with one owner."""
        for field in (self.name, self.password, self.again):
            field.clear()
        self.form.clear_errors()
        self._go_to(0)
        self.begin.setFocus()

    def state(self) -> Mapping[str, Any]:
        """What was entered, but for passwords."""
        return {"name": self.name.value()} if self.step == 1 else {}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Be where that was."""
        if state:
            self.ask()
            self.name.set_value(str(state.get("name", "")))

    def set_up(self) -> None:
        """Make the account."""
        words = self._session.words
        if not self.make.isEnabled():
            return
        if not self.name.value():
            self.form.show_errors({"name": words.text("Enter the name of the manager.")})
            return
        if not same_twice(self.form, words, self.password, self.again):
            return
        desk, name, password = self._session.desk, self.name.value(), self.password.value()
        self.make.setEnabled(False)
        self._session.background.write(self, lambda: set_up(desk, name, password), self._made, failed=self._refused)

    def _made(self, made: SetUp) -> None:
        self.make.setEnabled(True)
        self.password.clear()
        self.again.clear()
        self._session.become(made.actor)
        self._actor = made.actor
        self._go_to(2)
        self.code.show_code(made.code)

    def _refused(self, why: Said) -> None:
        self.make.setEnabled(True)
        about_password = why.code in {"accounts.short_password", "accounts.long_password"}
        self.form.show_errors({"password" if about_password else "name": self._session.say(why)})

    def _done(self) -> None:
        if self._actor is not None:
            self._session.person_came.emit(self._actor)

    def _go_to(self, step: int) -> None:
        self.step = step
        for part in self._parts:
            part.hide()
        self._parts[step].show()
        self.asked.emit(step > 0)

    def _offer(self) -> QFrame:
        words = self._session.words
        told = muted(
            words.text(
                "Now: one owner, without accounts; whoever sits at this PC may do everything. With accounts everybody "
                "signs in and may do what is theirs to do. You can decide this later, too, in Settings, Staff."
            )
        )
        line = row(told, self.begin, gap=16)
        line.setStretch(0, 1)
        return boxed(column(label(words.text("Who is responsible here?"), "strong"), line, gap=4))

    def _asking(self) -> QFrame:
        words = self._session.words
        told = muted(words.text("The manager may do everything, and gives all others their accounts."))
        title = label(words.text("The manager's account"), "strong")
        return boxed(column(title, told, self.form, row(self.leave, None, self.make), gap=6))
