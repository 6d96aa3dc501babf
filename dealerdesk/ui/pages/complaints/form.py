"""The form of a complaint, wherever one is opened: what happened, what is wanted, category and department."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from dealerdesk.domain.complaint import Category, NewComplaint
from dealerdesk.domain.contact import Channel
from dealerdesk.services.complaints import complaint_errors
from dealerdesk.ui.fields import Choice, LineEdit
from dealerdesk.ui.forms import Form
from dealerdesk.ui.widgets import column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.domain.errors import Said
    from dealerdesk.ui.session import Session


class TextBox(QPlainTextEdit):
    """Some lines of text; Tab goes on to the next field."""

    edited = Signal()

    def __init__(self, lines: int = 3, text: str | None = None) -> None:
        super().__init__(text or "")
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 16)
        self.textChanged.connect(self.edited.emit)

    def value(self) -> str | None:
        """What was typed, or None where nothing was."""
        return self.toPlainText().strip() or None

    def set_value(self, text: str | None) -> None:
        """Show a text."""
        self.setPlainText(text or "")


class ComplaintForm(QWidget):
    """A complaint as it is taken down, with errors beside the fields.

    `about` gives whom and what it is about: customer_id, vehicle_id, visit_id, call by which it came.
    """

    edited = Signal()

    def __init__(self, session: Session, about: NewComplaint | None = None, *, asks_channel: bool = False) -> None:
        super().__init__()
        self._session = session
        self._about = about or NewComplaint("")
        words = session.words
        self.form = Form()
        named = {name: words.label(f"complaint_field.{name}") for name in ("happened", "wanted", "department")}
        self.happened = self.form.add("happened", named["happened"], TextBox(4))
        self.wanted = self.form.add("wanted", named["wanted"], TextBox(2))
        self.category = self.form.add(
            "category",
            words.label("complaint_field.category"),
            Choice([(code.value, words.label(f"category.{code}")) for code in Category]),
        )
        self.department = self.form.add(
            "department", named["department"], LineEdit(hint=words.text("Who answers for it, if known"))
        )
        self.channel = Choice([(code.value, words.label(f"channel.{code}")) for code in Channel])
        if asks_channel:
            self.form.add("channel", words.label("complaint_field.channel"), self.channel)
        else:
            self.channel.setParent(self)
            self.channel.hide()
        self.form.on_change(self.edited.emit)
        self.setLayout(column(self.form, gap=0))
        self.put(self._about)
        self._first = self.held()

    def put(self, new: NewComplaint) -> None:
        """Fill the form in with a complaint, which is then the one that it is about."""
        self._about = new
        self.happened.set_value(new.happened)
        self.wanted.set_value(new.wanted)
        self.category.set_value(str(new.category))
        self.department.set_value(new.department)
        self.channel.set_value(str(new.channel))

    def value(self) -> NewComplaint:
        """The complaint as it stands here; whether it can be opened says `check`."""
        about = self._about
        return NewComplaint(
            self.happened.toPlainText().strip(),
            Category(str(self.category.value())),
            self.wanted.value(),
            about.customer_id,
            about.vehicle_id,
            about.visit_id,
            Channel(str(self.channel.value())),
            self.department.value() or None,
        )

    def check(self) -> bool:
        """Say beside the fields what cannot be, and go to the first; answers whether the complaint can be opened."""
        errors = complaint_errors(self.value(), self._session.desk.today)
        self.show_errors(errors)
        return not errors

    def show_errors(self, errors: Mapping[str, Said]) -> None:
        """Say beside the fields what is wrong with them."""
        self.form.show_errors({name: self._session.say(why) for name, why in errors.items()})

    @property
    def is_changed(self) -> bool:
        """Whether anything was entered."""
        return self.held() != self._first

    def held(self) -> dict[str, Any]:
        """What was entered, as JSON can hold it."""
        return {
            "happened": self.happened.toPlainText(),
            "wanted": self.wanted.toPlainText(),
            "category": self.category.value(),
            "department": self.department.text(),
            "channel": self.channel.value(),
        }

    def take_up(self, held: Mapping[str, Any]) -> None:
        """Be filled in as `held` told."""
        self.happened.set_value(held.get("happened"))
        self.wanted.set_value(held.get("wanted"))
        self.category.set_value(held.get("category"))
        self.department.set_value(held.get("department"))
        self.channel.set_value(held.get("channel"))

    def start(self) -> None:
        """Put the keyboard where writing begins."""
        self.happened.setFocus()
