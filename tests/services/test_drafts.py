"""Half-filled forms: one's own, in the place of the one before, no act; and what is known of a program that died."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dealerdesk.db.backup import backup
from dealerdesk.db.drafts import drop_drafts_about, hand_over
from dealerdesk.db.integrity import problems
from dealerdesk.domain.errors import Refused, said
from dealerdesk.services.desk import Actor, Doorstep, Right
from dealerdesk.services.drafts import LONGEST, drop_draft, forget_drafts, keep_draft, my_drafts
from dealerdesk.services.importing import import_file
from dealerdesk.services.opening import open_desk
from dealerdesk.services.restoring import restore_backup
from dealerdesk.services.sittings import Work, look_back, sit_down, stand_up, tell_works
from tests.exports import VEHICLE_HEADINGS, Exports, vin
from tests.stores import a_shop

TODAY = date(2026, 1, 12)
MOMENT = datetime(2026, 1, 12, 2, 42, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield replace(shop.desk, clock=lambda: MOMENT)


@pytest.fixture
def export(tmp_path, monkeypatch):
    """A file of one vehicle."""
    row = {"no": "K1", "name": "王小明", "phone": "13812345678", "plate": "琼A88888", "vin": vin(1)}
    return Exports(tmp_path, monkeypatch).file(VEHICLE_HEADINGS, [row])


def person(account, *rights):
    return Actor("somebody", frozenset(rights or {Right.SEE}), staff=account, account=account)


def test_a_draft_takes_the_place_of_the_one_before_and_is_no_act(desk):
    acts = count(desk, "act")
    keep_draft(desk, "customer", "vehicle:1", {"typed": {"name": "王"}})
    keep_draft(replace(desk, clock=lambda: MOMENT + timedelta(seconds=1)), "customer", "vehicle:1", {"typed": {}})
    keep_draft(desk, "call", "task:7", {"note": "回电"})
    drafts = my_drafts(desk)
    assert [(draft.kind, draft.key, draft.content) for draft in drafts] == [
        ("customer", "vehicle:1", {"typed": {}}),
        ("call", "task:7", {"note": "回电"}),
    ]
    assert drafts[0].at == MOMENT + timedelta(seconds=1)
    assert [draft.key for draft in my_drafts(desk, "call")] == ["task:7"]
    drop_draft(desk, "customer", "vehicle:1")
    assert [draft.kind for draft in my_drafts(desk)] == ["call"]
    assert count(desk, "act") == acts
    with desk.store.read() as conn:
        assert list(problems(conn)) == []


def test_everybody_has_their_own(desk):
    one, other = desk.by(person(1)), desk.by(person(2))
    keep_draft(one, "customer", "vehicle:1", {"of": "one"})
    keep_draft(other, "customer", "vehicle:1", {"of": "other"})
    drop_draft(other, "customer", "vehicle:1")
    assert my_drafts(other) == ()
    assert my_drafts(one.by(replace(one.actor, name="renamed")))[0].content == {"of": "one"}
    assert my_drafts(desk) == ()


def test_what_is_longer_than_a_draft_may_be_is_refused_and_what_was_kept_stays(desk):
    keep_draft(desk, "import", "files", {"files": ["短"]})
    with pytest.raises(Refused) as found:
        keep_draft(desk, "import", "files", {"files": ["长" * (LONGEST // 3)]})
    assert found.value.said == said("draft.too_long", most=256)
    assert my_drafts(desk)[0].content == {"files": ["短"]}
    keep_draft(desk, "import", "files", {"files": "x" * (LONGEST - 12)})


def test_drafts_of_an_account_are_forgotten_by_whoever_may_look_after_staff(desk):
    keep_draft(desk.by(person(4)), "call", "task:1", {})
    sit_down(desk.by(person(4)))
    with pytest.raises(Refused):
        forget_drafts(desk.by(person(5)), 4)
    assert forget_drafts(desk, 4) == 2
    assert my_drafts(desk.by(person(4))) == ()


def test_whatever_is_about_a_customer_goes_with_them(desk):
    keep_draft(desk, "customer", "vehicle:1", {"about": [12]})
    keep_draft(desk.by(person(4)), "call", "task:1", {"about": [3, 12]})
    keep_draft(desk, "call", "task:2", {"about": [1]})
    keep_draft(desk, "settings", "store", {})
    with desk.store.derive() as conn:
        assert drop_drafts_about(conn, 12) == 2
    assert {draft.key for draft in my_drafts(desk)} == {"task:2", "store"}
    assert my_drafts(desk.by(person(4))) == ()


def test_the_owner_who_gets_an_account_takes_the_drafts_along(desk):
    keep_draft(desk, "call", "task:1", {"note": "1"})
    keep_draft(desk, "call", "task:2", {"note": "2"})
    with desk.store.derive() as conn:
        hand_over(conn, "owner", "account:1")
    assert my_drafts(desk) == ()
    assert {draft.content["note"] for draft in my_drafts(desk.by(person(1)))} == {"1", "2"}


# sittings

_SITTER = """
import sys, time
from datetime import date
from pathlib import Path
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.drafts import keep_draft
from dealerdesk.services.opening import open_desk
from dealerdesk.services.sittings import Work, sit_down, tell_works
desk = open_desk(Doorstep(Path(sys.argv[1]), date(2026, 1, 12), "en"))
sit_down(desk)
tell_works(desk, [Work(*work) for work in eval(sys.argv[2])])
print("there", flush=True)
time.sleep(60)
"""


def killed(desk, *works):
    """A process that had a window on the store, with works under way, and was killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", _SITTER, str(desk.store.folder), repr([tuple(work) for work in works])],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "there\n"
    return process


