"""Answering by choosing: keys and arrows for one option or several, and a line for what is written beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame
from typing_extensions import override

from dealerdesk.domain.folding import fold_width
from dealerdesk.domain.questionnaire import NO, YES, Choice, Kind, Option, YesNo, codes_of
from dealerdesk.ui.pages.calls.script.answer_part import AnswerPart
from dealerdesk.ui.pages.calls.script.option_button import OneOption, OptionButton, SomeOption
from dealerdesk.ui.pages.calls.script.option_layout import OptionLayout
from dealerdesk.ui.pages.calls.script.written_lines import WrittenLines
from dealerdesk.ui.widgets import column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QKeyEvent

    from dealerdesk.domain.questionnaire import Answer, Step
    from dealerdesk.ui.pages.calls.script.answer_words import Reading
    from dealerdesk.ui.session import Session

KEYS: Final = "123456789ABCDEFGHIJKLMOPQRSTUVWXZ"
"""What chooses the first option, the second and so on; Y and N are kept for yes and no."""

_ARROWS: Final = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
_YES_NO: Final = {"Y": YES, "N": NO, "是": YES, "否": NO}


class OptionsPart(AnswerPart):
    """Options: one of them, or several where `several` says so."""

    def __init__(self, session: Session, *, several: bool) -> None:
        super().__init__(session)
        self._several = several
        self._options: tuple[Option, ...] = ()
        self._kind = Kind.SINGLE
        self._codes: tuple[str, ...] = ()
        self.buttons: list[OptionButton] = []
        self._box, self._grid = _Box(), OptionLayout()
        self._box.setLayout(self._grid)
        self._box.walked.connect(self._walk)
        self.lines = WrittenLines()
        self.lines.edited.connect(self._tell)
        self.lines.left.connect(self._to_options)
        self.setLayout(column(self._box, self.lines, gap=4))
        self.setFocusProxy(self._box)

    @override
    def show_step(self, step: Step, reading: Reading, answer: Answer | None) -> None:
        self._kind = step.kind
        self._options = step.options or _yes_and_no()
        if step.kind is Kind.YES_NO:
            given = step.by_code
            self._options = tuple(given.get(option.code, option) for option in _yes_and_no())
        self._box.setAccessibleName(reading.plain(step.text))
        self._show_options(reading)
        self.lines.show_options(
            {
                one.code: (reading.option(one), reading.plain(one.write))
                for one in self._options
                if one.write is not None
            }
        )
        self._mark(answer)

    def _show_options(self, reading: Reading) -> None:
        while len(self.buttons) < len(self._options):
            self._add_button()
        for at, button in enumerate(self.buttons):
            if at < len(self._options):
                option = self._options[at]
                does = reading.does(option.effects)
                text = reading.option(option)
                button.setText(text)
                button.drawing.key, button.drawing.note = KEYS[at : at + 1], f"→ {does}" if does else ""
                button.setAccessibleName(f"{button.drawing.key}  {text}  {does}".strip())
                button.updateGeometry()
            button.setVisible(at < len(self._options))

    def _add_button(self) -> None:
        theme = self.session.theme
        button = SomeOption(theme) if self._several else OneOption(theme)
        at = len(self.buttons)
        button.clicked.connect(lambda _on=False, at=at: self._choose(at))
        self.buttons.append(button)
        self._grid.addWidget(button)

    def _mark(self, answer: Answer | None) -> None:
        """Show an answer."""
        self._codes = codes_of(answer)
        written = dict(answer.written) if isinstance(answer, Choice) else {}
        self._draw_marks()
        self.lines.show_written(self._codes, written)

    def _draw_marks(self) -> None:
        for option, button in zip(self._options, self.buttons, strict=False):
            button.setChecked(option.code in self._codes)

    @override
    def settle(self) -> None:
        self._grid.activate()
        self.lines.settle()
        super().settle()

    # keys

    @override
    def begin(self) -> None:
        self._to_options()

    def _to_options(self) -> None:
        """Stand at what is chosen, else at all of them."""
        at = next((at for at, option in enumerate(self._options) if option.code in self._codes), None)
        if at is None or self._several:
            self._box.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.buttons[at].setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def press(self, text: str) -> bool:
        plain = fold_width(text).upper()
        at = KEYS.find(plain) if plain else -1
        if self._kind is Kind.YES_NO and plain in _YES_NO:
            at = next(place for place, option in enumerate(self._options) if option.code == _YES_NO[plain])
        if not 0 <= at < len(self._options):
            return False
        self._choose(at)
        return True

    @override
    def enter(self) -> None:
        at = self._focused
        if not self._several and at is not None and self._options[at].code not in self._codes:
            self._take(at)
            self._tell()

    @property
    def _focused(self) -> int | None:
        """The option that has the keyboard."""
        return next((at for at in range(len(self._options)) if self.buttons[at].hasFocus()), None)

    def _walk(self, key: int) -> None:
        """An arrow goes to another option."""
        down, right = _ARROWS[Qt.Key(key)]
        at, last = self._focused, len(self._options) - 1
        first = 0 if down >= 0 else last
        place = first if at is None else at + down + right * self._grid.rows()
        if 0 <= place <= last:
            self.buttons[place].setFocus(Qt.FocusReason.OtherFocusReason)
        elif place > last and self.lines.is_open:
            self.lines.begin()

    # choosing

    def _choose(self, at: int) -> None:
        """An option was chosen by its key or by a click: with no more to say of it, it goes on."""
        self._take(at)
        self._tell()
        option = self._options[at]
        is_on = option.code in self._codes
        if is_on and option.write is not None:
            self.lines.begin(option.code)
        elif self._several:
            self.buttons[at].setFocus(Qt.FocusReason.OtherFocusReason)
        elif option.talk is None:
            self.through.emit()
        else:
            self.buttons[at].setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, at: int) -> None:
        code = self._options[at].code
        if not self._several:
            self._codes = (code,)
        elif code in self._codes:
            self._codes = tuple(one for one in self._codes if one != code)
        else:
            wanted = {*self._codes, code}
            self._codes = tuple(option.code for option in self._options if option.code in wanted)
        self._draw_marks()
        self.lines.show_written(self._codes, self.lines.written)

    def _tell(self) -> None:
        self.answered.emit(self._answer())

    def _answer(self) -> Answer | None:
        if not self._codes:
            return None
        if self._kind is Kind.YES_NO:
            return YesNo(self._codes[0] == YES)
        written: Mapping[str, str] = self.lines.written
        return Choice(self._codes, tuple((code, written[code]) for code in self._codes if written.get(code)))


def _yes_and_no() -> tuple[Option, ...]:
    return Option(YES, 1, None), Option(NO, 2, None)


class _Box(QFrame):
    """All options: it has the keyboard while none of them has it."""

    walked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "options")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @override
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() in _ARROWS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.walked.emit(event.key())
        else:
            event.ignore()
