"""A walk over every page: names, tab order, shortcuts, languages, and nothing clipped on a small screen."""

from __future__ import annotations

import gettext
import threading

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)
from sqlalchemy import Engine, event

from dealerdesk.paths import resource
from dealerdesk.ui.actions.table import actions_of
from dealerdesk.ui.navigation import PLACES
from dealerdesk.ui.window import Window
from tests.ui.walking import clipped, described, scrolled, seen

PAGES = [place.name for place in PLACES]
CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QTabBar, QTextEdit)


@pytest.fixture
def shown(store_session, qtbot, settled):
    """Show a page of a store with rows, on a small screen with large letters."""
    made = []

    def show(name: str, lang: str = "en", kind: str = "busy", size: int = 2) -> Window:
        session = store_session(kind, lang)
        session.theme.choose("light", size)
        window = Window(session)
        qtbot.addWidget(window)
        window.resize(1280, 720)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.show_page(name)
        settled(session)
        made.append(window)
        return window

    yield show
    for window in made:
        window.session.theme.choose("light", 0)


@pytest.mark.parametrize("name", PAGES)
def test_no_control_is_without_a_name(shown, name):
    page = shown(name).page
    nameless = [
        described(widget)
        for widget in seen(page, *CONTROLS)
        if not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
        and not isinstance(widget.parentWidget(), QComboBox | QAbstractItemView)
        and not isinstance(widget, QTabBar)
    ]
    assert nameless == []


@pytest.mark.parametrize("name", PAGES)
def test_tab_goes_as_the_eye_does(shown, name):
    page = shown(name).page
    chain, widget = [], page.nextInFocusChain()
    while widget is not None and widget is not page and len(chain) < 2_000:
        if page.isAncestorOf(widget) and widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            chain.append(widget)
        widget = widget.nextInFocusChain()
    by_parent: dict[QWidget, list[QWidget]] = {}
    for widget in chain:
        by_parent.setdefault(widget.parentWidget(), []).append(widget)
    for siblings in by_parent.values():
        corners = [one.mapTo(page, QPoint(0, one.height() // 2)) for one in siblings]
        for before, after, first, second in zip(corners, corners[1:], siblings, siblings[1:], strict=False):
            below = after.y() > before.y() + 6
            beside = abs(after.y() - before.y()) <= max(first.height(), second.height()) and after.x() >= before.x()
            assert below or beside, f"{described(first)} comes before {described(second)}"


@pytest.mark.parametrize("name", PAGES)
def test_every_shortcut_does_its_action(shown, qtbot, name):
    window, done = shown(name), []
    page = window.page
    page.does = lambda: {action.id: lambda action=action: done.append(action.id) for action in actions_of(name)}
    for action in actions_of(name):
        if action.shortcut and page.action(action.id).isEnabled():
            done.clear()
            page.setFocus()
            page.focus_first()
            qtbot.keySequence(QApplication.focusWidget() or page, action.shortcut)
            assert done == [action.id], action


@pytest.mark.parametrize("name", PAGES)
def test_every_action_of_the_table_is_done_by_its_page(shown, name):
    page = shown(name).page
    assert {action.id for action in actions_of(name)} == set(page.does())


@pytest.mark.parametrize("name", PAGES)
def test_a_page_in_chinese_shows_no_english(shown, name):
    with resource("locale", "zh_CN", "LC_MESSAGES", "dealerdesk.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog
    english = {text for text, chinese in catalogue.items() if isinstance(text, str) and text and text != chinese}
    page = shown(name, "zh_CN").page
    told = [widget.text() for widget in seen(page, QLabel, QAbstractButton)]
    told += [widget.placeholderText() for widget in seen(page, QLineEdit)]
    told += [widget.itemText(at) for widget in seen(page, QComboBox) for at in range(widget.count())]
    told += [widget.title() for widget in seen(page, QGroupBox)]
    assert [text for text in told if text in english] == []


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_clipped_on_a_small_screen_with_large_letters(shown, name, lang):
    window = shown(name, lang)
    assert window.minimumSizeHint().width() <= 1280, window.minimumSizeHint()
    assert window.minimumSizeHint().height() <= 720, window.minimumSizeHint()
    assert scrolled(window) == (0, 0)
    assert [*map(described, clipped(window))] == []


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_no_section_of_the_settings_is_clipped_while_it_counts(shown, settled, lang):
    window = shown("settings", lang)
    for code, section in window.page.sections.items():
        window.page.go_to(code)
        settled(window.session)
        assert (code, scrolled(window), [*map(described, clipped(window))]) == (code, (0, 0), [])
        if code in {"rules", "intervals"}:
            assert section.moves._again.isVisible()
            section.moves._show(window.session.words.text("Counting…"), counting=True)
            QApplication.processEvents()
            assert not section.moves._again.isVisible()
            assert (code, scrolled(window), [*map(described, clipped(window))]) == (code, (0, 0), [])


@pytest.mark.parametrize("kind", ["empty", "busy"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_runs_no_sql_in_the_thread_that_paints(store_session, qtbot, settled, name, kind):
    asked = []

    def note(_conn, _cursor, statement, *_rest):
        if threading.current_thread() is threading.main_thread():
            asked.append(statement)

    session, bad = store_session(kind), []
    session.noted.connect(lambda note: bad.append(note.text) if note.bad else None)
    event.listen(Engine, "before_cursor_execute", note)
    try:
        window = Window(session)
        qtbot.addWidget(window)
        window.show()
        window.show_page(name)
        settled(session)
        window.page.stale = True
        window.show_page(name)
        settled(session)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert (asked, bad) == ([], [])
