"""Every kind of question is answered by keys alone; the keyboard is never lost, and no input method is in the way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from dealerdesk.domain.questionnaire import Choice, Day, Kind, Number, Passed, Text, YesNo
from tests.questionnaires import both, option, script, step
from tests.ui.calls.scripted import BACK, ENTER, ESC, EVERY_KIND, Scripted
from tests.ui.conftest import TODAY


@pytest.fixture
def agent(session, qtbot):
    return Scripted(session, qtbot)


def test_a_whole_script_by_keys(agent):
    agent.press(ENTER, "1", "61240", ENTER, "1", "2", ENTER)
    assert agent.at == "day"
    agent.press("2026-11-25", ENTER, "他说太贵", ENTER, "2")
    assert agent.at == "bye"
    agent.press(ENTER)
    assert agent.at == ""
    assert agent.answers == {
        "hello": Passed(),
        "regular": Choice(("yes",)),
        "km": Number(61_240),
        "why": Choice(("price", "distance")),
        "day": Day(TODAY + timedelta(days=5)),
        "words": Text("他说太贵"),
        "angry": YesNo(False),
        "bye": Passed(),
    }


def test_every_answer_is_told_at_once(agent):
    agent.press(ENTER, "1", "6")
    assert agent.told[-1].keys() == {"hello", "regular"}  # less than 100 km is no answer yet
    agent.press("12")
    assert agent.answers["km"] == Number(612)
    agent.press("4", ENTER, "3", "far")
    assert agent.answers["why"] == Choice(("other",), (("other", "far"),))


def test_keys_of_several_switch_on_and_off(agent):
    agent.press(ENTER, "1", ENTER, "2", "1", "2")
    assert agent.answers["why"] == Choice(("price",))
    agent.press("1")
    assert "why" not in agent.answers
    agent.press(ENTER)
    assert agent.at == "why"
    assert agent.trouble == "This question needs an answer."


@pytest.mark.parametrize(
    ("key", "said"), [("Y", True), ("n", False), ("1", True), ("2", False), ("是", True), ("２", False)]
)
def test_yes_and_no_have_keys_of_their_own(session, qtbot, key, said):
    agent = Scripted(session, qtbot, script(step("angry", "yes-no"), step("bye", "say")))
    agent.press(key)
    assert agent.answers["angry"] == YesNo(said)
    assert agent.at == "bye"


def test_options_beyond_nine_have_letters(session, qtbot):
    agent = Scripted(session, qtbot, script(step("which", options=[f"o{n}" for n in range(1, 13)]), step("bye", "say")))
    agent.press("c")
    assert agent.answers["which"] == Choice(("o12",))


def test_arrows_walk_the_options_and_enter_takes_one(session, qtbot):
    agent = Scripted(session, qtbot, script(step("which", options=["a", "b", "c"]), step("bye", "say")))
    agent.press(ENTER)
    assert agent.at == "which", "nothing was chosen, and it needs an answer"
    agent.press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Down, ENTER)
    assert agent.answers["which"] == Choice(("b",))
    assert agent.at == "bye"


def test_space_chooses_what_has_the_keyboard(agent):
    agent.press(ENTER, "1", ENTER, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert agent.answers["why"] == Choice(("price", "distance"))


def test_what_asks_for_words_opens_a_line_and_then_goes_on(agent):
    agent.press(ENTER, "1", ENTER, "3")
    assert agent.focus.accessibleName() == "other: what"
    agent.press("太远", ENTER)
    assert agent.answers["why"] == Choice(("other",), (("other", "太远"),))
    assert agent.at == "day"


def test_the_line_goes_back_to_the_options_and_keeps_its_words(agent):
    agent.press(ENTER, "1", ENTER, "3", "far", Qt.Key.Key_Up, "3")
    assert "why" not in agent.answers
    agent.press("3")
    assert agent.answers["why"] == Choice(("other",), (("other", "far"),))


def test_an_option_with_something_to_say_waits_for_enter(session, qtbot):
    of = script(step("gone", options=[option("moved", talk=both("we help there")), "sold"]), step("bye", "say"))
    agent = Scripted(session, qtbot, of)
    agent.press("1")
    assert agent.at == "gone"
    assert "we help there" in agent.panel.question.now.plain
    agent.press(ENTER)
    assert agent.at == "bye"


def test_a_number_out_of_its_limits_is_refused_in_place(agent):
    agent.press(ENTER, "1", "5", ENTER)
    assert (agent.at, agent.trouble) == ("km", "It must be 100 or more.")
    agent.press("x", ENTER)
    assert "no whole number" in agent.trouble
    agent.press(BACK)
    assert (agent.at, agent.focus.text()) == ("km", "")
    agent.press("500", ENTER)
    assert agent.answers["km"] == Number(500)


def test_what_is_no_answer_stays_as_it_was_typed(agent):
    agent.press(ENTER, "1", "5x", Qt.Key.Key_PageUp)
    assert agent.at == "regular"
    agent.press(ENTER)
    assert agent.focus.text() == "5x"
    assert "no whole number" in agent.trouble


def test_a_day_is_stepped_from_today(session, qtbot):
    agent = Scripted(session, qtbot, script(step("day", "date", min=0, max=2, required=True), step("bye", "say")))
    agent.press(Qt.Key.Key_Up, Qt.Key.Key_Up)
    assert agent.answers["day"] == Day(TODAY + timedelta(days=1))
    agent.press(Qt.Key.Key_Up, Qt.Key.Key_Up, ENTER)
    assert agent.at == "day"
    assert "22 November" in agent.trouble or "22 Nov" in agent.trouble
    agent.press(Qt.Key.Key_Down, ENTER)
    assert agent.at == "bye"


def test_backspace_goes_back_over_a_number_that_nobody_touched(agent):
    agent.press(ENTER, "1", "612", ENTER, BACK)
    assert agent.at == "km"
    agent.press(BACK)
    assert agent.at == "regular"
    assert agent.answers["km"] == Number(612)


def test_backspace_goes_back_but_not_out_of_a_text(agent):
    agent.press(ENTER, "1", "61", BACK)
    assert agent.focus.text() == "6"
    agent.press(BACK)
    assert agent.at == "km"
    agent.press(BACK)
    assert agent.at == "regular"
    agent.press(BACK)
    assert agent.at == "hello"
    agent.press(BACK)
    assert agent.at == "hello"


def test_shift_enter_begins_a_line_in_a_text(session, qtbot):
    agent = Scripted(session, qtbot, script(step("words", "text"), step("bye", "say")))
    agent.press("a")
    QApplication.sendEvent(
        agent.focus, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier, "\n")
    )
    agent.press("b", ENTER)
    assert agent.answers["words"].value.split() == ["a", "b"]
    assert agent.at == "bye"


def test_escape_takes_an_answer_back_and_brings_it_again(agent):
    agent.press(ENTER, "1", ENTER, "1", "2")
    override = QKeyEvent(QEvent.Type.ShortcutOverride, ESC, Qt.KeyboardModifier.NoModifier)
    override.ignore()
    QApplication.sendEvent(agent.focus, override)
    assert override.isAccepted(), "the page's own Esc waits"
    agent.press(ESC)
    assert "why" not in agent.answers
    agent.press(ESC)
    assert agent.answers["why"] == Choice(("price", "distance"))


def test_with_nothing_to_take_back_escape_is_for_the_page(agent):
    override = QKeyEvent(QEvent.Type.ShortcutOverride, ESC, Qt.KeyboardModifier.NoModifier)
    override.ignore()
    QApplication.sendEvent(agent.focus, override)
    assert not override.isAccepted()


def test_a_key_that_is_held_down_answers_once(agent):
    agent.press(ENTER)
    for again in (False, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, ENTER, Qt.KeyboardModifier.NoModifier, "\r", again)
        QApplication.sendEvent(agent.focus, event)
    agent.press("1")
    assert agent.at == "km"
    event = QKeyEvent(QEvent.Type.KeyPress, ENTER, Qt.KeyboardModifier.NoModifier, "\r", True)
    QApplication.sendEvent(agent.focus, event)
    assert agent.at == "km"


def test_buttons_are_pressed_by_enter_where_they_have_the_keyboard(agent):
    agent.press(ENTER, "1")
    agent.panel.back.setFocus()
    agent.press(ENTER)
    assert agent.at == "regular"


def test_the_keyboard_is_always_on_what_is_asked(agent):
    seen = []
    for keys in ([], [ENTER], ["1"], [ENTER], ["1", ENTER], ["11.25", ENTER], [ENTER], ["1"], [ENTER]):
        agent.press(*keys)
        seen.append(agent.at)
        assert agent.focus is not None
        assert agent.panel.question.isAncestorOf(agent.focus)
        assert agent.focus.isVisible()
    assert seen == [step.code for step in EVERY_KIND.steps] + [""]


def test_input_methods_swallow_no_answer_key(agent):
    for keys in ([], [ENTER], ["1"], [ENTER], [ENTER, "1", ENTER], ["11.25", ENTER], [ENTER], ["1"]):
        agent.press(*keys)
        kind = agent.panel.walk.step.kind
        assert bool(agent.focus.inputMethodQuery(Qt.InputMethodQuery.ImEnabled)) == (kind is Kind.TEXT)
    agent.panel.go_to("why")
    agent.press("3")
    assert agent.focus.inputMethodQuery(Qt.InputMethodQuery.ImEnabled), "words are written in Chinese"


def test_digits_typed_elsewhere_are_none_of_its_business(session, qtbot):
    from dealerdesk.ui.fields import LineEdit

    agent = Scripted(session, qtbot)
    note = LineEdit()
    qtbot.addWidget(note)
    note.show()
    note.activateWindow()
    note.setFocus()
    qtbot.waitUntil(note.hasFocus)
    before = agent.at
    qtbot.keyClicks(note, "12")
    assert (note.text(), agent.at, agent.told) == ("12", before, [])
