"""A form in the middle of a call: a few fields, what they give the call, and what is wrong beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dealerdesk.ui.fields import LineEdit
from dealerdesk.ui.forms import Form
from dealerdesk.ui.widgets import column

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from dealerdesk.domain.errors import Said
    from dealerdesk.ui.session import Session


@dataclass(frozen=True)
class About:
    """Whom and which car a form is about. `now`: by the store's clock. `last_km`: the last odometer known."""

    now: datetime
    today: date
    title: str = ""
    customer: int | None = None
    vehicle: int | None = None
    car: str = ""
    last_km: int | None = None


class ResultForm(QWidget):
    """Subclasses give their name, make their fields, and say what they give the call."""

    code: ClassVar[str] = ""
    ends_the_call: ClassVar[bool] = True
    """Whether what it asks is the result of the call; else it is only kept beside it."""

    edited = Signal()
    through = Signal()
    """Enter was pressed in the last field: keep it."""

    def __init__(self, session: Session, about: About) -> None:
        super().__init__()
        self.session, self.words, self.about = session, session.words, about
        self.form = Form()
        self.make()
        self._first = self.held()
        self.form.on_change(self.edited.emit)
        lines = [field for field in self.form.fields.values() if isinstance(field, LineEdit)]
        for place, line in enumerate(lines):
            line.returnPressed.connect(lambda place=place: self._on(lines, place))

    def _on(self, lines: list[LineEdit], place: int) -> None:
        """Enter goes on to the next line, and from the last one out."""
        if place + 1 < len(lines):
            lines[place + 1].setFocus()
            lines[place + 1].selectAll()
        else:
            self.through.emit()

    def lay_out(self, *parts: QWidget) -> None:
        """Lay the fields out, with more parts below them."""
        self.setLayout(column(self.form, *parts, None, gap=4))

    # what a form says

    def title(self) -> str:
        """What it asks, in a few words."""
        raise NotImplementedError

    def make(self) -> None:
        """Make the fields."""
        raise NotImplementedError

    def given(self) -> dict[str, Any] | None:
        """The fields of a CallMade; None where something is wrong, which is said beside the fields."""
        raise NotImplementedError

    def told(self) -> str:
        """What is in it, in a few words, once it was kept."""
        return self.title()

    # what every form does

    def begin(self) -> None:
        """Put the keyboard where it begins."""
        first = next(iter(self.form.fields.values()), None)
        if first is not None:
            first.setFocus()
            if isinstance(first, LineEdit):
                first.selectAll()

    def held(self) -> dict[str, Any]:
        """What stands in the fields, as JSON can hold it."""
        return {name: field.text() for name, field in self.form.fields.items() if isinstance(field, LineEdit)}

    def take_up(self, held: Mapping[str, Any]) -> None:
        """Be filled in as `held` told."""
        for name, value in held.items():
            field = self.form.fields.get(name)
            if isinstance(field, LineEdit):
                field.setText(str(value or ""))

    @property
    def is_touched(self) -> bool:
        """Whether anything was entered."""
        return self.held() != self._first

    def refuse(self, why: Said) -> None:
        """Say beside the first field why it could not be kept."""
        first = next(iter(self.form.fields), None)
        if first is not None:
            self.form.show_errors({first: self.session.say(why)})