def looked_back(desk):
    """What a start does: look back, and sit down."""
    died = look_back(desk)
    sit_down(desk)
    return died


def end(process):
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


def test_a_window_that_was_closed_is_not_spoken_of(desk):
    assert looked_back(desk) is None
    stand_up(desk)
    assert count(desk, "draft") == 0
    assert looked_back(desk) is None
    assert looked_back(desk) is None  # itself
    assert my_drafts(desk) == ()


def test_a_window_that_died_is_spoken_of_once_and_one_that_lives_is_not(desk):
    process = killed(desk)
    assert looked_back(desk) is None
    end(process)
    assert looked_back(desk.by(person(3))) is None
    died = looked_back(desk)
    assert died.works == ()
    assert abs(died.last_seen - datetime.now(UTC)) < timedelta(minutes=1)
    assert looked_back(desk) is None


def test_it_was_last_heard_of_when_it_last_kept_a_form(desk):
    end(killed(desk))
    late = datetime.now(UTC) + timedelta(minutes=5)
    keep_draft(replace(desk, clock=lambda: late), "call", "task:1", {})
    assert looked_back(desk).last_seen == late


def test_another_process_of_that_number_is_another_one(desk):
    sit_down(desk)
    with desk.store.derive() as conn:
        content = json.loads(conn.exec_driver_sql("SELECT content FROM draft").scalar_one())
        content["started"] -= 1_000
        conn.exec_driver_sql("UPDATE draft SET content = ?, key = '1'", (json.dumps(content),))
    assert looked_back(desk) is not None


def test_what_became_of_an_import_is_read_from_the_store(desk, export):
    process = killed(desk, Work("import", "Importing", export.name), Work("import", "Importing too", "other.xlsx"))
    assert import_file(desk, export).batch == 1
    end(process)
    done, undone = looked_back(desk).works
    assert done.done
    assert done.told == said("died.work_done", work="Importing")
    assert undone.told == said("died.work_undone", work="Importing too")


def test_what_was_there_before_the_work_began_is_not_its_own(desk, export):
    import_file(desk, export)
    end(killed(desk, Work("import", "Importing", export.name), Work("back-up", "Backing up"), Work("restore", "R")))
    assert [ending.told.code for ending in looked_back(desk).works] == [
        "died.work_undone",
        "died.copy_undone",
        "died.restore_undone",
    ]


def test_a_work_keeps_the_moment_of_its_beginning_while_others_come_and_go(desk, export):
    work = Work("import", "Importing", export.name)
    sit_down(desk)
    tell_works(desk, [work])
    import_file(desk, export)
    tell_works(desk, [work, Work("back-up", "Backing up")])
    with desk.store.derive() as conn:
        text = conn.exec_driver_sql("SELECT content FROM draft").scalar_one().replace(f":{os.getpid()}", ":999999999")
        conn.exec_driver_sql("UPDATE draft SET content = ?, key = 'gone'", (text,))
    assert [ending.done for ending in looked_back(desk).works] == [True, False]


def test_a_copy_tells_of_no_window_and_brings_no_old_forms_back(desk, tmp_path):
    sit_down(desk)
    keep_draft(desk, "call", "task:1", {"note": "then"})
    copy = tmp_path / "copy.db"
    backup(desk.store, copy)
    drop_draft(desk, "call", "task:1")
    keep_draft(desk, "call", "task:2", {"note": "now"})
    folder = desk.store.folder
    desk.store.close()
    restore_backup(Doorstep(folder, TODAY, "en"), copy)
    again = open_desk(Doorstep(folder, TODAY, "en"))
    try:
        assert [draft.content for draft in my_drafts(again)] == [{"note": "now"}]
        assert looked_back(again) is None
    finally:
        again.store.close()


