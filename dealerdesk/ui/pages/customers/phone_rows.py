"""The numbers of a customer while they are edited: each can be changed, judged, preferred or dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from dealerdesk.domain.record_fields import QUALITIES, PhoneEdit
from dealerdesk.ui.fields import Choice, LineEdit
from dealerdesk.ui.widgets import button, column, label, restyled, row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dealerdesk.domain.customer_file import PhoneOf
    from dealerdesk.ui.session import Session


class PhoneRow(QWidget):
    """One number: what was there shows masked in the empty field until something else is typed."""

    edited = Signal()

    def __init__(self, session: Session, place: int, phone: PhoneOf | None, drop: Callable[[PhoneRow], object]) -> None:
        super().__init__()
        words = session.words
        self.phone = phone
        self.line = LineEdit(hint=words.text("New number") if phone is None else phone.phone.shown)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.quality = Choice(
            [(code, words.label(f"phone_quality.{code}")) for code in QUALITIES], phone.quality if phone else "good"
        )
        self.preferred = button(words.text("preferred"), kind="segment")
        self.preferred.setCheckable(True)
        self.preferred.setChecked(phone is not None and phone.preferred)
        self.drop = button("✕", lambda: drop(self), kind="quiet", tip=words.text("Remove this number"))
        self.error = label("", "error", wrap=True)
        self.error.hide()
        names = {
            self.line: words.text("Phone number {place}", place=place),
            self.quality: words.text("Quality of number {place}", place=place),
            self.preferred: words.text("Number {place} is preferred", place=place),
            self.drop: words.text("Remove number {place}", place=place),
        }
        for widget, name in names.items():
            widget.setAccessibleName(name)
        self.setLayout(column(row(self.line, self.quality, self.preferred, self.drop, gap=4), self.error, gap=2))
        self.line.edited.connect(self._touched)
        self.quality.chosen.connect(self.edited)
        self.preferred.toggled.connect(lambda _on: self.edited.emit())

    def edit(self) -> PhoneEdit:
        """The number as it was left."""
        typed, quality, preferred = self.line.value(), str(self.quality.value()), self.preferred.isChecked()
        if self.phone is None:
            return PhoneEdit(None, None, typed, quality, preferred)
        return PhoneEdit(self.phone.phone.id, self.phone.revision, typed or None, quality, preferred)

    def say(self, text: str) -> None:
        """Say beside the number what is wrong with it; nothing takes it back."""
        self.error.setText(text)
        self.error.setVisible(bool(text))
        self.line.setProperty("wrong", "true" if text else "false")
        self.line.setAccessibleDescription(text)
        restyled(self.line)

    def _touched(self) -> None:
        if self.error.text():
            self.say("")
        self.edited.emit()


class PhoneRows(QWidget):
    """All numbers of a customer."""

    edited = Signal()

    def __init__(self, session: Session, phones: Sequence[PhoneOf], add: QWidget) -> None:
        super().__init__()
        self._session = session
        self._group = QButtonGroup(self)
        self.rows: list[PhoneRow] = []
        self._laid = column(gap=4)
        self._made = 0
        self._add = add
        self.setLayout(column(self._laid, row(add, None), gap=4))
        for phone in phones:
            self._append(phone)
        self._first = self.edits()

    def parts(self) -> list[QWidget]:
        """All that can be entered or pressed, as the eye goes."""
        return [part for one in self.rows for part in (one.line, one.quality, one.preferred, one.drop)] + [self._add]

    def add(self) -> None:
        """Make room for another number."""
        made = self._append(None)
        made.line.setFocus()

    def edits(self) -> tuple[PhoneEdit, ...]:
        """All numbers as they were left; those that were dropped are not among them."""
        return tuple(one.edit() for one in self.rows)

    def held(self) -> dict[str, Any]:
        """The numbers as they were left, and which there were at first, as JSON can hold it."""
        return {
            "rows": [[edit.id, edit.revision, edit.text, edit.quality, edit.preferred] for edit in self.edits()],
            "first": [edit.id for edit in self._first],
        }

    def take_up(self, held: Mapping[str, Any]) -> None:
        """Be left again as `held` told; what others changed meanwhile is said beside the number."""
        known = {one.phone.phone.id: one for one in self.rows if one.phone is not None}
        left = {entry[0] for entry in held["rows"]}
        for gone in set(held["first"]) - left:
            if gone in known:
                self._drop(known[gone])
        for key, revision, text, quality, preferred in held["rows"]:
            one = known.get(key)
            if one is None and not text:
                continue  # somebody else removed a number that nobody here had changed
            one = one or self._append(None)
            one.line.set_value(text)
            one.quality.set_value(quality)
            one.preferred.setChecked(preferred)
            if one.phone is not None and one.phone.revision != revision:
                one.say(self._session.words.text("Somebody else changed this number meanwhile."))
        self.edited.emit()

    @property
    def is_changed(self) -> bool:
        """Whether anything is otherwise than at first."""
        return tuple(edit for edit in self.edits() if not edit.dropped) != self._first

    def show_errors(self, errors: Mapping[str, str]) -> bool:
        """Say beside each number what is wrong with it, by `phones.0` …; go to the first and answer whether any is."""
        wrong = [one for place, one in enumerate(self.rows) if f"phones.{place}" in errors]
        for place, one in enumerate(self.rows):
            one.say(errors.get(f"phones.{place}", ""))
        if wrong:
            wrong[0].line.setFocus()
        return bool(wrong)

    def _append(self, phone: PhoneOf | None) -> PhoneRow:
        self._made += 1
        made = PhoneRow(self._session, self._made, phone, self._drop)
        self._group.addButton(made.preferred)
        made.edited.connect(self.edited)
        self.rows.append(made)
        self._laid.addWidget(made)
        if self._made > 1 and phone is None:
            self.edited.emit()
        return made

    def _drop(self, one: PhoneRow) -> None:
        place = self.rows.index(one)
        self.rows.remove(one)
        self._group.removeButton(one.preferred)
        one.hide()
        one.deleteLater()
        if self.rows:
            self.rows[min(place, len(self.rows) - 1)].line.setFocus()
        self.edited.emit()
