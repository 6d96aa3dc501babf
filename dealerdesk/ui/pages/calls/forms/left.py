"""A car that left: sold to somebody else, or used in another place; whether it departed, and who has it now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QCheckBox
from typing_extensions import override

from dealerdesk.domain.calling import Departing, NewOwnerTold
from dealerdesk.ui.fields import LineEdit
from dealerdesk.ui.pages.calls.forms.result_form import ResultForm
from dealerdesk.ui.widgets import muted

if TYPE_CHECKING:
    from collections.abc import Mapping


class MovedForm(ResultForm):
    """The car is used elsewhere: it may have left for good."""

    code: ClassVar[str] = "moved"
    reason: ClassVar[str] = "moved"

    @override
    def title(self) -> str:
        return self.words.text("Used elsewhere: gone for good?")

    @override
    def make(self) -> None:
        words = self.words
        self.departs = QCheckBox(words.text("The car departed: take it out of every list"))
        self.departs.setAccessibleName(self.departs.text())
        self.departs.setChecked(self.reason == "sold")
        self.form.wide(self.departs)
        self.departs.toggled.connect(lambda _on: self.edited.emit())
        self.note = self.form.add("note", words.text("Where it is now"), LineEdit())
        self.make_more()
        self.lay_out(muted(words.text("Its history stays, and a visit brings it back.")))

    def make_more(self) -> None:
        """Ask more, where there is more to ask."""

    @override
    def begin(self) -> None:
        self.departs.setFocus()

    @override
    def given(self) -> dict[str, Any] | None:
        if not self.departs.isChecked():
            return {}
        return {"departed": Departing(self.reason, self.note.value())}

    @override
    def held(self) -> dict[str, Any]:
        return {**super().held(), "departs": self.departs.isChecked()}

    @override
    def take_up(self, held: Mapping[str, Any]) -> None:
        super().take_up({name: value for name, value in held.items() if name != "departs"})
        self.departs.setChecked(bool(held.get("departs")))

    @override
    def told(self) -> str:
        return self.departs.text() if self.departs.isChecked() else self.title()


class SoldForm(MovedForm):
    """The car was sold: who has it now."""

    code: ClassVar[str] = "sold"
    reason: ClassVar[str] = "sold"

    @override
    def title(self) -> str:
        return self.words.text("Car sold: who has it now?")

    @override
    def make_more(self) -> None:
        words = self.words
        self.name = self.form.add("name", words.text("Name of the new owner, if told"), LineEdit())
        self.phone = self.form.add("phone", words.text("Their number, if told"), LineEdit())
        self.phone.type_plainly()

    @override
    def given(self) -> dict[str, Any] | None:
        if self.phone.value() and not self.name.value():
            self.form.show_errors({"name": self.words.text("Whose number is it?")})
            return None
        given = super().given() or {}
        if self.name.value():
            given["new_owner"] = NewOwnerTold(self.name.value(), self.phone.value())
        return given
