"""A panel beside the table that does one thing with a customer or a car: fields, what is doubtful, one button."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from dealerdesk.domain.record_fields import checked
from dealerdesk.ui.fields import Choice, DateEdit, LineEdit
from dealerdesk.ui.flow import emptied, flowing
from dealerdesk.ui.forms import Form
from dealerdesk.ui.widgets import boxed, button, column, label, row, scrolling

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from dealerdesk.domain.customer_file import Car, CustomerFile, Person
    from dealerdesk.domain.errors import Said
    from dealerdesk.domain.record_fields import Rule
    from dealerdesk.domain.visit_entry import Doubt
    from dealerdesk.services.desk import Changed
    from dealerdesk.ui.session import Session

_NOBODY = 0


class Offer(NamedTuple):
    """What can be done about something doubtful, and in which words."""

    words: str
    does: Callable[[], object]


class Answer(NamedTuple):
    """What became of it: what changed, or what is wrong or doubtful; `others`: the records that doubts are about."""

    changed: Changed
    errors: Mapping[str, Said] = {}
    doubts: Sequence[Doubt] = ()
    others: Mapping[str, int] = {}


class ActPanel(QFrame):
    """One thing that is done with the file that is shown. Subclasses name it, make its fields, and say what to call."""

    code: ClassVar[str] = ""
    """By what a half-filled panel is known."""

    rules: ClassVar[Mapping[str, Rule]] = {}
    """What is checked before anything is called; fields without a rule go as they were typed."""

    edited = Signal()
    wanted = Signal()
    left = Signal()
    elsewhere = Signal(object)
    """Another file is to be looked at first, by what `session.open` takes; what was entered waits."""

    def __init__(self, session: Session, file: CustomerFile, key: int = _NOBODY) -> None:
        super().__init__()
        self.session, self.words, self.file, self.key = session, session.words, file, key
        self.confirmed: set[str] = set()
        self._left: set[str] = set()
        self.form = Form()
        self.title = label("", "title", wrap=True)
        self.intro = label("", "muted", wrap=True)
        self._told = label("", wrap=True)
        self._offers = flowing()
        self._offered = boxed(column(self._told, self._offers, gap=6, margins=(10, 8, 10, 8)), "banner")
        self._offered.hide()
        self._offer_buttons: list[QWidget] = []
        inside = QWidget()
        inside.setLayout(column(self.title, self.intro, self.form, self._offered, None, gap=8, margins=(2, 0, 8, 0)))
        self.make()
        self.intro.setVisible(bool(self.intro.text()))
        self.keep = button(self.keep_words(), self.wanted.emit, kind="primary", tip="Ctrl+S")
        self.cancel = button(self.words.text("Cancel"), self.left.emit, tip="Esc")
        laid = column(scrolling(inside), row(self.keep, self.cancel, None), gap=8, margins=(0, 8, 0, 0))
        self.setLayout(laid)
        self.setAccessibleName(self.title.text())
        self.form.on_change(self._touched)
        for widget in self.form.fields.values():
            if isinstance(widget, LineEdit):
                widget.returnPressed.connect(self.wanted)
        self._first = self.typed()

    # what it is about

    @property
    def car(self) -> Car:
        """The car that is looked at; only panels of cars ask. Raises LookupError without one."""
        if self.file.car is None:
            raise LookupError(self.code)
        return self.file.car

    @property
    def car_name(self) -> str:
        """What the car is called."""
        return self.car.plate or self.car.vin or "—"

    @property
    def person(self) -> Person:
        """The customer; only panels of customers ask. Raises LookupError without one."""
        if self.file.person is None:
            raise LookupError(self.code)
        return self.file.person

    # what a panel says

    def make(self) -> None:
        """Make title and fields."""
        raise NotImplementedError

    def keep_words(self) -> str:
        """What the button says that does it."""
        return self.words.text("Save")

    def call(self) -> Callable[[], Answer]:
        """What is to be called, with what was entered."""
        raise NotImplementedError

    def done_words(self) -> str:
        """What the note says when it is done."""
        raise NotImplementedError

    def offers(self, code: str, others: Mapping[str, int]) -> Sequence[Offer]:
        """What can be done about a doubt."""
        del others
        return (Offer(self.words.text("It is right"), lambda: self.confirm(code)),)

    def rebase(self, file: CustomerFile) -> None:
        """Somebody else was quicker: the file as it is now."""
        self.file = file

    # fields

    def line(self, name: str, text: str, *, help: str = "", unit: str = "") -> LineEdit:  # noqa: A002 - what it is
        """Add a line of text."""
        return self.form.add(name, text, LineEdit(), help=help, unit=unit)

    def day(self, name: str, text: str, day: date | None, *, help: str = "") -> DateEdit:  # noqa: A002
        """Add a day."""
        return self.form.add(
            name, text, DateEdit(day, today=self.session.desk.today, theme=self.session.theme), help=help
        )

    def choice(self, name: str, text: str, choices: Sequence[tuple[object, str]], value: object = None) -> Choice:
        """Add a choice."""
        return self.form.add(name, text, Choice(choices, value))

    def typed(self) -> dict[str, Any]:
        """What stands in the fields, as JSON can hold it."""
        return {name: _typed(widget) for name, widget in self.form.fields.items()}

    def put(self, typed: Mapping[str, Any]) -> None:
        """Fill fields in."""
        for name, value in typed.items():
            widget = self.form.fields.get(name)
            if isinstance(widget, Choice):
                widget.set_value(value)
            elif isinstance(widget, LineEdit):
                widget.setText(str(value or ""))

    def value(self, name: str) -> Any:  # noqa: ANN401 - whatever a field holds
        """What a field holds: a text, a code or a day; the day is in order once `check` said so."""
        widget = self.form.fields[name]
        return widget.day() if isinstance(widget, DateEdit) else _typed(widget)

    @property
    def is_changed(self) -> bool:
        """Whether anything was entered."""
        return bool(self.confirmed) or self.typed() != self._first

    def check(self) -> bool:
        """Say beside the fields what cannot be; answers whether all may be called with it."""
        shown = {name: value for name, value in self.typed().items() if name in self.rules and self.form.shows(name)}
        texts = {name: self._day_text(name, value) for name, value in shown.items()}
        errors = checked(self.rules, texts, self.session.desk.today).errors
        self.show_errors(errors)
        return not errors

    def _day_text(self, name: str, value: object) -> object:
        """A day in whatever notation as the rules read it."""
        widget = self.form.fields[name]
        if not isinstance(widget, DateEdit):
            return value
        try:
            return widget.day()
        except ValueError:
            return value

    def held(self) -> dict[str, Any]:
        """What was entered, as JSON can hold it."""
        return {"typed": self.typed(), "confirmed": sorted(self.confirmed)}

    def take_up(self, held: Mapping[str, Any]) -> None:
        """Be filled in as `held` told."""
        self.put(held["typed"])
        self.confirmed = set(held.get("confirmed", ()))

    # what is wrong or doubtful

    def answer(self, answer: Answer) -> bool:
        """Say what is wrong or doubtful; answers whether it is done."""
        self.show_errors(answer.errors)
        self.show_doubts(() if answer.errors else answer.doubts, answer.others)
        return not (answer.errors or answer.doubts)

    def show_errors(self, errors: Mapping[str, Said]) -> None:
        """Say beside the fields what is wrong with them; what belongs to none goes into a note."""
        told = {name: self.session.say(why) for name, why in errors.items()}
        self.form.show_errors(told)
        for name, text in told.items():
            if name not in self.form.fields:
                self.session.note(text, bad=True)

    def show_doubts(self, doubts: Sequence[Doubt], others: Mapping[str, int]) -> None:
        """Say what is doubtful, with what can be done about it."""
        left = [doubt for doubt in doubts if doubt.code not in self.confirmed]
        self._left = {doubt.code for doubt in left}
        emptied(self._offers)
        self._told.setText("\n".join(self.session.say(doubt.said) for doubt in left))
        self._offered.setAccessibleName(self._told.text())
        self._offer_buttons = [
            button(offer.words, offer.does) for doubt in left for offer in self.offers(doubt.code, others)
        ]
        for made in self._offer_buttons:
            self._offers.addWidget(made)
        self._offered.setVisible(bool(left))
        self.follow()

    def confirm_all(self) -> None:
        """All that is doubtful is right: go on."""
        if self._left:
            self.confirmed |= self._left
            self.wanted.emit()

    def confirm(self, code: str) -> None:
        """It is doubtful, and right: go on."""
        self.confirmed.add(code)
        self.wanted.emit()

    def focus_field(self, name: str) -> None:
        """Put the keyboard into a field."""
        self.form.fields[name].setFocus()

    def start(self) -> None:
        """Put the keyboard into the first field that is empty."""
        shown = [name for name in self.form.fields if self.form.shows(name)]
        first = next((name for name in shown if not _typed(self.form.fields[name])), shown[0] if shown else None)
        if first is None:
            self.keep.setFocus()
        else:
            self.focus_field(first)

    def follow(self) -> None:
        """Let Tab go through the panel as the eye does."""
        parts = [*self.form.fields.values(), *self._offer_buttons, self.keep, self.cancel]
        for before, after in pairwise(parts):
            QWidget.setTabOrder(before, after)

    def _touched(self) -> None:
        self.edited.emit()


def _typed(widget: QWidget) -> Any:  # noqa: ANN401 - whatever a field holds
    if isinstance(widget, Choice):
        return widget.value()
    return widget.value() if isinstance(widget, LineEdit) else None
