"""The page of lists in a window, on a store."""

from __future__ import annotations

import pytest

from dealerdesk.ui.window import Window


@pytest.fixture
def opened(store_session, qtbot, settled):
    """The page of lists in a window, on a store."""

    def make(kind="invented", lang="en"):
        session = store_session(kind, lang)
        window = Window(session)
        qtbot.addWidget(window)
        window.resize(1280, 800)
        window.show()
        window.activateWindow()
        window.show_page("lists")
        settled(session)
        return window

    return make


@pytest.fixture
def page(opened, settled):
    """The page on the list of the lost, of which an invented store has many."""
    page = opened().page
    page.wanted(list="lost")
    settled(page.session)
    return page


@pytest.fixture
def notes(page):
    told = []
    page.session.noted.connect(told.append)
    return told
