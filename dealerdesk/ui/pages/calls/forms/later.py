"""When a customer wants to be called again, typed in one line as it is said."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from dealerdesk.domain.followup import PartOfDay, Promise
from dealerdesk.ui.fields import LineEdit
from dealerdesk.ui.flow import flowing
from dealerdesk.ui.pages.calls.forms.result_form import ResultForm
from dealerdesk.ui.pages.calls.when_text import promise_of
from dealerdesk.ui.widgets import Chip, label

if TYPE_CHECKING:
    from dealerdesk.domain.errors import Said


class LaterForm(ResultForm):
    """Day and time of a promised call, in one line."""

    code: ClassVar[str] = "later"

    @override
    def title(self) -> str:
        return self.words.text("Call later: when?")

    @override
    def make(self) -> None:
        words = self.words
        self.line = self.form.add(
            "when", words.text("Call again"), LineEdit(words.text("tomorrow {at}", at=self._same_part()))
        )
        self.line.setMinimumWidth(self.session.theme.px(220))
        self._read = label("", "strong")
        chips = [Chip(text, lambda text=text: self._take(text)) for text in self._offers()]  # type: ignore[misc]
        offered = QWidget()
        offered.setLayout(flowing(*chips, gap=4))
        self.line.textChanged.connect(lambda _text: self._tell())
        self._tell()
        self.lay_out(self._read, offered)

    def _same_part(self) -> str:
        now = self.about.now.time()
        begun = [part for part in PartOfDay if part.begins <= now]
        return f"{(begun[-1] if begun else PartOfDay.MORNING).begins:%H:%M}"

    def _offers(self) -> list[str]:
        words = self.words
        hours = words.ntext("in {n} hour", "in {n} hours", 1), words.ntext("in {n} hour", "in {n} hours", 2)
        parts = [words.label(f"part_of_day.{part}") for part in PartOfDay]
        tomorrow = [words.text("tomorrow {at}", at=words.formats.inline(part)) for part in parts]
        monday = self.about.today + timedelta(days=7 - self.about.today.weekday())
        return [*hours, *tomorrow, f"{monday:%Y-%m-%d} 09:00"]

    def _take(self, text: str) -> None:
        self.line.setText(text)
        self.line.setFocus()

    @property
    def promise(self) -> Promise | None:
        """The day and time that stand here, if they are some."""
        return promise_of(self.line.text(), self.about.now, self.about.today)

    def _tell(self) -> None:
        promise, words = self.promise, self.words
        if promise is None:
            self._read.setText(words.text("Say it like this: tomorrow 10:30, Mon 14:00, in 2 hours, 11-28 9:00."))
        else:
            self._read.setText(words.text("{day:full} at {at}", day=promise.day, at=f"{promise.at:%H:%M}"))

    @override
    def given(self) -> dict[str, Any] | None:
        promise = self.promise
        if promise is None:
            self.form.show_errors({"when": self.words.text("No day and time are understood here.")})
            return None
        if datetime.combine(promise.day, promise.at) < self._now():
            self.form.show_errors({"when": self.words.text("That time has passed.")})
            return None
        return {"when": promise}

    def _now(self) -> datetime:
        return datetime.combine(self.about.today, self.about.now.time().replace(second=0, microsecond=0, tzinfo=None))

    @override
    def told(self) -> str:
        return self._read.text()

    @override
    def refuse(self, why: Said) -> None:
        self.form.show_errors({"when": self.session.say(why)})
