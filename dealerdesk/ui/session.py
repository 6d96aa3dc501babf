"""One sitting at the desk: what every page is handed, and the one place where they hear of each other's changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal

from dealerdesk.paths import log_dir
from dealerdesk.services.desk import Changed, Right
from dealerdesk.ui.background import Background
from dealerdesk.ui.spoken import ScreenWords

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dealerdesk.domain.errors import Said
    from dealerdesk.services.desk import Actor, Desk
    from dealerdesk.ui.actions.action import Action
    from dealerdesk.ui.memory import Memory
    from dealerdesk.ui.theme import Theme

EVERYTHING: Final = frozenset({"*"})
"""The kinds that change when another process wrote: any."""

LANGUAGE: Final = "language"
"""Under which name this PC remembers the language that somebody chose here who may not choose it for everybody."""


class Note:
    """A line about what was done or went wrong; `undo` is the act that can be taken back."""

    def __init__(
        self,
        text: str,
        *,
        undo: int | None,
        bad: bool,
        act: tuple[str, Callable[[], object]] | None,
        stays: bool = False,
    ) -> None:
        self.text = text
        self.undo = undo
        self.bad = bad
        self.act = act
        self.stays = stays or bad


class Session(QObject):
    """The desk with the language, the memory and the threads of one window."""

    changed = Signal(frozenset)
    """Kinds of records that were written, by us or by others."""

    noted = Signal(object)
    opened = Signal(str, dict)
    """A page is asked for, and what it is to show."""

    language_chosen = Signal(str)
    restore_asked = Signal(object, bool)
    """A copy is to be put into the store; true: the one that a restore kept."""

    damage_met = Signal(object)
    """Somebody wants to see what can be done about a damaged store: Said, why it is."""

    removal_asked = Signal()
    """The invented store is to be removed."""

    store_chosen = Signal(object)
    """Another data folder is to be opened."""

    person_came = Signal(object)
    """Somebody signed in (Actor), maybe somebody else than who sat here."""

    ending = Signal()
    """The sitting is about to end: what is to be written has to be asked for now."""

    sign_out_asked = Signal()
    lock_asked = Signal()
    switch_asked = Signal()

    def __init__(self, desk: Desk, memory: Memory, theme: Theme) -> None:
        super().__init__()
        self.desk = desk
        self.words = ScreenWords(desk.lang)
        self.memory = memory
        self.theme = theme
        self._version: int | None = None
        self._blind = False
        self._ended = False
        self.background = Background(log_dir(desk.store.folder))
        self.background.changed.connect(self.announce)
        self.background.troubled.connect(lambda why: self.note(self.say(why), bad=True))
        self.background.failed.connect(lambda why: self.note(self.say(why), bad=True))

    def say(self, said: Said) -> str:
        """The sentence of a coded value."""
        return self.words.say(said)

    def may(self, right: Right) -> bool:
        """Whether who sits here has a right."""
        return right in self.desk.actor.rights

    def offers(self, action: Action) -> bool:
        """Whether who sits here is offered an action."""
        allowed = action.right is None or self.may(action.right)
        actor = self.desk.actor
        signs_in = not action.account or actor.account is not None
        return allowed and signs_in and not (action.of_all and actor.scope.advisor_id is not None)

    @property
    def who(self) -> str:
        """The name of who sits here, as a screen shows it."""
        actor = self.desk.actor
        return actor.name if actor.account is not None else self.words.label(f"actor.{actor.name}")

    def become(self, actor: Actor) -> None:
        """Go on as the same person with the same rights, whose account was changed by themselves."""
        self.desk = self.desk.by(actor)

    def note(
        self,
        text: str,
        *,
        undo: int | None = None,
        bad: bool = False,
        act: tuple[str, Callable[[], object]] | None = None,
        stays: bool = False,
    ) -> None:
        """Say what was done, with a way back (`undo`: an act) or on (`act`: a word and what it does).

        A good note goes by itself after a while, unless it `stays`.
        """
        self.noted.emit(Note(text, undo=undo, bad=bad, act=act, stays=stays))

    def open(self, page: str, **what: Any) -> None:  # noqa: ANN401 - whatever a page can show
        """Go to a page, and tell it what to show."""
        self.opened.emit(page, what)

    def announce(self, result: object) -> None:
        """Let every page hear what a write changed: a Changed, or a result that has one."""
        changed = result if isinstance(result, Changed) else getattr(result, "changed", None)
        if isinstance(changed, Changed) and changed.kinds:
            self.changed.emit(changed.kinds)

    def choose_language(self, lang: str) -> None:
        """Speak another language from now on, and at the next start."""
        from dealerdesk.services.settings import choose_language

        if self.background.works:
            self.note(
                self.words.text("Wait until the work in the background has ended, then change the language."), bad=True
            )
            return
        if not self.may(Right.POLICIES):  # who may not choose for everybody chooses for this PC
            self.memory.put(LANGUAGE, lang)
            self.language_chosen.emit(lang)
            return
        self.memory.forget(LANGUAGE)
        self.background.write(
            self, lambda: choose_language(self.desk, lang), lambda _done: self.language_chosen.emit(lang)
        )

    def choose_size(self, size: int) -> None:
        """Have letters of another size (one of SIZES) from now on, in a window that is made anew for them."""
        if self.background.works:
            told = self.words.text(
                "Wait until the work in the background has ended, then change the size of the letters."
            )
            self.note(told, bad=True)
        else:
            self.theme.choose(size=size)

    def switch_store(self, folder: Path) -> None:
        """Leave this store and open the one in another folder."""
        self.store_chosen.emit(folder)

    def look_for_others(self) -> None:
        """Ask whether another process wrote, and let the pages know."""
        self.background.read(self, self._others_wrote, self._tell_of_others, key="watch", failed=self._lost_sight)

    def _others_wrote(self) -> bool:
        version = self.desk.store.others_version()
        wrote = self._version is not None and version != self._version
        self._version = version
        return wrote

    def _tell_of_others(self, wrote: bool) -> None:
        back, self._blind = self._blind, False
        if back:
            self.note(self.words.text("The store is there again."))
        if wrote or back:
            self.changed.emit(EVERYTHING)

    def _lost_sight(self, why: Said) -> None:
        """The store cannot be looked at: said once, not each second."""
        if not self._blind:
            self._blind = True
            self.note(self.say(why), bad=True)

    def end(self) -> None:
        """End the threads, and follow the system's look no more; the store stays open."""
        if self._ended:
            return
        self._ended = True
        self.ending.emit()
        self.background.stop()
        self.theme.end()
        self.memory.write()

    def close(self) -> None:
        """End, and leave the store."""
        self.end()
        self.desk.store.close()
