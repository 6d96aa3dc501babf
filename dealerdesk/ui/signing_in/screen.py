"""The sign-in screen: who it is, and the password or PIN; nothing of any customer is on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget
from typing_extensions import override

from dealerdesk.services.desk import NOBODY, OWNER
from dealerdesk.services.settings import store_name
from dealerdesk.services.staff.signing_in import people, sign_in, sign_in_by_pin
from dealerdesk.ui.signing_in.code_panel import CodePanel
from dealerdesk.ui.signing_in.fields import SecretEdit
from dealerdesk.ui.signing_in.people_list import PeopleList
from dealerdesk.ui.signing_in.recovery_panel import RecoveryPanel
from dealerdesk.ui.signing_in.waiting import seconds_left, wait_words
from dealerdesk.ui.widgets import Segmented, boxed, button, column, label, muted, row, scrolling
from dealerdesk.words.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QKeyEvent

    from dealerdesk.domain.errors import Said
    from dealerdesk.domain.rights import Actor
    from dealerdesk.services.staff.recovery import Recovered
    from dealerdesk.services.staff.signing_in import Person
    from dealerdesk.ui.session import Session

_NAMES: Final[Mapping[str, str]] = {"zh_CN": "中文", "en": "English"}
_WIDTH: Final = 420
_TICK: Final = 500
"""Milliseconds between two looks at how long is left to wait."""

LAST: Final = "signing-in.last"
"""Under which name this PC remembers who signed in last, by the number of the account."""


class SignInScreen(QWidget):
    """Lets one of the store's people in. `told`: why it shows; `account`: who is most likely here."""

    signed_in = Signal(object)
    """Actor: who is in."""

    left = Signal()
    """Esc, where the screen can be left."""

    def __init__(self, session: Session, *, told: str = "", account: int | None = None, leavable: bool = False) -> None:
        super().__init__()
        self._session, words = session, session.words
        self._desk = session.desk.by(NOBODY)
        self._leavable, self._by_password, self._trying = leavable, False, False
        self.account = account if account is not None else _number(session.memory.get(LAST))
        self._store, self.told = label("", "heading", wrap=True), muted(told)
        if not told:
            self.told.hide()
        self.people = PeopleList(session)
        self._what = label("")
        self.secret = SecretEdit()
        self.wrong = label("", "error", wrap=True)
        self.go = button(words.text("Sign in"), self.sign_in, kind="primary")
        self.other_way = button("", self._swap, kind="link")
        self.forgotten = button(words.text("Forgotten password…"), self._forget, kind="link")
        self.language = Segmented([(lang, _NAMES[lang]) for lang in LANGUAGES], words.language, "语言 / Language")
        self.recovery, self.code = RecoveryPanel(session, self._desk), CodePanel(session)
        self._recovered: Recovered | None = None
        self._step = 0
        self._clock = QTimer(self)
        self._lay_out()
        self._wire()
        self.look()

    def look(self) -> None:
        """Ask who signs in at this store."""
        desk = self._desk
        self._session.background.read(
            self, lambda: (store_name(desk), people(desk)), lambda found: self._show(*found), key="people"
        )

    def focus_first(self) -> None:
        """Put the keyboard where work begins: at the secret of who is most likely here, else at the people."""
        (self.secret if self._likely() else self.people).setFocus()

    def tell(self, text: str) -> None:
        """Say why nobody is let in just now."""
        self._tell_wrong(text)
        self.secret.setFocus()

    def sign_in(self) -> None:
        """Try what was typed."""
        person = self.people.person
        if person is None or self._trying or self._wait(person) or not self.secret.value():
            return
        desk, secret = self._desk, self.secret.value()
        self._trying = True
        self._tell_wrong("")
        self._dress()

        def come_in() -> Actor:
            if self._asks_pin(person):
                return sign_in_by_pin(desk, person.account, secret)
            return sign_in(desk, person.name, secret)

        self._session.background.write(self, come_in, self._came_in, failed=self._refused)

    # what comes back

    def _show(self, store: str, everybody: tuple[Person, ...]) -> None:
        self._store.setText(store or "DealerDesk")
        if not everybody:  # somebody ended the accounts of the store
            self.signed_in.emit(OWNER)
            return
        first = self.people.person is None
        self.people.show_people(everybody, self.account)
        self._dress()
        if first and not self.secret.hasFocus():
            self.focus_first()

    def _came_in(self, actor: Actor) -> None:
        self._trying = False
        self.secret.clear()
        self._by_password = False
        self._dress()
        self._session.memory.put(LAST, actor.account)
        self.signed_in.emit(actor)

    def _refused(self, why: Said) -> None:
        self._trying = False
        self.secret.clear()
        self._dress()
        self._tell_wrong(self._session.say(why))
        self.secret.setFocus()
        self.look()

    def _was_recovered(self, recovered: Recovered) -> None:
        self._recovered = recovered
        self._go_to(2)
        self.code.show_code(recovered.code, recovered.actor)

    def _go_on(self) -> None:
        recovered, self._recovered = self._recovered, None
        self._go_to(0)
        if recovered is not None:
            self._came_in(recovered.actor)

    # what is asked

    def _go_to(self, step: int) -> None:
        """Ask who it is (0), ask for the recovery code (1), or show the new one (2)."""
        self._step = step
        for part in self._parts:
            part.hide()
        self._parts[step].show()

    def _likely(self) -> bool:
        person = self.people.person
        return person is not None and (person.account == self.account or self.people.list.count() == 1)

    def _asks_pin(self, person: Person) -> bool:
        return person.has_pin and not self._by_password

    def _another(self) -> None:
        """Somebody else is chosen: what was typed for the one before is not theirs."""
        self.secret.clear()
        self._by_password = False
        self._tell_wrong("")
        self._dress()

    def _swap(self) -> None:
        self._by_password = not self._by_password
        self.secret.clear()
        self._dress()
        self.secret.setFocus()

    def _forget(self) -> None:
        if (person := self.people.person) is not None:
            self._go_to(1)
            self.recovery.begin(person.name, person.role)

    def _back(self) -> None:
        self._go_to(0)
        self.secret.setFocus()

    def _wait(self, person: Person) -> int:
        return seconds_left(person.wait_until, self._desk.clock())

    def _dress(self) -> None:
        """Ask for what the chosen person comes in with, and say how long they have to wait."""
        words, person = self._session.words, self.people.person
        pin = person is not None and self._asks_pin(person)
        name = words.text("PIN") if pin else words.text("Password")
        self._what.setText(name)
        self.secret.setAccessibleName(name)
        self.secret.take_digits(pin)
        self.other_way.setVisible(person is not None and person.has_pin)
        self.other_way.setText(words.text("Use the password instead") if pin else words.text("Use the PIN instead"))
        self.other_way.setAccessibleName(self.other_way.text())
        left = 0 if person is None else self._wait(person)
        self.go.setEnabled(person is not None and not self._trying and not left)
        self.secret.setEnabled(person is not None and not self._trying)
        self.go.setText(words.text("One moment…") if self._trying else words.text("Sign in"))
        if left:
            self._tell_wrong(wait_words(words, left))
            self._clock.start(_TICK)
        elif self._clock.isActive():
            self._clock.stop()
            self._tell_wrong("")

    def _tell_wrong(self, text: str) -> None:
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))
        self.secret.setAccessibleDescription(text)

    # parts

    def _wire(self) -> None:
        self.people.chosen.connect(self._another)
        self.people.settled.connect(self.secret.setFocus)
        self.secret.returnPressed.connect(self.sign_in)
        self.recovery.recovered.connect(self._was_recovered)
        self.recovery.left.connect(self._back)
        self.code.done.connect(self._go_on)
        self.language.chosen.connect(self._speak)
        self._clock.timeout.connect(self._dress)

    def _speak(self, lang: str) -> None:
        if lang != self._session.words.language:
            self._session.choose_language(lang)
            self.language.set_value(self._session.words.language)

    def _lay_out(self) -> None:
        words = self._session.words
        self._what.setBuddy(self.secret)
        asked = QWidget()
        asked.setLayout(
            column(
                label(words.text("Who is working?"), "section"),
                self.people,
                self._what,
                self.secret,
                self.wrong,
                row(self.forgotten, None, self.other_way),
                row(None, self.go),
                None,
                gap=6,
            )
        )
        self._parts = (asked, self.recovery, self.code)
        card = boxed(column(*self._parts, gap=0, margins=(20, 16, 20, 16)), "panel")
        self._go_to(0)
        card.setFixedWidth(self._session.theme.px(_WIDTH))
        head = self._head()
        head.setFixedWidth(card.width())
        if self._leavable:
            self.setLayout(column(head, self.told, card, gap=10, margins=(16, 16, 16, 16)))
            self.language.hide()
            return
        inside = QWidget()
        inside.setLayout(row(None, column(None, head, self.told, card, None, None, gap=12), None))
        self.setLayout(column(scrolling(inside), margins=(16, 16, 16, 16)))

    def _head(self) -> QFrame:
        mark = QLabel()
        mark.setPixmap(self._session.theme.icon("desk").pixmap(28, 28))
        self._store.setMinimumWidth(1)
        line = row(mark, self._store, self.language, gap=10)
        line.setStretch(1, 1)
        line.setAlignment(self.language, Qt.AlignmentFlag.AlignTop)
        return boxed(line)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._step == 1:
            self._back()
        elif self._leavable and self._step == 0:
            self.left.emit()


def _number(kept: object) -> int | None:
    return kept if isinstance(kept, int) else None
