"""Half-filled forms outlive the program: what pages have begun is kept while it is typed, and comes back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from PySide6.QtCore import QElapsedTimer, QEventLoop, QObject, QTimer, Signal

from dealerdesk.domain.errors import Said, Trouble
from dealerdesk.log import log_line
from dealerdesk.paths import log_dir
from dealerdesk.services.desk import Right
from dealerdesk.services.drafts import Draft, drop_draft, keep_draft, my_drafts
from dealerdesk.services.sittings import Died, Work, look_back, sit_down, stand_up, tell_works
from dealerdesk.ui.begun import Slot, begun_of
from dealerdesk.ui.returning import Returning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from PySide6.QtWidgets import QWidget

    from dealerdesk.services.desk import Desk
    from dealerdesk.ui.background import Work as BackgroundWork
    from dealerdesk.ui.pages.page import Page
    from dealerdesk.ui.session import Session

_PAUSE: Final = 400
"""Milliseconds after the last key until what was typed is kept."""

_LATEST: Final = 1_800
"""Milliseconds after which it is kept also while somebody goes on typing."""

_SOON: Final = 250
"""Milliseconds after a window shows until drafts are looked for: the first page comes first."""

_PATIENCE: Final = 5_000
"""Milliseconds that closing waits for the disk before it asks."""

_MINUTE: Final = 60_000

Contents = dict[Slot, dict[str, Any]]


class _Found(NamedTuple):
    """What the store says at the beginning: how the last window died, if it did, and what is half filled in."""

    died: Died | None
    drafts: tuple[Draft, ...]


class Drafting(QObject):
    """Keeps what the pages of a window have begun, drops what they have ended, and hands back what a start finds."""

    settled = Signal()
    """What there was to keep is kept, or could not be."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._pages: dict[str, Page] = {}
        self._kept: Contents = {}
        self._refused: Contents = {}
        self._told: set[str] = set()
        self._busy = self._again = self._begun = self._sits = self._ended = False
        self._leaving: tuple[Work, ...] = ()
        self.waiting: dict[Slot, Draft] = {}
        """What was begun before and no page has taken up yet."""
        self._touched = QElapsedTimer()
        self._soon, self._late, self._first = QTimer(self), QTimer(self), QTimer(self)
        for timer, does in ((self._soon, self.look), (self._late, self.look), (self._first, self.begin)):
            timer.setSingleShot(True)
            timer.timeout.connect(does)
        self._returning = Returning(session, self)
        self._first.start(_SOON)
        session.changed.connect(lambda _kinds: self.touch())
        session.background.began.connect(self._work_began)
        session.ending.connect(self.end)

    def watch(self, page: Page) -> None:
        """Keep what a page has begun from now on; it takes up what it had begun before."""
        self._pages[page.name] = page
        page.waiting = self.waiting
        page.edited.connect(self.touch)
        page.took_up.connect(self._taken_up)
        if page.takes_up_by_itself:
            for slot in self._of(page):
                self.take_up(slot)

    # keeping

    def touch(self) -> None:
        """Something may have been typed: look at it soon."""
        self._touched.start()
        self._soon.start(_PAUSE)
        if not self._late.isActive():
            self._late.start(_LATEST)

    @property
    def typing(self) -> bool:
        """Whether somebody typed within the last minute."""
        return self._touched.isValid() and not self._touched.hasExpired(_MINUTE)

    def look(self) -> None:
        """Keep what is begun now, and drop what is not any more."""
        self._soon.stop()
        self._late.stop()
        if self._busy:
            self._again = True
            return
        wanted = self._held()
        keep = {slot: content for slot, content in wanted.items() if self._kept.get(slot) != content}
        keep = {slot: content for slot, content in keep.items() if self._refused.get(slot) != content}
        drop = [slot for slot in self._kept if slot not in wanted]
        for slot in [slot for slot in self._refused if slot not in wanted]:
            del self._refused[slot]
        if not (keep or drop) or self._ended or not self._session.may(Right.SEE):
            self.settled.emit()
            return
        self._busy = True
        desk = self._session.desk
        self._session.background.write(
            self, lambda: _write(desk, keep, drop), lambda refused: self._wrote(keep, drop, refused)
        )

    def flush(self, patience: int = _PATIENCE) -> bool:
        """Keep all that is begun, and wait for it; answers whether it is in the store now."""
        self._refused.clear()
        self.look()
        loop = QEventLoop()
        self.settled.connect(loop.quit)
        QTimer.singleShot(patience, loop, loop.quit)
        if self._busy:
            loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        self.settled.disconnect(loop.quit)
        return not self._busy and all(self._kept.get(slot) == content for slot, content in self._held().items())

    def _held(self) -> Contents:
        return {begun.slot: begun.content(page.name) for page in self._pages.values() for begun in page.drafts()}

    def _wrote(self, keep: Contents, drop: Iterable[Slot], refused: Mapping[Slot, Said]) -> None:
        self._busy = False
        for slot in drop:
            if slot not in refused:
                self._kept.pop(slot, None)
        for slot, content in keep.items():
            if slot in refused:
                self._refused[slot] = content
            else:
                self._kept[slot] = content
                self.waiting.pop(slot, None)
        self._tell_refused(tuple(refused.values()))
        if self._again:
            self._again = False
            self.look()
        else:
            self.settled.emit()

    def _tell_refused(self, whys: tuple[Said, ...]) -> None:
        """Say once what keeps drafts from being kept, and again when it came back after it had gone."""
        codes = {why.code for why in whys}
        for why in whys:
            if why.code not in self._told:
                self._told.add(why.code)
                own = why.code.startswith("draft.")
                told = why if own else Said("draft.not_kept", {"why": why})
                self._session.note(self._session.say(told), bad=True)
        self._told = codes

    # coming back

    def begin(self) -> None:
        """Look how the last window ended, and what is half filled in."""
        self._first.stop()
        if self._begun or self._ended or not self._session.may(Right.SEE):
            return
        self._begun = True
        desk = self._session.desk
        self._session.background.read(self, lambda: _Found(look_back(desk), my_drafts(desk)), self._arrived)

    def _arrived(self, found: _Found) -> None:
        held = {begun.slot for page in self._pages.values() for begun in page.drafts()}
        fresh = [draft for draft in found.drafts if Slot(draft.kind, draft.key) not in held]
        self.waiting.update({Slot(draft.kind, draft.key): draft for draft in fresh})
        fresh = self._without_imported(found.died, fresh)
        self._returning.tell(found.died, fresh)
        for page in self._pages.values():
            if page.takes_up_by_itself:
                for slot in self._of(page):
                    self.take_up(slot)
        desk = self._session.desk
        self._session.background.write(self, lambda: _quietly(desk, lambda: sit_down(desk)))
        self._sits = True
        self.look()

    def _without_imported(self, died: Died | None, drafts: list[Draft]) -> list[Draft]:
        """Forget the files that turned out to be in the store: their import had ended when the program died."""
        works = died.works if died is not None else ()
        done = {ending.work.file for ending in works if ending.done and ending.work.use_case == "import"}
        left = []
        for draft in drafts:
            held, slot = draft.content["held"], Slot(draft.kind, draft.key)
            if done and draft.kind == "import":
                held["files"] = [file for file in held["files"] if Path(file["path"]).name not in done]
                if not held["files"]:
                    self.drop(slot)
                    continue
            left.append(draft)
        return left

    def take_up(self, slot: Slot) -> None:
        """Let its page have again what was begun, if it waits."""
        draft = self.waiting.get(slot)
        page = self._pages.get(draft.content["page"]) if draft is not None else None
        if draft is not None and page is not None and page.take_up(begun_of(draft)):
            self._taken_up(slot)

    def _taken_up(self, slot: Slot) -> None:
        draft = self.waiting.pop(slot, None)
        if draft is not None:
            self._kept[slot] = draft.content

    def go_on(self) -> None:
        """Go to a form that is there again from before this window, the one that was written last first."""
        self._returning.go_on()

    def go_to(self, page: str, slot: Slot) -> None:
        """Put the keyboard where something was begun."""
        self._pages[page].go_to_draft(slot)

    def drop(self, slot: Slot) -> None:
        """Forget a form that waits: nobody wants it any more."""
        draft = self.waiting.pop(slot, None)
        if draft is not None:
            self._kept[slot] = draft.content
            self.look()

    def _of(self, page: Page) -> list[Slot]:
        return [slot for slot, draft in self.waiting.items() if draft.content["page"] == page.name]

    # the sitting

    def leave_at(self, work: Work) -> None:
        """The window goes for the sake of a work: whoever starts next is to know of it."""
        self._leaving = (work,)

    def end(self) -> None:
        """The window goes as it should: keep what is begun, and take that down."""
        if self._ended:
            return
        self._again = False
        self._busy = False
        self.look()
        self._ended = True
        desk, leaving = self._session.desk, self._leaving
        if self._sits:
            goes = (lambda: tell_works(desk, leaving)) if leaving else (lambda: stand_up(desk))
            self._session.background.write(self, lambda: _quietly(desk, goes))

    def _work_began(self, work: BackgroundWork) -> None:
        if work.use_case:
            work.ended.connect(self._tell_works)
            self._tell_works()

    def _tell_works(self) -> None:
        if not self._sits or self._ended:
            return
        desk = self._session.desk
        works = [Work(one.use_case, one.label, one.file) for one in self._session.background.works if one.use_case]
        self._session.background.write(self, lambda: _quietly(desk, lambda: tell_works(desk, works)))


def _write(desk: Desk, keep: Contents, drop: Iterable[Slot]) -> dict[Slot, Said]:
    """Keep and drop; answers what could not be, and why."""
    refused: dict[Slot, Said] = {}
    for slot, content in keep.items():
        try:
            keep_draft(desk, slot.kind, slot.key, content)
        except Trouble as trouble:
            refused[slot] = trouble.said
    for slot in drop:
        try:
            drop_draft(desk, slot.kind, slot.key)
        except Trouble as trouble:
            refused[slot] = trouble.said
    return refused


def _quietly(desk: Desk, does: Callable[[], None]) -> None:
    """Do what helps the next start and nobody now: a store that takes no word says so where something is entered."""
    try:
        does()
    except Trouble as trouble:
        log_line(log_dir(desk.store.folder), trouble.said.code)
