"""What a start says of the window before it: in one line, in both languages, only what is true."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dealerdesk.domain.errors import Refused
from dealerdesk.services.drafts import LONGEST, keep_draft, my_drafts
from dealerdesk.services.sittings import Work, tell_works
from dealerdesk.ui import drafting
from dealerdesk.ui.begun import Begun, Slot
from dealerdesk.ui.window import Window
from tests.ui.drafts.test_forms import CAR, edit, fields


def at(moment):
    return f"{moment.astimezone():%H:%M}"


SOME_TIME = datetime(2026, 11, 20, 2, 42, tzinfo=UTC)


def test_a_death_with_nothing_begun(start, dies):
    dies(start(), SOME_TIME)
    again = start()
    told = f"The program ended unexpectedly, some time after {at(SOME_TIME)}. Nothing was half filled in."
    assert again.told == told
    assert not again.window.notes._act.isVisible()
    assert again.window.notes._timer.isActive() is False  # it stays until it is read
    again.session.close()
    assert start().told == ""


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "The program ended unexpectedly, some time after {at}. 1 half-filled form is there again: {name}."),
        ("zh_CN", "程序意外退出，时间在 {at} 之后。有 1 张没填完的单子还在：{name}。"),
    ],
)
def test_a_death_with_a_form_half_filled_in(start, dies, lang, told):
    first = start(lang=lang)
    page = first.page("customers", vehicle=CAR)
    edit(page, customer__address="海口")
    (draft,) = first.kept()
    dies(first, SOME_TIME)
    again = start(lang=lang)
    assert again.told == told.format(at=at(max(draft.at, SOME_TIME)), name=page.file.file.person.name)
    again.press_note()
    assert fields(again.window.page)["customer.address"].text() == "海口"


def test_a_death_of_another_day_is_told_with_the_day(start, dies):
    dies(start(), datetime(2026, 11, 18, 2, 0, tzinfo=UTC))
    assert start().told.startswith("The program ended unexpectedly on 18 Nov 2026, some time after ")


def test_a_death_in_an_import_says_what_became_of_it(start, dies):
    first = start()
    tell_works(first.session.desk, [Work("import", "Importing visits.xlsx", "visits.xlsx")])
    dies(first, SOME_TIME)
    assert start().told.endswith('"Importing visits.xlsx" was cut off: nothing of it is in the store.')


def test_an_import_that_ended_is_not_offered_again(start, dies):
    first = start()
    desk = first.session.desk
    tell_works(desk, [Work("import", "Importing visits.xlsx", "visits.xlsx")])
    with desk.store.write(desk.header("import")) as writer:
        from dealerdesk.db.importing import next_batch, write_batch

        row = {"id": next_batch(writer), "kind": "visits", "file_name": "visits.xlsx", "sha256": "", "counts": {}}
        write_batch(writer, {**row, "day": desk.today, "existing": "update", "rejects_file": None})
    held = {"files": [{"path": "/x/visits.xlsx", "existing": "update"}]}
    keep_draft(desk, "import", "files", {"page": "import", "title": "Import: visits.xlsx", "about": [], "held": held})
    dies(first, SOME_TIME)
    again = start()
    assert again.told.endswith('"Importing visits.xlsx" had come to its end: it is in the store.')
    again.kept(0)


def test_a_window_that_was_closed_is_followed_by_a_quiet_note_of_its_form(start):
    first = start()
    edit(first.page("customers", vehicle=CAR), customer__address="海口")
    assert first.window.close()
    first.session.close()
    again = start()
    assert again.told.startswith("1 half-filled form is there again: ")
    assert again.window.notes._timer.isActive()


def test_nothing_is_asked_when_the_window_closes_and_the_form_is_kept_at_once(start, monkeypatch):
    asked = []
    monkeypatch.setattr("dealerdesk.ui.asking.leave_unsaved", lambda *_: asked.append(1))
    first = start()
    edit(first.page("customers", vehicle=CAR), customer__address="海口")
    assert first.window.close()
    assert asked == []
    assert [draft.key for draft in my_drafts(first.session.desk)] == [f"vehicle:{CAR}"]


def test_what_the_disk_does_not_take_is_asked_about_and_said_once(start, monkeypatch):
    asked = []
    monkeypatch.setattr("dealerdesk.ui.asking.leave_unsaved", lambda *_: asked.append(1))
    first = start()

    def refuse(*_asked):
        raise Refused("store.disk_full", folder="x")

    monkeypatch.setattr(drafting, "keep_draft", refuse)
    edit(first.page("customers", vehicle=CAR), customer__address="海口")
    assert not first.window.close()
    assert asked == [1]
    assert 'What you type is not kept for now: save it soon. The disk of "x" is full' in first.told
    first.window.notes.hide()
    fields(first.window.page)["customer.address"].setText("海口市")
    assert not first.window.close()
    assert first.told == ""
    monkeypatch.undo()
    assert first.window.drafting.flush()


def test_a_stuck_disk_is_waited_for_and_then_asked_about(start, monkeypatch):
    import threading

    first = start()
    held = threading.Event()
    monkeypatch.setattr(drafting, "keep_draft", lambda *_: held.wait(10))
    edit(first.page("customers", vehicle=CAR), customer__address="海口")
    assert not first.window.drafting.flush(patience=300)
    held.set()
    first.rest()


def test_who_types_on_is_kept_within_two_seconds(start, qtbot):
    first = start()
    page = first.page("customers", vehicle=CAR)
    edit(page)
    field = fields(page)["customer.address"]
    for _ in range(12):
        qtbot.keyClicks(field, "x")
        qtbot.wait(180)
        if my_drafts(first.session.desk):
            break
    assert my_drafts(first.session.desk)


def test_a_text_too_long_is_said_and_the_rest_is_kept(start):
    first = start()
    page = first.page("settings")
    page.sections["store"].name.setText("海口昌鑫")
    long = Begun(Slot("view", "name"), "x", {"name": "x" * LONGEST})
    lists = first.page("lists")
    lists.drafts = lambda: [long]
    assert not first.window.drafting.flush()
    assert first.told == "What you entered is longer than 256 KB and cannot be kept half filled: save it."
    assert [draft.kind for draft in my_drafts(first.session.desk)] == ["settings"]


def test_a_window_in_another_language_has_the_form_again(start, qtbot, settled):
    first = start()
    page = first.page("customers", vehicle=CAR)
    edit(page, customer__address="海口")
    other = Window(first.session)
    qtbot.addWidget(other)
    other.show()
    other.restore(first.window.state())
    settled(first.session)
    settled(first.session)
    assert fields(other.page)["customer.address"].text() == "海口"


def test_each_finds_their_own(start, dies):
    from dataclasses import replace

    first = start()
    desk = first.session.desk
    other = desk.by(replace(desk.actor, name="陈晨", staff=3, account=3))
    keep_draft(other, "call", "task:1", {"page": "today", "title": "不给别人看", "about": [], "held": {}})
    assert start().told == ""
