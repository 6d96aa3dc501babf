"""One's own account: its password, the PIN for a quick change of person, and a manager's recovery code."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from dealerdesk.domain.rights import Right
from dealerdesk.services.staff.own_secrets import OwnPassword, change_own_password, choose_pin
from dealerdesk.services.staff.recovery import RenewedCode, renew_recovery_code
from dealerdesk.ui.forms import Form
from dealerdesk.ui.pages.settings.password_panel import PasswordPanel
from dealerdesk.ui.pages.settings.section import Section
from dealerdesk.ui.signing_in.code_panel import CodePanel
from dealerdesk.ui.signing_in.fields import SecretEdit
from dealerdesk.ui.widgets import boxed, button, column, label, muted, row, scrolling

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFrame

    from dealerdesk.domain.errors import Said
    from dealerdesk.services.desk import Changed
    from dealerdesk.ui.pages.settings.section import Button
    from dealerdesk.ui.session import Session


class AccountSection(Section):
    """What everybody who signs in may change of their own account; each takes the password."""

    code: ClassVar[str] = "account"
    saves: bool = False

    def __init__(self, session: Session, button: Button) -> None:
        super().__init__(session, button)
        words = self.words
        self.password = PasswordPanel(
            session, words.text("Password"), words.text("Change the password"), own=True, new=True, leavable=False
        )
        self.password.entered.connect(self._change_password)
        self.pin_form = Form()
        self._add_pin()
        self.recovery = PasswordPanel(
            session, words.text("Recovery code"), words.text("Make a new code"), own=True, new=False, leavable=False
        )
        self.recovery.entered.connect(self._renew)
        self.code_panel = CodePanel(session)
        self.code_panel.hide()
        self.code_panel.done.connect(self._code_kept)
        self._lay_out()

    @classmethod
    def is_for(cls, session: Session) -> bool:
        """Whoever signed in has an account."""
        return session.desk.actor.account is not None

    def focus_first(self) -> None:
        """Begin with the password."""
        if self.password.own is not None:
            self.password.own.setFocus()

    # what each does

    def _change_password(self, own: str, new: str) -> None:
        desk = self.session.desk
        self.session.background.write(
            self, lambda: change_own_password(desk, own, new), self._changed, failed=self.password.refused
        )

    def _changed(self, changed: OwnPassword) -> None:
        self.session.become(changed.actor)
        self.password.clear()
        self.session.note(self.words.text("Your password was changed."))

    def choose_pin(self) -> None:
        """Let the PIN that was typed hold."""
        if not self.pin.value():
            self.pin_form.show_errors({"pin": self.words.text("Type 4 to 8 digits.")})
        else:
            self._choose(self.pin.value())

    def remove_pin(self) -> None:
        """Have no PIN."""
        self._choose(None)

    def _choose(self, pin: str | None) -> None:
        if not self.proof.value():
            self.pin_form.show_errors({"proof": self.words.text("Your password is needed here.")})
            return
        desk, password = self.session.desk, self.proof.value()
        self._let_choose(False)

        def chosen(_changed: Changed) -> None:
            self._let_choose(True)
            self.pin.clear()
            self.proof.clear()
            words = self.words
            self.session.note(words.text("Your PIN was removed.") if pin is None else words.text("Your PIN holds now."))

        self.session.background.write(self, lambda: choose_pin(desk, password, pin), chosen, failed=self._pin_refused)

    def _pin_refused(self, why: Said) -> None:
        self._let_choose(True)
        self.pin_form.show_errors({"pin" if why.code == "accounts.bad_pin" else "proof": self.session.say(why)})

    def _let_choose(self, on: bool) -> None:
        self.set_pin.setEnabled(on)
        self.drop_pin.setEnabled(on)

    def _renew(self, own: str, _new: str) -> None:
        desk = self.session.desk
        self.session.background.write(
            self, lambda: renew_recovery_code(desk, own), self._renewed, failed=self.recovery.refused
        )

    def _renewed(self, made: RenewedCode) -> None:
        self.recovery.clear()
        self.recovery.hide()
        self.code_panel.show()
        self.code_panel.show_code(made.code)

    def _code_kept(self) -> None:
        self.code_panel.hide()
        self.recovery.show()

    # parts

    def _add_pin(self) -> None:
        words = self.words
        self.pin = self.pin_form.add(
            "pin",
            words.text("New PIN"),
            SecretEdit(digits=True),
            help=words.text("4 to 8 digits. After ten wrong tries it holds no more until you sign in by password."),
        )
        self.proof = self.pin_form.add("proof", words.text("Your password now"), SecretEdit())
        self.set_pin = button(words.text("Set the PIN"), self.choose_pin)
        self.drop_pin = button(words.text("Remove the PIN"), self.remove_pin)
        for field in (self.pin, self.proof):
            field.returnPressed.connect(self.choose_pin)

    def _lay_out(self) -> None:
        words, actor = self.words, self.session.desk.actor
        rights = [words.label(f"right.{right}") for right in Right if right in actor.rights]
        who = label(actor.name, "title")
        may = muted(words.text("May do: {rights}", rights=words.formats.enumeration(rights)))
        told = muted(words.text("With a PIN you take your place at this desk quickly: Ctrl+Shift+U, the PIN, Enter."))
        pin = column(
            label(words.text("PIN"), "strong"),
            told,
            self.pin_form,
            row(None, self.drop_pin, self.set_pin),
            gap=6,
        )
        pin.setContentsMargins(14, 12, 14, 12)
        parts = [_panel(self.password), boxed(pin, "panel")]
        if self.session.may(Right.STAFF):
            both = QWidget()
            both.setLayout(column(self.recovery, self.code_panel, gap=0))
            self.recovery.told.setText(words.text("Makes a new code for the safe; the one on paper holds no more."))
            self.recovery.told.show()
            parts.append(_panel(both))
        inside = boxed(column(who, may, *parts, None, gap=12, margins=(0, 0, 12, 0)))
        inside.setMaximumWidth(self.session.theme.px(640))
        self.setLayout(column(scrolling(inside), gap=0))


def _panel(inside: QWidget) -> QFrame:
    return boxed(column(inside, margins=(14, 12, 14, 12)), "panel")
