"""The Customers page in a window on an invented store."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from dealerdesk.ui.window import Window


@pytest.fixture
def opened(qtbot, store_session, settled):
    """Open a window at the Customers page; answers the page once it is at rest."""

    def open_page(kind="invented", actor=None, lang="en", **what):
        session = store_session(kind, lang)
        if actor is not None:
            session.desk = session.desk.by(actor)
        window = Window(session)
        qtbot.addWidget(window)
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.resize(1280, 800)
        window.show()
        window.show_page("customers", what)
        settled(session)
        page = window.page
        page.settled = lambda: (settled(session), settled(session))
        page.notes = []
        session.noted.connect(page.notes.append)
        return page

    return open_page


@pytest.fixture
def page(opened):
    return opened()


@pytest.fixture
def do():
    """Do an action of a page, and wait until it is done."""

    def does(page, name):
        page.action(f"customers.{name}").trigger()
        page.settled()

    return does
