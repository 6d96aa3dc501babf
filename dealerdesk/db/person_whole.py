"""All that the store holds about one customer, record by record, as fields by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection

_CARS: Final = "(SELECT o.vehicle_id FROM ownership o WHERE o.customer_id = :customer)"
_THEIRS: Final = """EXISTS (SELECT 1 FROM ownership o WHERE o.customer_id = :customer AND o.vehicle_id = {0}.vehicle_id
    AND o.from_day <= {0}.{1} AND o.until_day > {0}.{1})"""
_PLATE: Final = """(SELECT group_concat(p.plate, ' ') FROM plate p WHERE p.vehicle_id = {0}.vehicle_id)"""

PARTS: Final[Mapping[str, str]] = {
    "customer": """SELECT number, name, customer_type, sex, birthday, address, district, occupation, preferred_channel,
        wechat, referrals, note, hobbies, driving_since, consent_on, wechat_on,
        (SELECT s.name FROM staff s WHERE s.id = customer.wechat_by) AS wechat_by
        FROM customer WHERE id = :customer""",
    "tag": "SELECT name AS tag FROM tag WHERE customer_id = :customer ORDER BY id",
    "tie": """SELECT t.kind AS tie, c.name FROM tie t JOIN customer c ON c.id IN (t.customer_id, t.other_id)
        AND c.id <> :customer WHERE t.customer_id = :customer OR t.other_id = :customer ORDER BY t.id""",
    "phone": "SELECT digits AS phone, quality, preferred FROM phone WHERE customer_id = :customer ORDER BY id",
    "mark": """SELECT since AS day, digits AS phone, reason, lifted_on, lifted_reason FROM do_not_call
        WHERE customer_id = :customer OR digits IN (SELECT digits FROM phone WHERE customer_id = :customer)""",
    "vehicle": f"""SELECT {_PLATE.format("w")} AS plate, v.vin, v.model, v.drive, v.use, v.source, w.from_day,
        w.until_day, v.delivered, v.registered, v.warranty_end, v.insurance_end, v.insurance_company, v.inspection_end,
        (SELECT s.name FROM staff s WHERE s.id = v.delivered_by) AS delivered_by, v.wished_service,
        v.note FROM ownership w JOIN vehicle v ON v.id = w.vehicle_id WHERE w.customer_id = :customer ORDER BY w.id""",
    "product": f"""SELECT {_PLATE.format("p")} AS plate, p.kind AS product, p.starts, p.ends, p.balance_fen,
        p.declined_on, p.declined_reason, p.interest FROM product p WHERE p.vehicle_id IN {_CARS} ORDER BY p.id""",
    "visit": f"""SELECT v.date_in AS day, {_PLATE.format("v")} AS plate, v.order_no, v.customer_name, v.date_settled,
        v.date_out, v.odometer, v.kind, s.name AS advisor, v.items, v.labour_fen, v.parts_fen, v.due_fen,
        v.discount_fen, v.paid_fen, v.redeemed_fen, v.payer, v.state AS visit_state, v.note
        FROM visit v LEFT JOIN staff s ON s.id = v.advisor_id WHERE {_THEIRS.format("v", "date_in")}
        ORDER BY v.date_in, v.id""",
    "told": f"""SELECT t.day, {_PLATE.format("t")} AS plate, t.odometer, t.maintenance, t.place, t.note FROM told t
        WHERE {_THEIRS.format("t", "day")} ORDER BY t.day, t.id""",
    "task": f"""SELECT k.due AS day, k.code, k.reason AS task_reason, k.created_on, k.state AS task_state, k.ended_on,
        k.ended_why, k.attempts, k.about, s.name AS agent FROM task k LEFT JOIN staff s ON s.id = k.agent_id
        WHERE k.customer_id = :customer OR (k.customer_id IS NULL AND {_THEIRS.format("k", "created_on")})
        ORDER BY k.due, k.id""",
    "call": """SELECT y.day, coalesce(s.name, y.who) AS agent, y.channel, nullif(y.incoming, 0) AS incoming,
        y.disposition, y.promised_on, y.topic, y.note, y.for_next FROM call y LEFT JOIN staff s ON s.id = y.agent_id
        WHERE y.customer_id = :customer ORDER BY y.at, y.id""",
    "interview": """SELECT i.day, i.script, i.complete, i.proposed FROM interview i WHERE i.customer_id = :customer
        ORDER BY i.day, i.id""",
    "answer": """SELECT i.day, i.script, a.step AS question, a.option AS answer, a.number AS figure,
        a.day AS answered_day, a.words FROM answer a JOIN interview i ON i.id = a.interview_id
        WHERE i.customer_id = :customer ORDER BY i.day, i.id, a.id""",
    "appointment": f"""SELECT p.day, {_PLATE.format("p")} AS plate, p.code, p.at AS time, p.purpose, s.name AS advisor,
        p.offer, p.state AS appointment_state, p.booked_on, p.booked_by, p.moved_from, p.ended_why AS why, p.note
        FROM appointment p LEFT JOIN staff s ON s.id = p.advisor_id
        WHERE p.customer_id = :customer OR (p.customer_id IS NULL AND {_THEIRS.format("p", "day")})
        ORDER BY p.day, p.id""",
    "complaint": f"""SELECT x.received_on AS day, {_PLATE.format("x")} AS plate, x.code, x.category, x.channel,
        x.happened, x.wanted, x.department, x.received_by, s.name AS handler, x.state AS complaint_state, x.solution,
        x.solved_on, x.told_on, x.confirmed_on, x.closed_on FROM complaint x LEFT JOIN staff s ON s.id = x.handler_id
        WHERE x.customer_id = :customer OR (x.customer_id IS NULL AND {_THEIRS.format("x", "received_on")})
        ORDER BY x.received_on, x.id""",
    "flag": f"""SELECT f.raised_on AS day, {_PLATE.format("f")} AS plate, f.what AS flagged, f.raised_by, f.solved_on,
        f.solved_by, f.solution FROM flag f
        WHERE f.customer_id = :customer OR (f.customer_id IS NULL AND {_THEIRS.format("f", "raised_on")})
        ORDER BY f.raised_on, f.id""",
    "sheet": """SELECT h.day, h.code, k.code AS task FROM sheet h JOIN sheet_row r ON r.sheet_id = h.id
        JOIN task k ON k.id = r.task_id WHERE k.customer_id = :customer ORDER BY h.day, r.id""",
    "source": f"""SELECT x.kind AS import_kind, x.key, x.cells FROM source_row x WHERE
        (x.kind = 'vehicles' AND x.record_id IN {_CARS}) OR (x.kind = 'visits' AND x.record_id IN (
        SELECT v.id FROM visit v WHERE {_THEIRS.format("v", "date_in")})) ORDER BY x.id""",
    "disclosure": """SELECT a.day, a.who, d.kind AS disclosure, d.what FROM disclosure d
        JOIN act_row r ON r."table" = 'disclosure' AND r.key = d.id JOIN act a ON a.id = r.act_id
        WHERE d.customer_id = :customer ORDER BY d.id""",
}
"""What each part of it asks the store; `day` leads where a record has one."""


def person_whole(conn: Connection, customer: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every record about a customer: the part it belongs to, and its filled fields as the store keeps them."""
    for part, sql in PARTS.items():
        for row in conn.exec_driver_sql(sql, {"customer": customer}).mappings():
            yield part, {name: value for name, value in row.items() if value is not None}
