"""Policy and numbers: counted before they are saved, refused beside the field, never over what others saved."""

from __future__ import annotations

from datetime import date

import pytest

from dealerdesk.domain.calendar import EVER
from dealerdesk.domain.rules import POLICIES, DatedPolicy, Rules
from dealerdesk.services.rulebook import change_rules
from dealerdesk.services.settings import rules_of
from tests.ui.settings.reading import errors, notes_of


def test_another_policy_is_counted_and_saved_from_its_day(opened, act, settled):
    page = opened("invented")
    rules = page.sections["rules"]
    page.go_to("rules")
    rules.policy._choice.set_value("3-6-9")
    rules.policy._choice.chosen.emit()
    act(page, "count")
    moves = rules.moves.told
    assert moves.changed > 0
    assert any(move.code == "status.watch" and move.come for move in moves.statuses)
    rules.policy.from_day.setText("2026-12-01")
    act(page, "count")
    assert rules.moves.told.day == date(2026, 12, 1)
    act(page, "save")
    assert rules_of(page.session.desk).policies == (
        DatedPolicy(EVER, POLICIES["6-12"]),
        DatedPolicy(date(2026, 12, 1), POLICIES["3-6-9"]),
    )
    assert "since 1 Dec 2026: 3–6–9 months" in rules.policy._dated.text()
    assert [field.text() for field in rules.policy.stages.values()] == ["", "6", "12"]
    rules.policy._drop.click()
    act(page, "save")
    assert rules_of(page.session.desk) == Rules()


def test_own_stages_from_ever(opened, act):
    page = opened()
    rules = page.sections["rules"]
    page.go_to("rules")
    rules.policy.stages["at_risk"].setText("4")
    rules.policy.ever.setChecked(True)
    act(page, "save")
    (dated,) = rules_of(page.session.desk).policies
    assert (dated.from_day, [n for _, n in dated.policy.stages]) == (EVER, [4, 12])
    assert rules.policy._choice.value() == "custom"


@pytest.mark.parametrize(
    ("stage", "typed", "wrong"),
    [
        ("lost", "", "The month from which a vehicle is lost is needed."),
        ("lost", "6", "Each stage must begin later than the one before it."),
        ("lost", "x", "A number from 1 to 60 is needed here."),
        ("lost", "99", "A stage begins after 60 months at the latest."),
        ("watch", "0", "Each stage must begin later than the one before it."),
    ],
)
def test_stages_that_cannot_be_are_told_and_not_saved(opened, act, stage, typed, wrong):
    page = opened()
    rules = page.sections["rules"]
    page.go_to("rules")
    rules.policy.stages[stage].setText(typed)
    act(page, "save")
    assert errors(rules.policy.form) == {stage: wrong}
    assert rules_of(page.session.desk) == Rules()
    assert rules.moves.told is None


def test_a_number_that_folds_histories_is_counted_and_saved_with_progress(opened, act, settled):
    page = opened("invented")
    rules = page.sections["rules"]
    page.go_to("rules")
    box = rules.form.fields["manufacturer_counts"]
    began = []
    page.session.background.began.connect(lambda work: began.append(work.label))
    box.click()
    act(page, "count")
    assert rules.moves.told.rebuilt
    act(page, "save")
    assert rules_of(page.session.desk).manufacturer_counts is False
    assert began == ["Counting what would change", "Reckoning every vehicle by the new numbers"]
    assert not page.unsaved()


def test_numbers_out_of_bounds_are_told_beside_their_fields(opened, act):
    page = opened()
    rules = page.sections["rules"]
    page.go_to("rules")
    rules.form.fields["loyal_visits"].setText("")
    rules.form.fields["first_km"].setText("100")
    rules.form.fields["maintenance_words"].setText(" ， ")
    act(page, "save")
    assert errors(rules.form) == {
        "loyal_visits": "A number from 1 to 50 is needed here.",
        "first_km": "A number from 500 to 100,000 is needed here.",
        "maintenance_words": "At least one word is needed here.",
    }
    assert rules_of(page.session.desk) == Rules()


def test_words_and_amounts_are_saved_as_they_are_meant(opened, act):
    page = opened()
    rules = page.sections["rules"]
    page.go_to("rules")
    rules.form.fields["maintenance_words"].setText("保养，首保, service")
    rules.form.fields["loyal_paid_fen"].setText("４,000")
    act(page, "save")
    saved = rules_of(page.session.desk)
    assert (saved.maintenance_words, saved.loyal_paid_fen) == (("保养", "首保", "service"), 400_000)
    act(page, "defaults")
    act(page, "save")
    assert rules_of(page.session.desk) == Rules()


def test_counting_can_be_stopped(opened, settled):
    page = opened("invented")
    rules = page.sections["rules"]
    rules.form.fields["first_km"].setText("7000")
    rules.moves.stop()
    settled(page.session)
    assert rules.moves.told is None
    assert rules.moves._text.text() == "Counting was stopped: F5 counts again."


def test_rules_that_others_changed_meanwhile_are_not_overwritten(opened, settled, qtbot):
    page = opened()
    rules = page.sections["rules"]
    notes = notes_of(page.session)
    rules.form.fields["survey_days"].setText("90")
    change_rules(page.session.desk, Rules(tasks_per_agent_day=10))
    page.go_to("rules")
    rules.save()
    settled(page.session)
    assert notes[-1][1]
    assert rules_of(page.session.desk) == Rules(tasks_per_agent_day=10)
    assert rules.form.fields["tasks_per_agent_day"].text() == "10"
    rules.save()
    settled(page.session)
    assert rules_of(page.session.desk) == Rules(tasks_per_agent_day=10, survey_days=90)
