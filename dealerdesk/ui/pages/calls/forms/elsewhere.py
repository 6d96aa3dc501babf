"""A service elsewhere, as the customer tells of it: what, where, when, at how many km, and why there."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from typing_extensions import override

from dealerdesk.domain.calling import OutsideService
from dealerdesk.ui.fields import DateEdit, LineEdit, NumberEdit
from dealerdesk.ui.pages.calls.forms.result_form import ResultForm

_MOST_KM: Final = 2_000_000


class OutsideForm(ResultForm):
    """What was done elsewhere; the next maintenance counts from it, though it is no visit."""

    code: ClassVar[str] = "outside"

    @override
    def title(self) -> str:
        return self.words.text("Serviced elsewhere: what, where, when?")

    @override
    def make(self) -> None:
        words, px = self.words, self.session.theme.px
        self.what = self.form.add("what", words.text("Work done there"), LineEdit(words.text("maintenance")))
        self.where = self.form.add("where", words.text("At which shop"), LineEdit())
        today = self.about.today
        self.day = self.form.add(
            "day",
            words.text("When, about"),
            DateEdit(today, today=today, theme=self.session.theme),
        )
        self.day.setFixedWidth(px(150))
        self.km = self.form.add("km", words.text("At how many km, if known"), NumberEdit())
        self.km.setFixedWidth(px(110))
        self.km.type_plainly()
        self.why = self.form.add("why", words.text("Why there"), LineEdit())
        self.lay_out()

    @override
    def given(self) -> dict[str, Any] | None:
        words, wrong = self.words, {}
        try:
            day = self.day.day()
        except ValueError:
            day = None
        if day is None:
            wrong["day"] = words.text("Say the day like this: 2026-11-23.")
        elif day > self.about.today:
            wrong["day"] = words.text("That day is still ahead.")
        try:
            km = self.km.number()
        except ValueError:
            km = -1
        if km is not None and not 0 < km <= _MOST_KM:
            wrong["km"] = words.text("Type the kilometres as a whole number.")
        if wrong or day is None:
            self.form.show_errors(wrong)
            return None
        return {
            "outside": OutsideService(day, km, self.where.value(), self.what.value(), self.why.value()),
        }

    @override
    def told(self) -> str:
        return self.words.text("Elsewhere: {what}", what=self.where.value() or self.what.value() or "—")
