"""The window: rail, search, the page that is shown, notes and status bar, and the one block that wires them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import shiboken6
from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QMainWindow,
    QStackedWidget,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from dealerdesk.services.desk import Right
from dealerdesk.ui.actions.table import actions_of
from dealerdesk.ui.drafting import Drafting
from dealerdesk.ui.finder import Palette, Shortcuts
from dealerdesk.ui.navigation import FIRST, PLACES, load_pages, make_page, places_of
from dealerdesk.ui.notes import NoteBar
from dealerdesk.ui.rail import Rail
from dealerdesk.ui.search_box import SearchBox
from dealerdesk.ui.status_bar import StatusBar
from dealerdesk.ui.widgets import boxed, button, column, label, roomy, row
from dealerdesk.words.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent

    from dealerdesk.ui.pages.page import Page
    from dealerdesk.ui.session import Session

_WATCH: Final = 1_000
"""Milliseconds between two looks at whether other processes wrote."""

_SOON: Final = 400
"""Milliseconds after which the code of the pages is loaded that nobody has asked for yet."""

_SETTLE: Final = 30
"""Milliseconds after a change until the page looks anew: several changes are one look."""

_ROOMY: Final = 1440
"""The width of a screen below which the window takes all of it at first."""


class Window(QMainWindow):
    """The desk on screen. Pages are made when first shown, and look anew when shown after something changed."""

    closed = Signal()

    def __init__(self, session: Session, *, invented: bool = False) -> None:
        super().__init__()
        self.session = session
        self.pages: dict[str, Page] = {}
        self._rooms: dict[str, QWidget] = {}
        self._left_open = True
        self._at: QWidget | None = None
        self._title_before = "DealerDesk"
        self._open_actions: list[QAction] = []
        self._stack = QStackedWidget()
        self.rail, self.search = Rail(session), SearchBox(session)
        self.banner = self._banner() if invented else None
        self.status = StatusBar(session)
        self.actions_everywhere = self._everywhere()
        self._lay_out()
        self.notes = NoteBar(session, self)
        self.drafting = Drafting(session, self)
        self._settle, self._watch = QTimer(self), QTimer(self)
        self._wire()
        self._dress()
        session.theme.changed.connect(self._dress)
        self._entitle("DealerDesk")
        self.setWindowIcon(session.theme.icon("desk"))
        self.setMinimumSize(640, 400)
        self._recall_place()

    # pages

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        shown = self._stack.currentWidget()
        return next((page for name, page in self.pages.items() if self._rooms[name] is shown), None)

    def show_page(self, name: str, what: Mapping[str, Any] | None = None) -> None:
        """Show a page, hand it what it is to show, and let it look anew if something changed."""
        name = name if name in {place.name for place in places_of(self.session)} else FIRST
        page = self._page_named(name)
        self._stack.setCurrentWidget(self._rooms[name])
        self.rail.show_page(name)
        self._entitle(f"{self._title(name)} — DealerDesk")
        self._freshen()
        if what:
            page.wanted(**what)
        else:
            page.focus_first()

    def state(self) -> dict[str, Any]:
        """Where the window is, so that one in another language can go on from there."""
        page = self.page
        return {
            "page": page.name if page else FIRST,
            "pages": {name: made.state() for name, made in self.pages.items()},
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on where another window was."""
        allowed = {place.name for place in places_of(self.session)}
        for name, kept in state.get("pages", {}).items():
            if name in allowed:
                self._page_named(name).restore(kept)
        self.show_page(state.get("page", FIRST))

    def _page_named(self, name: str) -> Page:
        if name not in self.pages:
            page = make_page(name, self.session)
            self.pages[name], self._rooms[name] = page, roomy(page)
            self._stack.addWidget(self._rooms[name])
            self.drafting.watch(page)
        return self.pages[name]

    def _entitle(self, title: str) -> None:
        """Say what shows as the window's title; on a locked window once it is open again."""
        self._title_before = title
        if not self.locked:
            self.setWindowTitle(title)

    def _title(self, name: str) -> str:
        return self.session.words.text(next(place.words for place in PLACES if place.name == name))

    def _changed(self, kinds: frozenset[str]) -> None:
        for page in self.pages.values():
            if "*" in kinds or kinds & page.kinds:
                page.stale = True
        self._settle.start(_SETTLE)

    def _freshen(self) -> None:
        page = self.page
        if page is not None and page.stale:
            page.stale = False
            page.reload()

    def _load_ahead(self) -> None:
        self.session.background.read(self, load_pages, lambda _none: None)

    # what can be done everywhere

    def _everywhere(self) -> dict[str, QAction]:
        does = self._does()
        made: dict[str, QAction] = {}
        places = {f"go.{place.name}" for place in places_of(self.session)}
        for action in actions_of(None):
            one = QAction(self.session.words.text(action.words), self)
            one.setShortcut(QKeySequence(action.shortcut))
            one.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            one.setAutoRepeat(False)
            one.setEnabled(self.session.offers(action) and (action.id in places or not action.id.startswith("go.")))
            one.setVisible(one.isEnabled())
            one.triggered.connect(lambda _on=False, name=action.id: does[name]())
            made[action.id] = one
            self.addAction(one)
        removable = self.banner is not None and made["window.remove_invented"].isEnabled()
        made["window.remove_invented"].setEnabled(removable)
        return made

    def _does(self) -> dict[str, Callable[[], object]]:
        pages = {f"go.{place.name}": lambda name=place.name: self.show_page(name) for place in PLACES if place.on_rail}
        return {
            **pages,
            "window.search": self.search.begin,
            "window.palette": self.show_palette,
            "window.shortcuts": lambda: Shortcuts(self.session, self).open(),
            "window.help": self.show_help,
            "window.undo": lambda: self.notes.undo(),  # noqa: PLW0108 - the notes come after the actions
            "window.drafts": lambda: self.drafting.go_on(),  # noqa: PLW0108 - so does the drafting
            "window.rail": self.rail.toggle,
            "window.theme": self._next_look,
            "window.language": self._next_language,
            "window.report": self._copy_report,
            "window.lock": self.session.lock_asked.emit,
            "window.person": self.session.switch_asked.emit,
            "window.sign_out": self.session.sign_out_asked.emit,
            "window.quit": self.close,
            "window.remove_invented": self._remove_invented,
        }

    def show_palette(self) -> None:
        """Offer every action that can be done here and now."""
        page = self.page
        own = {action.id: page.action(action.id) for action in actions_of(page.name)} if page is not None else {}
        Palette(self.session, self, {**own, **self.actions_everywhere}).open()

    def show_help(self) -> None:
        """Open the help at the page that is shown."""
        from dealerdesk.ui.help import show_help

        show_help(self.session, self, self.page.name if self.page else FIRST)

    def _next_look(self) -> None:
        theme = self.session.theme
        theme.choose("light" if theme.look == "dark" else "dark")

    def _next_language(self) -> None:
        now = LANGUAGES.index(self.session.words.language)
        self.session.choose_language(LANGUAGES[(now + 1) % len(LANGUAGES)])

    def _copy_report(self) -> None:
        from dealerdesk.ui.crash import copy_report

        copy_report(self.session)

    # locked, and open again

    @property
    def locked(self) -> bool:
        """Whether something covers all of the window."""
        return self._covers.count() > 1

    def cover(self, with_what: QWidget) -> None:
        """Let one thing be all that the window shows, and all that can be done with it."""
        self.search.close_results()
        self._at = self.focusWidget()
        self.notes.hold()
        self._open_actions = [action for action in self.actions_everywhere.values() if action.isEnabled()]
        for action in self._open_actions:
            action.setEnabled(False)
        self.setWindowTitle("DealerDesk")
        self._covers.addWidget(with_what)
        self._covers.setCurrentWidget(with_what)

    def uncover(self) -> None:
        """Be again where the window was, with the keyboard where it stood."""
        covering = self._covers.currentWidget()
        if covering is None or not self.locked:
            return
        self._covers.removeWidget(covering)
        covering.deleteLater()
        self.setWindowTitle(self._title_before)
        for action in self._open_actions:
            action.setEnabled(True)
        self.notes.release()
        if self._at is not None and shiboken6.isValid(self._at):
            self._at.setFocus()

    # parts

    def _dress(self) -> None:
        self.setStyleSheet(self.session.theme.style_sheet())

    def _lay_out(self) -> None:
        self._help = self._tool("help", self.session.words.text("Help for this page"), self.show_help)
        top = boxed(row(self.search, None, self._help, margins=(16, 8, 16, 4)), "top")
        parts = [part for part in (self.banner, top) if part is not None]
        inside = column(*parts, self._stack, self.status, gap=0)
        inside.setStretchFactor(self._stack, 1)
        right = boxed(inside)
        self._inside = inside
        self._covers = QStackedWidget()
        self._covers.addWidget(boxed(row(self.rail, right, gap=0)))
        self.setCentralWidget(self._covers)

    def _tool(self, icon: str, words: str, does: Callable[[], object]) -> QToolButton:
        made = QToolButton()
        made.setIcon(self.session.theme.icon(icon))
        made.setToolTip(words)
        made.setAccessibleName(words)
        made.setProperty("role", "icon")
        made.clicked.connect(lambda: does())  # noqa: PLW0108 - without Qt's flag
        self.session.theme.changed.connect(lambda: made.setIcon(self.session.theme.icon(icon)))
        return made

    def _banner(self) -> QFrame:
        """What marks an invented store, with the way out of it."""
        words = self.session.words
        told = label(words.text("This is an invented store for trying things out: no real customers are in it."))
        remove = button(words.text("Remove the invented store"), self._remove_invented, kind="link")
        parts = (told, None, remove) if self.session.may(Right.RESTORE) else (told, None)
        return boxed(row(*parts, margins=(16, 6, 16, 6)), "banner")

    def warn(self, banner: QWidget) -> None:
        """Show something above everything else, for as long as the window stands."""
        self._inside.insertWidget(0, banner)

    def _remove_invented(self) -> None:
        self.session.removal_asked.emit()

    def _wire(self) -> None:
        session = self.session
        self.rail.chosen.connect(self.show_page)
        session.opened.connect(self.show_page)
        session.changed.connect(self._changed)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._freshen)
        self._watch.timeout.connect(session.look_for_others)
        self._watch.start(_WATCH)
        session.background.idle.connect(self._close_at_last)
        QTimer.singleShot(_SOON, self, self._load_ahead)

    # place on the screen, and leaving it

    def _recall_place(self) -> None:
        kept = self.session.memory.get("window.place")
        if not (isinstance(kept, str) and self.restoreGeometry(QByteArray.fromBase64(kept.encode()))):
            room = self.screen().availableSize()
            self.resize(min(1280, room.width()), min(800, room.height()))
            shows = QGuiApplication.platformName() != "offscreen"
            if shows and (room.width() < _ROOMY or room.height() < _ROOMY * 9 // 16):
                self.setWindowState(Qt.WindowState.WindowMaximized)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if plain and enter and isinstance(focused, QAbstractButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.rail.fit(event.size().width())
        super().resizeEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.session.look_for_others()
        super().changeEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._left_open and not self.may_leave():
            event.ignore()
            return
        self._left_open = False
        self.session.memory.put("window.place", bytes(self.saveGeometry().toBase64().data()).decode())
        if self.session.background.works:
            self.session.background.cancel_all()
            self.session.note(self.session.words.text("Closing as soon as the work in the background has stopped…"))
            self.setEnabled(False)
            event.ignore()
            return
        self._watch.stop()
        event.accept()
        self.closed.emit()

    def _close_at_last(self) -> None:
        if not self._left_open and not self.session.background.works:
            self.close()

    def may_leave(self) -> bool:
        """Keep what is half filled in; ask before what cannot be kept is lost: the one question worth a dialog."""
        kept = self.drafting.flush()
        page = next((page for page in self.pages.values() if page.unsaved() and not (kept and page.is_drafted())), None)
        if page is None:
            return True
        from dealerdesk.ui.asking import leave_unsaved

        self.show_page(page.name)
        return leave_unsaved(self.session, self)
