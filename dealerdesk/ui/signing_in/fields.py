"""Fields for what nobody may read along: passwords, PINs and recovery codes, typed without an input method."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

from dealerdesk.domain.folding import fold_width

if TYPE_CHECKING:
    from dealerdesk.ui.forms import Form
    from dealerdesk.words import Words

_LONGEST: Final = 256


class SecretEdit(QLineEdit):
    """A password as it is typed; `digits`: a PIN. Nothing of it shows."""

    edited = Signal()

    def __init__(self, *, digits: bool = False) -> None:
        super().__init__()
        self.setMaxLength(_LONGEST)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.textChanged.connect(lambda _text: self.edited.emit())
        self.take_digits(digits)

    def take_digits(self, digits: bool) -> None:
        """Be for a PIN, or for a password."""
        hints = Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData
        if digits:
            hints |= Qt.InputMethodHint.ImhDigitsOnly
        self.setInputMethodHints(hints)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def value(self) -> str:
        """What was typed: a blank may be part of it."""
        return self.text()


class CodeEdit(QLineEdit):
    """A recovery code as it is typed: in any case, with blanks or dashes between its groups."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(_LONGEST)
        self.setInputMethodHints(Qt.InputMethodHint.ImhPreferUppercase | Qt.InputMethodHint.ImhSensitiveData)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.textChanged.connect(lambda _text: self.edited.emit())

    def value(self) -> str:
        """What was typed, without blanks at its ends."""
        return fold_width(self.text()).strip()


def add_new_password(form: Form, words: Words) -> tuple[SecretEdit, SecretEdit]:
    """Add a new password and its repetition to a form; answers both fields, named `password` and `again`."""
    first = form.add("password", words.text("New password"), SecretEdit(), help=words.text("At least 8 characters."))
    second = form.add("again", words.text("The same once more"), SecretEdit())
    return first, second


def same_twice(form: Form, words: Words, first: SecretEdit, second: SecretEdit) -> bool:
    """Whether a new password was typed twice alike; where not, the form says so beside it."""
    if not first.value():
        form.show_errors({"password": words.text("Think of a password.")})
        return False
    if first.value() != second.value():
        form.show_errors({"again": words.text("The two passwords are not the same.")})
        second.selectAll()
        return False
    return True
