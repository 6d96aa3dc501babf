"""Editing a file in its place: the customer with their numbers and the car, with errors beside the fields."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from dealerdesk.domain.record_fields import CODES, COUNTS, CUSTOMER, DAYS, FLAGS, STAFF, VEHICLE, spoken
from dealerdesk.services.customers.editing import CustomerEdit, VehicleEdit
from dealerdesk.ui.fields import Choice, DateEdit, LineEdit, NumberEdit, on_change
from dealerdesk.ui.forms import Form
from dealerdesk.ui.pages.customers.alike_note import AlikeNote
from dealerdesk.ui.pages.customers.phone_rows import PhoneRows
from dealerdesk.ui.widgets import scrolling

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.domain.customer_file import Car, CustomerFile, Person
    from dealerdesk.domain.errors import Said
    from dealerdesk.ui.session import Session

_REQUIRED = frozenset({"source"})
_NOTE_LINES = 3


class NoteEdit(QPlainTextEdit):
    """Some lines of text; Tab goes on to the next field."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _NOTE_LINES + 16)


class EditForm(QWidget):
    """The fields of a customer and of one of their cars; it knows what was changed since they were read."""

    edited = Signal()
    """What is entered became different from, or again like, what was read."""

    elsewhere = Signal(int)
    """The file of another customer is to be looked at first; what was entered waits."""

    def __init__(self, session: Session, file: CustomerFile, add_phone: QWidget) -> None:
        super().__init__()
        self._session = session
        self._read: dict[str, Any] = {}
        self.file = file
        self.form = Form()
        self.phones: PhoneRows | None = None
        self.alike: AlikeNote | None = None
        words = session.words
        if file.person is not None:
            self.form.section(words.text("Customer"))
            for name in CUSTOMER:
                self._add("customer", name, file.person)
                if name == "name":
                    self._add_phones(file.person, add_phone)
        if file.car is not None:
            self.form.section(words.text("Vehicle {plate}", plate=file.car.plate or file.car.vin or "—"))
            for name in VEHICLE:
                self._add("vehicle", name, file.car)
        self.form.on_change(self.edited.emit)
        if self.alike is not None:
            on_change(self.form.fields["customer.name"], self.alike.touch)
        inside = QWidget()
        laid = QVBoxLayout(inside)
        laid.setContentsMargins(2, 0, 8, 8)
        laid.addWidget(self.form)
        laid.addStretch(1)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 8, 0, 0)
        self._area = scrolling(inside)
        outside.addWidget(self._area)

    # what was entered

    @property
    def is_changed(self) -> bool:
        """Whether anything is otherwise than it was read."""
        return bool(self._changes()) or (self.phones is not None and self.phones.is_changed)

    def customer_edit(self) -> CustomerEdit | None:
        """What was entered for the customer; None where nothing was."""
        changes = self._of("customer")
        phones = self.phones.edits() if self.phones is not None and self.phones.is_changed else None
        person = self.file.person
        if person is None or (not changes and phones is None):
            return None
        return CustomerEdit(person.id, person.revision, changes, phones)

    def vehicle_edit(self) -> VehicleEdit | None:
        """What was entered for the vehicle; None where nothing was."""
        changes, car = self._of("vehicle"), self.file.car
        return VehicleEdit(car.id, car.revision, changes) if car is not None and changes else None

    def show_errors(self, errors: Mapping[str, Said]) -> None:
        """Say beside the fields what is wrong with them, and go to the first."""
        told = {name: self._session.say(why) for name, why in errors.items()}
        self.form.show_errors({name: text for name, text in told.items() if not name.startswith("phones.")})
        if self.phones is not None:
            self.phones.show_errors(told)
        self._see()

    def rebase(self, file: CustomerFile) -> None:
        """Others changed the file meanwhile: take over what they changed, and say it where it was changed here too."""
        typed = self._changes()
        self.form.clear_errors()
        self.file = file
        for name in self._read:
            fresh = self._value_in(file, name)
            if fresh == self._read[name]:
                continue
            self._read[name] = fresh
            if name not in typed:
                self._put(name, fresh)
            elif typed[name] != fresh:
                self._say_theirs(name, fresh)
        self.edited.emit()

    def held(self) -> dict[str, Any]:
        """What was entered, as typed, and what stood there before, as JSON can hold it."""
        changed = self._changes()
        return {
            "typed": {name: self._typed(name) for name in changed},
            "read": {name: _plain(self._read[name]) for name in changed},
            "phones": self.phones.held() if self.phones is not None and self.phones.is_changed else None,
            "at": list(self.field_in_focus or ()),
        }

    def take_up(self, held: Mapping[str, Any]) -> None:
        """Be filled in as `held` told; what others changed meanwhile is said beside what had been entered."""
        for name, typed in held["typed"].items():
            if name not in self._read:
                continue
            self._type(name, typed)
            fresh = self._read[name]
            if _plain(fresh) != held["read"].get(name) and self._entered(name) != fresh:
                self._say_theirs(name, fresh)
        if self.phones is not None and held["phones"] is not None:
            self.phones.take_up(held["phones"])
        self.edited.emit()

    def _say_theirs(self, name: str, fresh: Any) -> None:  # noqa: ANN401 - whatever a field holds
        words = self._session.words
        field = name.split(".")[1]
        if field in STAFF:
            fresh = next((one.name for one in self.file.staff if one.id == fresh), None)
        theirs = words.shown(spoken(field, fresh))
        self.form.error(name, words.text("Somebody else entered “{theirs}” meanwhile.", theirs=theirs))

    # the fields

    def parts(self) -> list[QWidget]:
        """All that can be entered or pressed, as the eye goes."""
        found = list(self.form.fields.values())
        at = 1 if self.phones is not None else 0
        return [*found[:at], *(self.phones.parts() if self.phones is not None else ()), *found[at:]]

    def follow(self, before: QWidget) -> None:
        """Let Tab go from a widget into the form, and through it as the eye does."""
        for part in self.parts():
            QWidget.setTabOrder(before, part)
            before = part

    def focus_field(self, record: str, field: str) -> None:
        """Put the keyboard into a field."""
        widget = self.form.fields.get(f"{record}.{field}")
        if field in {"phone", "quality", "preferred"} and self.phones is not None and self.phones.rows:
            widget = self.phones.rows[0].line
        if widget is None:
            widget = next(iter(self.form.fields.values()))
        widget.setFocus()
        if isinstance(widget, LineEdit):
            widget.selectAll()
        self._area.ensureWidgetVisible(widget)

    @property
    def field_in_focus(self) -> tuple[str, str] | None:
        """The record and the name of the field that the keyboard is in."""
        for name, widget in self.form.fields.items():
            if widget.hasFocus():
                record, field = name.split(".")
                return record, field
        if self.phones is not None and any(one.isAncestorOf(self.focusWidget()) for one in self._phone_parts()):
            return "customer", "phone"
        return None

    def _phone_parts(self) -> list[QWidget]:
        return list(self.phones.rows) if self.phones is not None and self.focusWidget() is not None else []

    def _add(self, record: str, field: str, of: Person | Car) -> None:
        name, value = f"{record}.{field}", getattr(of, field)
        widget = self._widget(field, value)
        self.form.add(name, self._session.words.label(f"fact.{field}"), widget)
        self._read[name] = value
        self._put(name, value)

    def _widget(self, field: str, value: object) -> QWidget:
        words = self._session.words
        if field in COUNTS:
            return NumberEdit()
        if field in STAFF:
            return Choice([(None, "—"), *((one.id, one.name) for one in self.file.staff)])
        if field in DAYS:
            return DateEdit(today=self._session.desk.today, theme=self._session.theme)
        if field in FLAGS:
            codes: list[tuple[object, str]] = [(True, words.yes_no(answer=True)), (False, words.yes_no(answer=False))]
            return Choice(codes if isinstance(value, bool) and field == "needs_file" else [(None, "—"), *codes])
        if field in CODES:
            group, known = CODES[field]
            codes = [(code, words.label(f"{group}.{code}")) for code in known]
            own = [(value, str(value))] if value is not None and value not in known else []
            return Choice([*([] if field in _REQUIRED else [(None, "—")]), *codes, *own])
        return NoteEdit() if field == "note" else LineEdit()

    def _add_phones(self, person: Person, add_phone: QWidget) -> None:
        from dealerdesk.ui.widgets import label

        words = self._session.words.label("fact.phone")
        self.phones = PhoneRows(self._session, person.phones, add_phone)
        self.phones.setAccessibleName(words)
        self.phones.edited.connect(self.edited)
        self.form.wide(label(words))
        self.form.wide(self.phones)
        self.alike = AlikeNote(self._session, person.id, self._typed_anew, add_phone)
        self.alike.elsewhere.connect(self.elsewhere)
        self.form.wide(self.alike)
        self.phones.edited.connect(self.alike.touch)

    def _typed_anew(self) -> tuple[str, tuple[str, ...]]:
        """The name, where it is another one, and the numbers that were typed."""
        name = self._changes().get("customer.name")
        typed = () if self.phones is None else tuple(one.text for one in self.phones.edits() if one.text)
        return str(name or ""), typed

    def _put(self, name: str, value: Any) -> None:  # noqa: ANN401 - whatever a field holds
        widget = self.form.fields[name]
        if isinstance(widget, DateEdit):
            widget.set_day(value)
        elif isinstance(widget, NumberEdit):
            widget.setText("" if value is None else str(value))
        elif isinstance(widget, Choice | LineEdit):
            widget.set_value(value)
        elif isinstance(widget, NoteEdit):
            widget.setPlainText(value or "")

    def _typed(self, name: str) -> object:
        """What stands in a field, also where it is no value yet."""
        widget = self.form.fields[name]
        return widget.text() if isinstance(widget, DateEdit) else self._entered(name)

    def _type(self, name: str, typed: Any) -> None:  # noqa: ANN401 - whatever a field holds
        widget = self.form.fields[name]
        if isinstance(widget, DateEdit):
            widget.setText(typed)
        else:
            self._put(name, typed)

    def _entered(self, name: str) -> object:
        widget = self.form.fields[name]
        if isinstance(widget, DateEdit | NumberEdit):
            try:
                return widget.day() if isinstance(widget, DateEdit) else widget.number() or 0
            except ValueError:
                return widget.text()
        if isinstance(widget, NoteEdit):
            return widget.toPlainText().strip() or None
        if isinstance(widget, LineEdit):
            return widget.value() or None
        return widget.value() if isinstance(widget, Choice) else None

    def _changes(self) -> dict[str, object]:
        found = {name: self._entered(name) for name in self._read}
        return {name: value for name, value in found.items() if value != self._read[name]}

    def _of(self, record: str) -> dict[str, object]:
        return {name.split(".")[1]: value for name, value in self._changes().items() if name.split(".")[0] == record}

    @staticmethod
    def _value_in(file: CustomerFile, name: str) -> Any:  # noqa: ANN401
        record, field = name.split(".")
        return getattr(file.person if record == "customer" else file.car, field, None)

    def _see(self) -> None:
        focused = self.focusWidget()
        if focused is not None:
            self._area.ensureWidgetVisible(focused)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
