"""The settings page on a store, and its actions."""

from __future__ import annotations

import pytest

from dealerdesk.ui.pages.settings import SettingsPage


@pytest.fixture
def opened(store_session, settled, qtbot):
    """A settings page on a store, with what it needs to settle."""

    def make(kind="empty", lang="en"):
        session = store_session(kind, lang)
        page = SettingsPage(session)
        qtbot.addWidget(page)
        page.resize(1000, 700)
        page.show()
        page.reload()
        settled(session)
        page.stale = False
        return page

    return make


@pytest.fixture
def act(settled):
    """Do an action of a page by its id, and wait for what it begins."""

    def do(page, name):
        page.action(f"settings.{name}").trigger()
        settled(page.session)

    return do
