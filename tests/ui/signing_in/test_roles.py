"""The window as each role sees it: nothing they may not do shows, nothing is asked for that would be refused."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication

from dealerdesk.domain.rights import RIGHTS_OF, Right
from dealerdesk.ui.actions.table import ACTIONS, actions_of
from dealerdesk.ui.finder import Palette, shortcut_rows
from dealerdesk.ui.navigation import PLACES
from dealerdesk.ui.window import Window
from tests.ui.signing_in.conftest import PEOPLE
from tests.ui.walking import clipped, described, seen

PAGES = {place.name: place for place in PLACES}


@pytest.fixture
def window_of(sitting, qtbot):
    made = []

    def show(name, lang="en"):
        session = sitting(name, lang=lang)
        window = Window(session)
        made.append(window)
        window.resize(1280, 800)
        window.show()
        qtbot.waitExposed(window)
        return window

    yield show
    for window in made:
        window.blockSignals(True)
        window.hide()
        window.deleteLater()


@pytest.mark.parametrize("name", PEOPLE)
def test_every_page_opens_without_a_refusal(window_of, settled, name):
    window = window_of(name)
    notes = []
    window.session.noted.connect(notes.append)
    settled(window.session)
    for place in PLACES:
        window.session.open(place.name)
        settled(window.session)
        if window.session.may(place.right):
            assert window.page.name == place.name
        else:
            assert window.page.name == "today"
        assert [note.text for note in notes if note.bad] == [], place.name
        assert [described(part) for part in clipped(window)] == [], place.name
    assert [top for top in QApplication.topLevelWidgets() if top.isVisible()] == [window]


@pytest.mark.parametrize("name", PEOPLE)
def test_nothing_shows_that_one_may_not_do(window_of, settled, name):
    window, rights = window_of(name), RIGHTS_OF[PEOPLE[name]]
    refused = {action.id for action in ACTIONS.values() if action.right not in {None, *rights}}
    words = {window.session.words.text(ACTIONS[name].words) for name in refused}
    offered = {window.session.words.text(action.words) for action in ACTIONS.values() if action.id not in refused}
    for page in window_pages(window, settled):
        for action in actions_of(page.name):
            if action.id in refused:
                assert not page.action(action.id).isEnabled(), action.id
                assert not page.action(action.id).isVisible(), action.id
        shown = {button.text() for button in seen(page, QAbstractButton)}
        assert not (shown & words) - offered, page.name
        palette = Palette(window.session, window, {**own_actions(page), **window.actions_everywhere})
        assert not refused & set(palette._actions)
        palette.deleteLater()
    assert not {row[2] for row in shortcut_rows(window.session)} & words - offered
    assert ("import" in window.rail.buttons) == (Right.IMPORT in rights)


def window_pages(window, settled):
    for place in PLACES:
        if window.session.may(place.right):
            window.show_page(place.name)
            settled(window.session)
            yield window.page


def own_actions(page):
    return {action.id: page.action(action.id) for action in actions_of(page.name)}


@pytest.mark.parametrize("name", PEOPLE)
def test_the_settings_hold_what_is_theirs(window_of, settled, name):
    window = window_of(name)
    window.show_page("settings")
    settled(window.session)
    page = window.page
    everybodys = ["look", "account", "backup", "data"]
    managers = ["store", "look", "rules", "intervals", "staff", "account", "backup", "data"]
    held = managers if name == "李娜" else everybodys
    assert [code for code in page.sections if code in managers] == held
    for code in page.sections:
        page.go_to(code)
        settled(window.session)
        assert [described(part) for part in clipped(window)] == [], code


def test_the_first_page_that_is_asked_for_and_may_not_be_is_today(window_of, settled):
    window = window_of("王芳")
    window.restore({"page": "import", "pages": {"import": {}}})
    settled(window.session)
    assert window.page.name == "today"
    assert "import" not in window.pages


@pytest.mark.parametrize(("name", "offered"), [("陈伟", False), ("赵敏", True)])
def test_an_advisor_is_offered_no_sheet_of_everybodys_calls(window_of, settled, name, offered):
    window = window_of(name)
    window.show_page("today")
    settled(window.session)
    sheets = ("today.sheet", "today.sheets")
    assert [window.page.action(action).isVisible() for action in sheets] == [offered, offered]
    words = {window.session.words.text(ACTIONS[action].words) for action in sheets}
    assert ({button.text() for button in seen(window.page, QAbstractButton)} >= words) == offered
