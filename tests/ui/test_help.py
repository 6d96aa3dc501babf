"""Help (F1): every page has it in both languages, every picture is there, and it is read by keys."""

from __future__ import annotations

import gettext
import re

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage

from dealerdesk.paths import resource
from dealerdesk.ui import pictures
from dealerdesk.ui.finder import shortcut_rows
from dealerdesk.ui.help import HelpWindow, fitted, show_help
from dealerdesk.ui.help_texts import SHORTCUTS, TOPICS, pictures_in, read_help, topic_of
from dealerdesk.ui.navigation import PLACES
from dealerdesk.ui.window import Window
from dealerdesk.words import Words
from dealerdesk.words.language import LANGUAGES

FILES = [topic for topic, _ in TOPICS if topic != SHORTCUTS]
NAMED = re.compile(r"\*{1,2}([^*\n]+)\*{1,2}")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)]+)\)")
MEANT_AS_WORDS = {"plate", "phone", "name", "odometer", "amount"}


def text_of(lang, topic):
    return resource("help", lang, f"{topic}.md").read_text(encoding="utf-8")


@pytest.fixture
def helped(store_session, settled, qtbot):
    """The help of a page, open beside a window."""

    def make(page="today", lang="en"):
        session = store_session("empty", lang)
        window = Window(session)
        qtbot.addWidget(window)
        window.show()
        shown = show_help(session, window, page)
        settled(session)
        return shown

    return make


def titles(shown):
    return [
        shown.contents.item(at).text() for at in range(shown.contents.count()) if not shown.contents.item(at).isHidden()
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_every_page_has_its_help(place, lang):
    topic = topic_of(place.name)
    assert topic == "overview" if place.name == "first-run" else topic == place.name
    text = text_of(lang, topic)
    assert text.startswith("# ")
    assert len(text) > 400


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("topic", FILES)
def test_every_picture_and_every_link_of_a_text_is_there(topic, lang):
    text = text_of(lang, topic)
    for name in pictures_in(text):
        assert resource("help", lang, name).is_file(), name
        assert name.removesuffix(".png") in pictures.NAMES
    for link in LINK.findall(text):
        assert link.removesuffix(".md") in dict(TOPICS), link


@pytest.mark.parametrize("topic", FILES)
def test_both_languages_tell_the_same(topic):
    english, chinese = text_of("en", topic), text_of("zh_CN", topic)
    assert pictures_in(english) == pictures_in(chinese)
    for mark in (r"^#+ ", r"^\|", r"^- ", r"^\d\. "):
        assert len(re.findall(mark, english, re.MULTILINE)) == len(re.findall(mark, chinese, re.MULTILINE)), mark


@pytest.mark.parametrize("topic", FILES)
def test_the_chinese_help_names_things_as_the_window_does(topic):
    with resource("locale", "zh_CN", "LC_MESSAGES", "dealerdesk.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog
    chinese = text_of("zh_CN", topic)
    for phrase in set(NAMED.findall(text_of("en", topic))) - MEANT_AS_WORDS:
        named = catalogue.get(phrase) or catalogue.get(phrase[:1].upper() + phrase[1:])
        assert named is None or named.rstrip("…") in chinese, f"{phrase}: {named}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_shortcuts_are_those_of_the_table(store_session, lang):
    rows = shortcut_rows(store_session("empty", lang))
    text = read_help(Words(lang), rows).texts[SHORTCUTS]
    for where, keys, what in rows:
        assert f"## {where}" in text
        assert f"| **{keys}** | {what} |" in text


def test_it_opens_at_the_page_and_a_second_time_in_the_same_window(helped):
    shown = helped("lists")
    assert shown.topic == "lists"
    assert shown.page.toPlainText().startswith("Lists")
    again = show_help(shown._session, shown.parent(), "customers")
    assert again is shown
    assert (shown.topic, shown.contents.currentItem().text()) == ("customers", "Customers")
    assert not shown.isModal()


def test_pictures_are_shown_no_wider_than_the_page(helped):
    shown = helped("today")
    assert set(pictures_in(text_of("en", "today"))) <= set(shown.page.pictures)
    picture = shown.page.loadResource(2, QUrl("today.png"))
    assert 0 < picture.width() <= shown.page.viewport().width()
    assert shown.page.loadResource(2, QUrl("none.png")) is None
    shown.resize(700, 500)
    assert shown.page.loadResource(2, QUrl("today.png")).width() < picture.width()


def test_one_goes_on_by_links_and_back_by_keys(helped, qtbot):
    shown = helped("first-run")
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    assert shown.topic == "overview"
    shown.page.anchorClicked.emit(QUrl("import.md"))
    shown.page.anchorClicked.emit(QUrl("settings.md"))
    assert shown.topic == "settings"
    qtbot.keyClick(shown.page, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert shown.topic == "import"
    shown.back()
    shown.back()
    assert shown.topic == "overview"
    qtbot.keyClick(shown.page, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert shown.topic == "import"
    shown.contents.setCurrentRow(1)
    assert shown.topic == "today"
    shown.forward()
    assert shown.topic == "today"
    qtbot.keyClick(shown.page, Qt.Key.Key_Escape)
    assert not shown.isVisible()


@pytest.mark.parametrize(
    ("lang", "wanted", "left"), [("en", "USB stick", "Settings"), ("zh_CN", "车架号校验位", "导入")]
)
def test_search_leaves_the_topics_that_have_the_words_and_finds_them(helped, lang, wanted, left):
    shown = helped("today", lang)
    shown.search.setText(wanted)
    assert titles(shown) == [left]
    shown.find_next()
    assert shown.contents.currentItem().text() == left
    assert shown.page.textCursor().selectedText() == wanted
    shown.find_next()
    shown.search.setText("")
    assert len(titles(shown)) == len(TOPICS)
    shown.search.setText("zzz")
    assert titles(shown) == []
    shown.find_next()


def test_its_controls_have_names(helped):
    shown = helped(lang="zh_CN")
    for part in (shown.page, shown.contents, shown.search, shown._back, shown._on):
        assert part.accessibleName()


def test_it_follows_the_look(helped):
    shown = helped()
    shown._session.theme.choose("dark")
    assert shown.page.toPlainText().startswith("Today")
    shown._session.theme.choose("light")


def test_its_place_is_remembered(helped):
    shown = helped()
    shown.resize(777, 555)
    shown.close()
    other = HelpWindow(shown._session, shown.parent())
    assert other.width() == 777


def test_pictures_can_be_made_again(tmp_path, qapp, monkeypatch):
    monkeypatch.setattr(pictures, "_VEHICLES", 40)
    made = list(pictures.make_pictures(tmp_path / "work", tmp_path / "out", "en", ["settings-backup", pictures.SHEET]))
    assert [file.name for file in made] == ["settings-backup.png", "call-sheet.png"]
    assert all(file.read_bytes().startswith(b"\x89PNG") for file in made)


@pytest.mark.parametrize(
    ("width", "scale", "shown"), [(1280, 1.0, 560), (1280, 1.5, 560), (700, 1.5, 560), (300, 2.0, 300)]
)
def test_a_picture_fits_its_page_and_is_as_sharp_as_the_screen(width, scale, shown):
    picture = fitted(QImage(width, 100, QImage.Format.Format_RGB32), 560, scale)
    assert round(picture.width() / picture.devicePixelRatio()) == shown
    assert picture.width() == min(width, round(560 * scale))
