"""What a customer said in a line: the odometer, that nobody is to call, what the manager should see."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from typing_extensions import override

from dealerdesk.ui.fields import LineEdit, NumberEdit
from dealerdesk.ui.pages.calls.forms.result_form import ResultForm
from dealerdesk.ui.widgets import muted

_MOST_KM: Final = 2_000_000
_LONGEST: Final = 200


class ReadingForm(ResultForm):
    """The odometer as the customer told it."""

    code: ClassVar[str] = "reading"

    @override
    def title(self) -> str:
        return self.words.text("Not due yet: what does the odometer read?")

    @override
    def make(self) -> None:
        words, last = self.words, self.about.last_km
        help_text = "" if last is None else words.text("Last known: {km:km}", km=last)
        self.km = self.form.add(
            "km", words.text("Odometer as told"), NumberEdit(), help=help_text, unit=words.text("km")
        )
        self.km.setFixedWidth(self.session.theme.px(110))
        self.km.type_plainly()
        self.lay_out(muted(words.text("Called again on the day on which the maintenance is predicted to be due.")))

    @override
    def given(self) -> dict[str, Any] | None:
        try:
            km = self.km.number()
        except ValueError:
            km = -1
        if km is None or not 0 < km <= _MOST_KM:
            self.form.show_errors({"km": self.words.text("Type the kilometres as a whole number.")})
            return None
        return {"reading": km}

    @override
    def told(self) -> str:
        return self.words.text("Odometer {km} km", km=self.km.value())


class DoNotCallForm(ResultForm):
    """Nobody is to call this customer any more."""

    code: ClassVar[str] = "do-not-call"

    @override
    def title(self) -> str:
        return self.words.text("Nobody calls {name} any more", name=self.about.title)

    @override
    def make(self) -> None:
        words = self.words
        self.reason = self.form.add("reason", words.text("Why"), LineEdit(words.text("asked so on the phone")))
        self.reason.setMaxLength(_LONGEST)
        self.lay_out(muted(words.text("It holds for all their numbers, and their open tasks end.")))

    @override
    def given(self) -> dict[str, Any] | None:
        if not self.reason.value():
            self.form.show_errors({"reason": self.words.text("Say why, in a few words.")})
            return None
        return {"do_not_call": self.reason.value()}

    @override
    def told(self) -> str:
        return self.words.text("Do not call: {reason}", reason=self.reason.value())


class FlagForm(ResultForm):
    """What the manager should see; the call goes on."""

    code: ClassVar[str] = "flag"
    ends_the_call: ClassVar[bool] = False

    @override
    def title(self) -> str:
        return self.words.text("To the manager")

    @override
    def make(self) -> None:
        words = self.words
        self.what = self.form.add("what", words.text("What the manager should see"), LineEdit())
        self.what.setMaxLength(_LONGEST)
        self.lay_out()

    @override
    def given(self) -> dict[str, Any] | None:
        if not self.what.value():
            self.form.show_errors({"what": self.words.text("Say what it is about, in a few words.")})
            return None
        return {"flag": self.what.value()}

    @override
    def told(self) -> str:
        return self.words.text("To the manager: {what}", what=self.what.value())
