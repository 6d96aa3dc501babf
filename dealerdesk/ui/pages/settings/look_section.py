"""The language of the desk, and how the window looks on this PC; both hold at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtWidgets import QApplication

from dealerdesk.domain.rights import Right
from dealerdesk.domain.rules import Status
from dealerdesk.ui.forms import Choice, Form
from dealerdesk.ui.pages.settings.section import Section
from dealerdesk.ui.theme import BASE_PX, MODES, SIZES
from dealerdesk.ui.widgets import Segmented, StatusChip, boxed, column, label, muted, row, scrolling

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dealerdesk.ui.pages.settings.section import Button
    from dealerdesk.ui.session import Session

_LANGUAGES: Final = (("zh_CN", "简体中文"), ("en", "English"))
"""Each by its own name: who does not read the present language finds theirs."""


class LookSection(Section):
    """Language, colours and size of letters."""

    code: ClassVar[str] = "look"
    saves: bool = False

    def __init__(self, session: Session, button: Button) -> None:
        super().__init__(session, button)
        words, theme = self.words, session.theme
        self.form = form = Form()
        self.language = form.add(
            "language",
            words.text("Language"),
            Segmented(_LANGUAGES, words.language, words.text("Language")),
            help=words.text("For everybody who works with this store; also on paper and in exports.")
            if session.may(Right.POLICIES)
            else words.text("For you on this PC."),
        )
        self.mode = form.add(
            "mode",
            words.text("Appearance"),
            Segmented([(mode, words.label(f"look.{mode}")) for mode in MODES], theme.mode, words.text("Appearance")),
            help=words.text("For you on this PC."),
        )
        sizes = [(size, words.text("{px} pixels", px=BASE_PX + size)) for size in SIZES]
        letters = Choice(sizes, theme.size)
        letters.setFixedWidth(theme.px(160))
        self.letters = form.add("size", words.text("Size of letters"), letters)
        self._chips = {status: StatusChip() for status in (Status.ACTIVE, Status.WATCH, Status.AT_RISK, Status.LOST)}
        sample = column(
            label(words.text("This is how it looks"), "section"),
            label("王小明  ·  琼A88888  ·  138 1234 5678"),
            row(*self._chips.values(), None),
            muted(words.text("Colours stand for a status, always with its word beside them.")),
            margins=(14, 12, 14, 12),
        )
        inside = boxed(column(form, 12, boxed(sample, "panel"), None, margins=(0, 0, 12, 0)))
        inside.setMaximumWidth(theme.px(760))
        self.setLayout(column(scrolling(inside), gap=0))
        self.language.chosen.connect(self._speak)
        self.mode.chosen.connect(lambda mode: theme.choose(mode=mode))
        self.letters.chosen.connect(self._resize)
        theme.changed.connect(self._draw)
        self._draw()

    def focus_first(self) -> None:
        """Begin with the language."""
        self.language.setFocus()

    def focused(self) -> str:
        """The field that the keyboard is at."""
        return next((name for name, field in self.form.fields.items() if _has_focus(field)), "")

    def focus(self, name: str) -> None:
        """Put the keyboard at a field."""
        self.form.fields[name].setFocus()

    def _speak(self, lang: str) -> None:
        if lang != self.words.language:
            self.session.choose_language(lang)
            self.language.set_value(self.words.language)  # until the window speaks it: it may have to wait

    def _resize(self) -> None:
        size = self.letters.value()
        if isinstance(size, int) and size != self.session.theme.size:
            self.session.choose_size(size)
            self.letters.set_value(self.session.theme.size)

    def _draw(self) -> None:
        theme = self.session.theme
        self.mode.set_value(theme.mode)
        self.letters.set_value(theme.size)
        for status, chip in self._chips.items():
            chip.show_status(self.words.label(f"status.{status}"), theme.color(status.value).name())


def _has_focus(field: QWidget) -> bool:
    at = QApplication.focusWidget()
    return at is not None and (at is field or field.isAncestorOf(at))
