"""Every kind of write that there is, each as a line of a table: what it does, and what must be true when it was killed.

A kind does its work in a process of its own and tells of what is done. Whoever adds a write adds a kind.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dealerdesk.db.seal import break_seal
from dealerdesk.db.settings import set_setting
from dealerdesk.db.store import Store
from dealerdesk.domain.accounts import HashingCost
from dealerdesk.domain.calling import CallMade, InterviewDone, OutsideService
from dealerdesk.domain.complaint import NewComplaint
from dealerdesk.domain.followup import Disposition
from dealerdesk.domain.questionnaire import Number
from dealerdesk.services.automatic_backups import back_up_if_due
from dealerdesk.services.backups import back_up
from dealerdesk.services.calling.recording import record_call
from dealerdesk.services.customers.editing import edit_customer
from dealerdesk.services.deleting import remove_visit
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.opening import open_desk
from dealerdesk.services.outcomes import record_outcome
from dealerdesk.services.personal.erasing import erase_customer
from dealerdesk.services.recycling import restore_deleted
from dealerdesk.services.rescuing import rescue_store
from dealerdesk.services.restoring import restore_backup
from dealerdesk.services.rulebook import change_rules
from dealerdesk.services.staff.first_manager import set_up
from dealerdesk.services.trail import states_known_elsewhere
from dealerdesk.services.undoing import undo_act
from dealerdesk.services.upkeep import repair_store
from tests.commands import TODAY, At
from tests.db.conftest import HEADER
from tests.spoilt import HEADINGS, order, text

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMAS = Path(__file__).parent.parent / "data" / "schemas"
ORDERS = 120
TIMES = 8


@dataclass(frozen=True)
class Kind:
    """One kind of write. `write` gets a folder and a function to tell of what is done; `holds` says what must be true.

    `acts`: the use case of which there must be as many acts as were told of, or one more that nobody was told of yet.
    """

    write: Callable[[Path, Callable[[Any], None]], None]
    prepare: Callable[[Path], None] = lambda _folder: None
    holds: Callable[[Path, list[Any]], None] = lambda _folder, _told: None
    acts: str | None = None


def at_desk(folder):
    desk = open_desk(Doorstep(folder, date.fromisoformat(TODAY), "en"))
    return replace(desk, hashing=HashingCost(passes=1, memory_kib=1024))


def one(folder, sql):
    with Store.open(folder) as store, store.read() as conn:
        return conn.exec_driver_sql(sql).scalar()


def each(folder, keys, tell, do):
    """Do something to each of some rows, at one desk."""
    desk = at_desk(folder)
    with desk.store.read() as conn:
        found = list(conn.exec_driver_sql(keys).scalars())
    for key in found[:TIMES]:
        do(desk, key)
        tell(key)
    desk.store.close()


def a_file(folder):
    rows = [order(f"K{n}", plate=f"琼K{n:05d}") for n in range(ORDERS)]
    (folder.parent / "orders.csv").write_text(text(HEADINGS, *rows), "utf-8")


def imported(folder):
    a_file(folder)
    assert At(folder)("import", folder.parent / "orders.csv").code == 0


def import_file(folder, tell):
    ran = At(folder)("import", folder.parent / "orders.csv")
    assert ran.code == 0, ran
    tell(ran.json["added"])


def all_or_none(folder, told):
    found = one(folder, "SELECT count(*) FROM visit WHERE order_no GLOB 'K[0-9]*'")
    assert found == ORDERS if told else found in {0, ORDERS}
    assert one(folder, "SELECT count(*) FROM batch") == (found > 0)


def undo_import(folder, tell):
    assert At(folder)("undo-import", 1).code == 0
    tell(1)


def none_or_all(folder, told):
    found = one(folder, "SELECT count(*) FROM visit WHERE order_no GLOB 'K[0-9]*'")
    assert found == 0 if told else found in {0, ORDERS}
    assert one(folder, "SELECT state FROM batch") == ("done" if found else "undone")


def edit(folder, tell):
    desk = at_desk(folder)
    for n in range(1, TIMES):
        edit_customer(desk, 1, n, {"address": f"No. {n}"})
        tell(n)
    desk.store.close()


def undo_edits(folder, tell):
    desk = at_desk(folder)
    for n in range(1, TIMES):
        act = edit_customer(desk, 1, 2 * n - 1, {"address": f"No. {n}"}).changed.act
        undo_act(desk, act)
        tell(n)
    desk.store.close()


def last_edit_is_there(folder, told):
    last = told[-1] if told else 0
    assert one(folder, "SELECT address FROM customer WHERE id = 1") in {
        f"No. {last}" if told else one(folder, "SELECT address FROM customer WHERE id = 1"),
        f"No. {last + 1}",
    }


def planned(folder):
    assert At(folder)("tasks", "generate").code == 0


def outcomes(folder, tell):
    def keep(desk, task):
        record_outcome(desk, [task], Disposition.COMPLETED)

    each(folder, "SELECT id FROM task WHERE state = 'open' ORDER BY id", tell, keep)


def told_tasks_are_done(folder, told):
    found = one(folder, "SELECT json_group_array(id) FROM task WHERE state = 'done'")
    assert set(told) <= set(json.loads(found))


def whole_calls(folder, tell):
    """Calls in which everything happened that can, each one act."""
    told = OutsideService(date.fromisoformat(TODAY), 60_000, "快修店")

    def keep(desk, task):
        made = CallMade(
            Disposition.COMPLAINT,
            (task,),
            outside=told,
            flag="看一下",
            wechat=True,
            complaint=NewComplaint("等了三个小时"),
            interview=InterviewDone("lost-customer", 1, {"km": Number(60_000)}, desk.clock(), complete=False),
        )
        record_call(desk, made)

    each(folder, "SELECT id FROM task WHERE state = 'open' ORDER BY id", tell, keep)


def a_call_is_whole_or_was_never_made(folder, told):
    told_tasks_are_done(folder, told)
    of_a_task = "call_id IN (SELECT call_id FROM call_task)"  # the store has older calls, which were invented
    made = one(folder, "SELECT count(*) FROM call WHERE id IN (SELECT call_id FROM call_task)")
    for table in ("told", "call_task"):
        assert one(folder, f"SELECT count(*) FROM {table}") == made
    for table in ("flag", "complaint", "interview"):
        assert one(folder, f"SELECT count(*) FROM {table} WHERE {of_a_task}") == made
    answers = f"SELECT count(*) FROM answer WHERE interview_id IN (SELECT id FROM interview WHERE {of_a_task})"
    assert one(folder, answers) == made
    assert one(folder, "SELECT count(*) FROM task WHERE state = 'done'") == made


def plan(folder, tell):
    assert At(folder)("tasks", "generate").code == 0
    tell(1)


def sheet(folder, tell):
    for n in range(3):
        assert At(folder)("sheet", "--date", TODAY, "--out", folder.parent / f"{n}.pdf").code == 0
        tell(f"{n}.pdf")


def told_sheets_are_there(folder, told):
    for name in told:
        assert (folder.parent / name).read_bytes().rstrip().endswith(b"%%EOF")


def real(folder):
    with Store.open(folder) as store, store.write(HEADER) as writer:
        set_setting(writer, "invented", value=False)


def backups(folder, tell):
    desk = at_desk(folder)
    for n in range(3):
        tell(back_up(desk, folder.parent / f"copy-{n}.db").file.name)
    done = back_up_if_due(desk)
    tell(str(done.file.relative_to(folder.parent)))
    desk.store.close()


def every_copy_is_whole(folder, told):
    for name in told:
        copy = folder.parent / name
        manifest = json.loads(copy.with_name(f"{copy.name}.json").read_text("utf-8"))
        assert hashlib.sha256(copy.read_bytes()).hexdigest() == manifest["sha256"]
    for copy in [*folder.parent.glob("copy-?.db"), *folder.glob("backups/*.db")]:
        again = folder.parent / f"try-{copy.stem}"
        again.mkdir()
        shutil.copyfile(copy, again / "desk.db")
        assert one(again, "SELECT count(*) FROM visit") == one(folder, "SELECT count(*) FROM visit")


def two_copies(folder):
    for name in ("A", "B"):
        desk = at_desk(folder)
        edit_customer(desk, 1, 1 if name == "A" else 2, {"address": name})
        back_up(desk, folder.parent / f"{name}.db")
        desk.store.close()


def restores(folder, tell):
    for name in "ABAB":
        restore_backup(Doorstep(folder, date.fromisoformat(TODAY), "en"), folder.parent / f"{name}.db")
        tell(name)


def one_of_both(folder, told):
    last = told[-1] if told else "B"
    assert one(folder, "SELECT address FROM customer WHERE id = 1") in {last, "A" if last == "B" else "B"}
    desk = at_desk(folder)
    assert states_known_elsewhere(desk) == ()
    assert one(folder, "SELECT count(*) FROM act WHERE use_case = 'restore'") >= bool(told)
    desk.store.close()


def old(number):
    def prepare(folder):
        for file in folder.iterdir():
            file.unlink()
        shutil.copyfile(SCHEMAS / f"{number}.db", folder / "desk.db")

    return prepare


def migrate(folder, tell):
    Store.open(folder).close()
    tell(1)


def rules(folder, tell):
    from dealerdesk.db.rulebooks import current_rules

    desk = at_desk(folder)
    for n in range(4):
        with desk.store.read() as conn:
            held = current_rules(conn)[1]
        change_rules(desk, replace(held, interval_months=7 + n))
        tell(7 + n)
    desk.store.close()


def accounts(folder, tell):
    desk = at_desk(folder)
    done = set_up(desk, "王敏", "a long password")
    tell(done.actor.name)
    desk.store.close()


def accounts_are_whole(folder, told):
    found = one(folder, "SELECT count(*) FROM account"), one(folder, "SELECT count(*) FROM secret")
    assert found == (1, 1) if told else found in {(0, 0), (1, 1)}


def erase(folder, tell):
    each(folder, "SELECT id FROM customer ORDER BY id", tell, erase_customer)


def delete(folder, tell):
    each(folder, "SELECT id FROM visit ORDER BY id", tell, remove_visit)


def told_visits_are_gone(folder, told):
    assert one(folder, f"SELECT count(*) FROM visit WHERE id IN ({','.join(map(str, told)) or 0})") == 0


def delete_and_restore(folder, tell):
    def there_and_back(desk, visit):
        gone = remove_visit(desk, visit)
        restore_deleted(desk, gone.changed.act)

    each(folder, "SELECT id FROM visit ORDER BY id", tell, there_and_back)


def told_visits_are_there(folder, told):
    assert one(folder, f"SELECT count(*) FROM visit WHERE id IN ({','.join(map(str, told)) or 0})") == len(told)


def rescue(folder, tell):
    rescue_store(Doorstep(folder, date.fromisoformat(TODAY), "en"), folder.parent / "rescued")
    tell(1)


def rescued_is_whole_or_not_there(folder, told):
    into = folder.parent / "rescued"
    assert (into / "desk.db").exists() or not told
    if (into / "desk.db").exists():
        assert one(into, "SELECT count(*) FROM visit") == one(folder, "SELECT count(*) FROM visit")


def derived_spoilt(folder):
    with Store.open(folder) as store, store.derive() as conn:
        conn.exec_driver_sql("UPDATE stretch SET visits = visits + 1")
    break_seal(folder)  # what is closed by its seal is as it was left, derived facts too


def repair(folder, tell):
    desk = at_desk(folder)
    assert repair_store(desk).ok
    tell(1)
    desk.store.close()


KINDS = {
    "import": Kind(import_file, a_file, all_or_none, "import"),
    "undo-import": Kind(undo_import, imported, none_or_all, "undo-import"),
    "edit": Kind(edit, holds=last_edit_is_there, acts="edit-customer"),
    "undo": Kind(undo_edits, acts="undo"),
    "outcome": Kind(outcomes, planned, told_tasks_are_done, "record-outcome"),
    "call": Kind(whole_calls, planned, a_call_is_whole_or_was_never_made, "record-call"),
    "tasks": Kind(plan, acts="generate-tasks"),
    "sheet": Kind(sheet, planned, told_sheets_are_there),
    "backup": Kind(backups, real, every_copy_is_whole),
    "restore": Kind(restores, two_copies, one_of_both),
    "migration-1": Kind(migrate, old("0001")),
    "migration-2": Kind(migrate, old("0002")),
    "rules": Kind(rules),
    "accounts": Kind(accounts, holds=accounts_are_whole),
    "erase": Kind(erase, acts="erase-customer"),
    "delete": Kind(delete, holds=told_visits_are_gone, acts="delete-visit"),
    "restore-deleted": Kind(delete_and_restore, holds=told_visits_are_there, acts="restore-deleted"),
    "rescue": Kind(rescue, holds=rescued_is_whole_or_not_there),
    "repair": Kind(repair, derived_spoilt),
}
"""Every kind of write, by name."""


def work(kind, folder, teller):
    """Do the work of a kind, telling of what is done: what the process that is killed runs."""
    KINDS[kind].write(Path(folder), teller.send)
    teller.close()