@pytest.mark.parametrize("work", ["restore", "undo-restore"])
def test_a_program_that_died_in_a_restore_is_told_of_in_the_restored_store(desk, tmp_path, work):
    copy = backup(desk.store, tmp_path / "copy.db").file
    keep_draft(desk, "call", "task:2", {"note": "now"})
    end(killed(desk, Work("import", "Importing", "a.xlsx"), Work(work, "Restoring")))
    desk.store.close()
    restore_backup(Doorstep(desk.store.folder, TODAY, "en"), copy)
    again = open_desk(Doorstep(desk.store.folder, TODAY, "en"))
    try:
        assert [ending.told for ending in looked_back(again).works] == [said("died.restore_done", work="Restoring")]
        assert [draft.content for draft in my_drafts(again)] == [{"note": "now"}]
    finally:
        again.store.close()


def test_a_copy_put_in_place_by_hand_tells_of_no_window(desk, tmp_path):
    end(killed(desk))
    copy = tmp_path / "other"
    copy.mkdir()
    backup(desk.store, copy / "desk.db")
    other = open_desk(Doorstep(copy, TODAY, "en"))
    try:
        assert look_back(other) is None
    finally:
        other.store.close()
    assert looked_back(desk) is not None


def count(desk, table):
    with desk.store.read() as conn:
        return conn.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()


def test_drafts_go_with_whoever_becomes_the_manager_and_back(desk):
    from dealerdesk.services.staff.first_manager import end_accounts, set_up

    keep_draft(desk, "call", "task:1", {"note": "then"})
    manager = desk.by(set_up(desk, "林芳", "correct horse").actor)
    assert [draft.content for draft in my_drafts(manager)] == [{"note": "then"}]
    assert my_drafts(desk) == ()
    end_accounts(manager, "correct horse")
    assert [draft.content for draft in my_drafts(desk)] == [{"note": "then"}]


def test_erasing_a_customer_forgets_what_was_begun_about_them(tmp_path):
    from dealerdesk.services.personal.erasing import erase_customer

    with a_shop(tmp_path / "other", TODAY) as shop:
        customer = shop.customer("王小明", "13812345678")
        keep_draft(shop.desk, "customer", f"customer:{customer}", {"about": [customer], "typed": "海口"})
        keep_draft(shop.desk, "call", "task:1", {"about": [customer + 1]})
        erase_customer(shop.desk, customer)
        assert [draft.key for draft in my_drafts(shop.desk)] == ["task:1"]


def test_half_a_character_is_kept_as_a_question_mark(desk):
    keep_draft(desk, "customer", "vehicle:1", {"typed": {"name": "王\ud83d"}})
    assert my_drafts(desk)[0].content == {"typed": {"name": "王?"}}


@pytest.mark.parametrize("spoilt", ["not json", "[1", "7", '"x"'])
def test_a_draft_that_cannot_be_read_keeps_nobody_from_the_others(desk, tmp_path, spoilt):
    for key in ("1", "2"):
        keep_draft(desk, "customer", key, {"about": [3]})
    with desk.store.derive() as conn:
        conn.exec_driver_sql("UPDATE draft SET content = ? WHERE key = '1'", (spoilt,))
    assert [draft.key for draft in my_drafts(desk)] == ["2"]
    copy = backup(desk.store, tmp_path / "copy.db").file
    with desk.store.derive() as conn:
        assert drop_drafts_about(conn, 3) == 1
    desk.store.close()
    restore_backup(Doorstep(desk.store.folder, TODAY, "en"), copy)


@pytest.mark.parametrize("spoilt", ['{"works":3}', '{"host":"x"}', '{"works":[[1]],"process":1,"started":1}'])
def test_a_sitting_that_cannot_be_understood_tells_of_nobody_and_goes(desk, tmp_path, spoilt):
    copy = backup(desk.store, tmp_path / "copy.db").file
    end(killed(desk, Work("restore", "Restoring")))
    with desk.store.derive() as conn:
        conn.exec_driver_sql("UPDATE draft SET content = ? WHERE kind = 'sitting'", (spoilt,))
    assert looked_back(desk) is None
    desk.store.close()
    restore_backup(Doorstep(desk.store.folder, TODAY, "en"), copy)
    again = open_desk(Doorstep(desk.store.folder, TODAY, "en"))
    try:
        sit_down(again)
        assert looked_back(again) is None
        assert count(again, "draft") == 1
    finally:
        again.store.close()
