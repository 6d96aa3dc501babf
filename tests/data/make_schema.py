"""Writes a small store of the present schema, with a little of everything in it, for the tests of later schemas.

Run once when a schema is released, from the project's folder: `uv run python tests/data/make_schema.py`. The files of
earlier schemas are never written again.
"""

import shutil
import tempfile
from datetime import UTC, date, datetime, time
from pathlib import Path

from dealerdesk.db import tables
from dealerdesk.db.acts import ActHeader
from dealerdesk.db.backup import backup
from dealerdesk.db.schema import SCHEMA
from dealerdesk.db.store import Store
from dealerdesk.domain.calendar import EVER, FOREVER

HEADER = ActHeader("make-schema", "owner", "command", date(2026, 2, 28), datetime(2026, 2, 28, 1, 0, tzinfo=UTC))


def fill(store):
    """Invented customers, cars and visits, in a few acts, one of them taken back."""
    with store.write(HEADER) as w:
        (advisor,) = w.insert(tables.Staff, [{"name": "周顾问"}])
        customers = w.insert(
            tables.Customer,
            [
                {"number": "C001", "name": "王小明", "birthday": date(1988, 2, 29), "birthday_month": 2},
                {"name": "李四"},
            ],
        )
        w.insert(tables.Phone, [{"customer_id": key, "digits": f"1390000{key:04d}"} for key in customers])
        cars = w.insert(
            tables.Vehicle,
            [{"vin": "LSVAA4187E2184321", "source": "own", "delivered": date(2025, 1, 31)}, {"model": "旧款"}],
        )
        span = {"from_day": EVER, "until_day": FOREVER}
        w.insert(
            tables.Ownership,
            [{"vehicle_id": car, "customer_id": owner, **span} for car, owner in zip(cars, customers, strict=True)],
        )
        w.insert(tables.Plate, [{"vehicle_id": car, "plate": f"琼A8888{car}", **span} for car in cars])
        visits = [
            {"date_in": date(2025, 2, 28), "state": "settled", "paid_fen": 52_000, "odometer": 5_100, "kind": "首保"},
            {"date_in": date(2025, 8, 31), "state": "settled", "paid_fen": 0, "odometer": 9_800, "kind": "上门检测"},
            {"date_in": date(2026, 2, 27), "state": "open", "kind": "保养"},
        ]
        w.insert(
            tables.Visit,
            [
                {"vehicle_id": cars[0], "order_no": f"RO{n}", "advisor_id": advisor, **row}
                for n, row in enumerate(visits)
            ],
        )
    with store.write(HEADER) as w:
        call(w, customers[1], cars[1])
    with store.write(HEADER) as w:
        care(w, customers[1], cars[1], advisor)
    with store.write(HEADER) as w:
        w.update(tables.Visit, 3, {"state": "settled", "date_settled": date(2026, 2, 28), "paid_fen": 61_000})
        (wrong,) = w.insert(tables.Told, [{"vehicle_id": cars[0], "day": date(2026, 1, 5), "odometer": 1_000}])
        mistaken = w.act_id
    with store.write(HEADER) as w:
        w.delete(tables.Told, [wrong])
    with store.write(HEADER) as w:
        w.undo(mistaken)


def call(w, customer, car):
    """A task, and a call after which it is to be made again at the time that its customer named."""
    later = {"due": date(2026, 3, 2), "promised_at": time(10, 30)}
    made = {"code": "T22235", "key": "at-risk:2:2025-08-31:at-risk", "reason": "at-risk"}
    made["created_on"] = date(2026, 2, 27)
    (task,) = w.insert(tables.Task, [{**made, **later, "vehicle_id": car, "customer_id": customer}])
    said = {"disposition": "call-later", "promised_on": later["due"], "promised_at": later["promised_at"]}
    (key,) = w.insert(
        tables.Call, [{"at": HEADER.at, "day": HEADER.day, "who": "owner", "customer_id": customer, **said}]
    )
    w.insert(tables.CallTask, [{"call_id": key, "task_id": task, "place": 0}])


def care(w, customer, car, staff):
    """A row of everything that may come of the call before."""
    about = {"customer_id": customer, "vehicle_id": car}
    now, day = HEADER.at, HEADER.day
    w.insert(tables.ScriptVersion, [{"name": "general", "version": 2, "content": "{}", "made_on": day, "who": "owner"}])
    w.insert(tables.StoreDay, [{"day": date(2026, 3, 3), "open": False, "note": "盘点"}])
    w.insert(tables.Absence, [{"staff_id": staff, "first": date(2026, 3, 9), "last": date(2026, 3, 13)}])
    booked = {"code": "A22234", "day": date(2026, 3, 6), "at": time(9, 30), "minutes": 60, "purpose": "保养"}
    w.insert(tables.Appointment, [{**booked, **about, "booked_on": day, "booked_by": "owner", "call_id": 1}])
    said = {"code": "C2222Z", "category": "price", "channel": "call", "happened": "太贵", "limit_from": now}
    w.insert(tables.Complaint, [{**said, **about, "received_on": day, "received_by": "owner", "call_id": 1}])
    w.insert(
        tables.Flag,
        [{**about, "what": "请经理致电", "raised_on": day, "raised_by": "owner", "task_id": 1, "call_id": 1}],
    )
    ran = {"script": "general", "version": 2, "day": day, "began_at": now, "ended_at": now, "complete": True}
    (interview,) = w.insert(tables.Interview, [{**ran, **about, "call_id": 1, "task_id": 1, "proposed": "call-later"}])
    w.insert(tables.InterviewAnswer, [{"interview_id": interview, "step": "why", "place": 0, "option": "price"}])
    taken = {
        "task_id": 1,
        "holder": "owner 1",
        "who": "owner",
        "at": now,
        "until": datetime(2026, 2, 28, 2, tzinfo=UTC),
    }
    w.derived(tables.Reservation, [taken])


def main():
    """Write the file of the present schema."""
    target = Path(__file__).with_name("schemas") / f"{SCHEMA:04d}.db"
    target.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder), create=True) as store:
        fill(store)
        shutil.copyfile(backup(store).file, target)


if __name__ == "__main__":
    main()
