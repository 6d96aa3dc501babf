"""First steps: try an invented store, import an export, or start empty, in either language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QProgressBar, QPushButton, QSizePolicy, QStackedWidget, QWidget
from typing_extensions import override

from dealerdesk.paths import demo_dir
from dealerdesk.services.demo import invent_store
from dealerdesk.services.desk import Doorstep, Right
from dealerdesk.services.trial import is_invented, make_invented_store
from dealerdesk.services.trial_day import begin_day
from dealerdesk.ui.pages.page import Page
from dealerdesk.ui.signing_in.manager_panel import ManagerPanel
from dealerdesk.ui.widgets import Segmented, boxed, column, label, muted, restyled, row, scrolling
from dealerdesk.words.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from dealerdesk.domain.errors import Said
    from dealerdesk.ui.background import Progress, Work
    from dealerdesk.ui.session import Session

_NAMES: Final[Mapping[str, str]] = {"zh_CN": "中文", "en": "English"}
"""Languages by what they call themselves, whatever language is spoken now."""

_WIDTH: Final = 640


class FirstRunPage(Page):
    """Three ways to begin, and the choice of the language."""

    name: ClassVar[str] = "first-run"
    kinds: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.work: Work | None = None
        self.trouble = label("", "bad", wrap=True)
        self.trouble.hide()
        self.language = self._languages()
        self.bar = QProgressBar()
        self.inventing = self._inventing()
        self.responsible = ManagerPanel(session)
        if session.desk.actor.account is not None or not session.may(Right.STAFF):
            self.responsible.hide()
        self._below = QStackedWidget()
        self._lay_out()
        self._show_work(None)

    @override
    def focus_first(self) -> None:
        self._first.setFocus()

    @override
    def wanted(self, **what: Any) -> None:
        if what.get("invent"):
            self.invent()
        self.focus_first()

    @override
    def does(self) -> Mapping[str, Callable[[], object]]:
        return {
            "first.invented": self.try_invented,
            "first.import": lambda: self.session.open("import"),
            "first.empty": self.start_empty,
            "first.cancel": self.cancel,
        }

    @override
    def state(self) -> dict[str, Any]:
        return {"responsible": dict(self.responsible.state())}

    @override
    def restore(self, state: Mapping[str, Any]) -> None:
        self.responsible.restore(state.get("responsible", {}))

    def try_invented(self) -> None:
        """Make an invented store in a folder of its own, unless it is there already, and go there."""
        desk = self.session.desk
        folder = demo_dir(desk.store.folder)
        door = Doorstep(folder, desk.today, desk.lang, desk.clock, desk.actor, desk.source)

        def call(progress: Progress) -> Path:
            make_invented_store(door, progress=progress, cancelled=progress.cancelled)
            return folder

        self._begin(call, self.session.switch_store)

    def invent(self) -> None:
        """Invent into this very store: the program was started with an invented store's folder of its own."""
        desk = self.session.desk

        def call(progress: Progress) -> Path:
            if not is_invented(desk):
                invent_store(desk, progress=progress, cancelled=progress.cancelled)
                begin_day(desk)
            return desk.store.folder

        self._begin(call, self.session.switch_store)

    def start_empty(self) -> None:
        """Go to the desk as it is: customers and visits are entered as they come."""
        self.session.open("reception" if self.session.may(Right.ENTER) else "customers")

    def cancel(self) -> None:
        """Stop inventing; nothing of it is kept."""
        if self.work is not None:
            self.work.cancel()
            self._stop.setEnabled(False)

    def _begin(self, call: Callable[[Progress], Path], then: Callable[[Path], object]) -> None:
        if self.work is not None:
            return
        self.trouble.hide()
        text = self.words.text("Inventing customers, cars and visits…")
        work = self.session.background.work(
            self, call, lambda folder: self._made(folder, then), label=text, failed=self._failed, reads=True
        )
        work.moved.connect(self._moved)
        work.ended.connect(lambda: self._show_work(None))
        self._show_work(work)

    def _made(self, folder: Path, then: Callable[[Path], object]) -> None:
        self._show_work(None)
        if not self.session.background.works:
            then(folder)
            return
        told, ready = self.words.text("Open it"), self.words.text("The invented store is ready.")
        self.session.note(ready, act=(told, lambda: then(folder)))

    def _failed(self, why: Said) -> None:
        self._show_work(None)
        self.trouble.setProperty("role", "muted" if why.code == "invented.cancelled" else "bad")
        restyled(self.trouble)
        self.trouble.setText(self.session.say(why))
        self.trouble.show()
        self._first.setFocus()

    def _moved(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _show_work(self, work: Work | None) -> None:
        """Let one thing be done at a time."""
        self.work = work
        self._below.setCurrentIndex(0 if work is None else 1)
        self.bar.setRange(0, 0)
        for name in ("first.invented", "first.import", "first.empty"):
            right = Right.IMPORT if name != "first.empty" else Right.SEE
            self.action(name).setEnabled(work is None and self.session.may(right))
        self.action("first.cancel").setEnabled(work is not None)
        self.language.setEnabled(work is None)
        if work is not None:
            self.bar.setFocus()  # not what stops it: the choice may be pressed twice

    # how it looks

    def _lay_out(self) -> None:
        words = self.words
        title = label(words.text("Welcome to DealerDesk"), "heading")
        about = muted(
            words.text("It knows which customers are about to be lost, why, and whom to ring first. How to begin?")
        )
        self._first = self.button("first.invented")
        choices = (
            self._choice(
                self._first,
                words.text(
                    "A dealership of made-up customers, cars and visits, in a folder of its own. It is marked as "
                    "invented, and removed in one action."
                ),
            ),
            self._choice(
                self.button("first.import"),
                words.text(
                    "The vehicle file and the repair orders as your system exports them (.xlsx, .xls, .csv). You see "
                    "what was recognised before anything is taken, and can take it back."
                ),
            ),
            self._choice(
                self.button("first.empty"),
                words.text(
                    "Nothing is filled in. Cars and visits are entered at reception; an export can be imported later."
                ),
            ),
        )
        self._below.addWidget(QWidget())
        self._below.addWidget(self.inventing)
        top = column(row(title, None, self.language), about, gap=4)
        inside = QWidget()
        self._choices = boxed(column(*choices, gap=12))
        self.responsible.asked.connect(lambda asks: self._choices.setVisible(not asks))
        parts = column(top, 4, self.responsible, self._choices, self.trouble, self._below, None, gap=12)
        frame = boxed(parts)
        frame.setMaximumWidth(self.session.theme.px(_WIDTH + 80))
        frame.setMinimumWidth(self.session.theme.px(_WIDTH - 80))
        inside.setLayout(row(None, frame, None, margins=(16, 32, 16, 16)))
        self.setLayout(column(scrolling(inside), gap=0))

    def _choice(self, press: QPushButton, told: str) -> QFrame:
        press.setProperty("kind", "primary" if press is self._first else "")
        press.setFixedWidth(max(self.session.theme.px(200), press.sizeHint().width()))
        press.setAccessibleDescription(told)
        words = muted(told)
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        return boxed(row(press, words, gap=16, margins=(16, 14, 16, 14)), "panel")

    def _languages(self) -> Segmented:
        names = [(lang, _NAMES[lang]) for lang in LANGUAGES]
        made = Segmented(names, self.words.language, "语言 / Language")
        made.chosen.connect(self._speak)
        return made

    def _speak(self, lang: str) -> None:
        if lang != self.words.language:
            self.session.choose_language(lang)

    def _inventing(self) -> QFrame:
        words = self.words
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.bar.setAccessibleName(words.text("Progress"))
        self.bar.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        told = label(words.text("Inventing customers, cars and visits…"), "strong")
        self._stop = self.button("first.cancel", words.text("Cancel"))
        return boxed(column(told, self.bar, row(None, self._stop), gap=10, margins=(16, 12, 16, 12)), "panel")
