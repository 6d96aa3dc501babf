"""Going back and changing an answer loses nothing; what follows is named before; the end says what it proposes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from dealerdesk.domain.followup import Disposition
from dealerdesk.domain.questionnaire import Choice, Number, answers_to_data, begin, result
from dealerdesk.services.scripts import shipped_scripts
from tests.questionnaires import both, option, script, step
from tests.ui.calls.scripted import BACK, ENTER, EVERY_KIND, Scripted
from tests.ui.conftest import TODAY


@pytest.fixture
def agent(session, qtbot):
    return Scripted(session, qtbot)


def all_answered(agent):
    return agent.press(ENTER, "1", "61240", ENTER, "1", ENTER, "2026-11-25", ENTER, "x", ENTER, "1", ENTER)


def test_flip_flop_brings_all_answers_back_and_stores_nothing_hidden(agent):
    all_answered(agent)
    before = agent.answers
    agent.panel.go_to("regular")
    agent.press("2")
    assert agent.at == "bye"
    assert "5 answers are set aside" in agent.panel.aside.text()
    assert agent.panel.aside.toolTip() == "km, why, day, words, angry"
    agent.panel.go_to("regular")
    agent.press("1")
    assert agent.panel.aside.text() == ""
    assert agent.answers == before
    agent.panel.go_to("regular")
    agent.press("2", ENTER)
    assert agent.at == ""
    stored = result(begin(EVERY_KIND, day=TODAY, answers=agent.answers))
    assert stored == {"regular": Choice(("never",))}


def test_back_at_an_earlier_question_enter_walks_on_over_the_answers(agent):
    all_answered(agent)
    agent.press(BACK, BACK, BACK, Qt.Key.Key_PageUp, BACK, BACK)
    assert agent.at == "km"
    assert agent.focus.text() == "61240"
    agent.press(ENTER, ENTER, ENTER, ENTER, ENTER, ENTER)
    assert agent.at == ""
    assert agent.answers["km"] == Number(61_240)


def test_the_answers_so_far_lead_back_by_key(agent):
    agent.press(ENTER, "1", "61240", ENTER)
    answers = agent.panel.answers
    assert [(one.code, one.answer) for one in answers.shown] == [("regular", "yes"), ("km", "61,240 km"), ("why", "")]
    answers.setFocus()
    agent.press(Qt.Key.Key_Left, Qt.Key.Key_Left, ENTER)
    assert agent.at == "regular"
    assert agent.panel.question.isAncestorOf(agent.focus)


def test_a_digit_on_the_answers_so_far_answers_what_is_asked(agent):
    agent.press(ENTER, "1", "61240", ENTER)
    agent.panel.answers.setFocus()
    agent.press("2")
    assert agent.answers["why"] == Choice(("distance",))


def test_what_an_answer_does_is_named_before(agent):
    agent.press(ENTER, "1")
    assert agent.panel.question.does.text() == "→ keeps the odometer"
    agent.press("61240")
    assert agent.panel.question.does.text() == "→ keeps the odometer 61,240 km"
    agent.press(ENTER, "1", ENTER)
    assert agent.panel.question.does.text() == "→ makes the appointment"
    agent.press("11.25", ENTER, ENTER)
    yes = agent.panel.question.part.buttons[0]
    assert yes.drawing.note == "→ opens a complaint"
    assert "opens a complaint" in yes.accessibleName()


def test_talking_points_of_earlier_answers_stand_with_the_question(agent):
    agent.press(ENTER, "1", ENTER, "1", ENTER, "11.25", ENTER, ENTER)
    assert agent.at == "angry"
    assert agent.panel.question.earlier.plain == "price: quoted before"
    agent.panel.go_to("why")
    agent.press("1", "2", ENTER, ENTER, ENTER)
    assert agent.at == "angry"
    assert not agent.panel.question.earlier.isVisible()


def test_the_end_says_what_it_proposes_and_why(agent):
    all_answered(agent)
    agent.press(ENTER)
    end = agent.panel.question.end
    assert [one.disposition for one in agent.ends] == [Disposition.COMPLAINT]
    assert end.result.text() == "Proposed result: Complaint"
    assert end.because.text() == "Because of: angry: Yes"
    assert "keeps the odometer 61,240 km" in end.does.text()
    wanted = []
    agent.panel.finish.connect(lambda: wanted.append(True))
    end.ends.click()
    assert wanted == [True]


def test_a_question_that_needs_an_answer_says_so_and_stays(agent):
    agent.press(ENTER, "1", ENTER, "1", ENTER)
    assert "needs an answer" in agent.panel.how_far.text()
    agent.press(ENTER)
    assert (agent.at, agent.trouble) == ("day", "This question needs an answer.")
    agent.press("2026-12-31", ENTER)
    assert agent.at == "day"
    assert "or earlier" in agent.trouble


def test_names_are_filled_in_and_gaps_show(session, qtbot):
    of = script(
        step("hello", "say", text={"en": "{name}, from {advisor|our advisor}, {agent}", "zh_CN": "{name}"}),
        step("bye", "say"),
    )
    agent = Scripted(session, qtbot, of, facts={"name": "Wang <b>"})
    assert agent.panel.question.spoken.plain == "Wang <b>, from our advisor, …"


def test_a_call_that_was_broken_off_goes_on_where_it_was(session, qtbot):
    held = answers_to_data({"regular": Choice(("yes",)), "km": Number(500)})
    agent = Scripted(session, qtbot, answers={"hello": {"passed": True}, **held, "no-such": {"number": 1}})
    assert agent.at == "why"


def test_a_step_that_is_come_back_to_is_asked_anew(session, qtbot):
    of = script(
        step("part", options=["door", "roof"]),
        step("more", options=[option("again", to="part"), "enough"]),
        step("bye", "say"),
    )
    agent = Scripted(session, qtbot, of)
    agent.press("1", "1")
    assert agent.at == "part"
    agent.press("2")
    assert agent.at == "more"
    agent.press("2")
    assert agent.at == "bye"
    assert agent.answers["part"] == Choice(("roof",))


def test_no_script_shows_until_one_is_here(agent):
    agent.panel.clear()
    agent.press("1", ENTER, BACK)
    assert agent.told == []
    assert agent.panel.data == {}
    assert not agent.panel.next.isVisible()


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("name", shipped_scripts())
def test_the_shipped_scripts_are_led_to_an_end_by_keys(store_session, qtbot, name, lang):
    session = store_session("empty", lang)
    agent = Scripted(
        session, qtbot, shipped_scripts()[name], facts={"name": "王小明", "offer": "9 折"}, size=(468, 445)
    )
    soon = (TODAY + timedelta(days=3)).isoformat()
    for _ in range(60):
        walk = agent.panel.walk
        if walk.step is None:
            break
        fitted(agent.panel)
        agent.press(
            *{"number": ["500"], "text": ["x"], "date": [soon] if walk.step.required else []}.get(walk.step.kind, [])
        )
        if walk.step.kind.chooses:
            agent.press("1")
        if agent.at == walk.at:
            agent.press(ENTER)
    assert agent.at == "", "the first answers lead to an end"
    assert agent.ends


def fitted(panel):
    """What there is to choose shows as a whole, and no text is cut off at its right."""
    QApplication.processEvents()
    question = panel.question
    assert question.part.height() >= question.part.layout().totalHeightForWidth(question.part.width())
    assert question.said.widget().width() <= question.said.viewport().width()
    bottom = question.part.mapTo(panel, question.part.rect().bottomLeft()).y()
    assert bottom <= panel.answers.y() + 1


def test_long_texts_wrap(session, qtbot):
    long = "a rather long answer with many words that nobody would say in one breath, would they"
    of = script(
        step("which", options=[{**option("a"), "text": {"en": long, "zh_CN": "长" * 80}}, "b"], text=both(long * 5)),
        step("bye", "say"),
    )
    agent = Scripted(session, qtbot, of, size=(420, 470))
    fitted(agent.panel)
    one, other = agent.panel.question.part.buttons[:2]
    assert one.height() > other.height()
    assert one.width() <= 420
