"""Finding vehicles by a few characters: of plates, VIN, owner's name, pinyin or phones, and by order numbers."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nsmallest
from typing import TYPE_CHECKING, Any, NamedTuple

from dealerdesk.db.owners import latest_owner_sql
from dealerdesk.db.reading import fetch_all
from dealerdesk.db.responsible import FIRST_VISIT, in_scope_sql
from dealerdesk.domain.phone import MaskedPhone, mask_phone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection

EXACT, ENDS, BEGINS, WITHIN = range(4)
"""How a word that a vehicle is found by holds what was typed; an end is as good as a beginning."""

_CLASS = (0, 1, 1, 2)

_BY_TEXT = f"""
SELECT t.vehicle_id, t.folded, t.name_key FROM search_text t
WHERE t.folded LIKE :like ESCAPE '!' AND {in_scope_sql("t.vehicle_id", FIRST_VISIT.format("t.vehicle_id"), "day")}
"""
_BY_WORD = f"{_BY_TEXT} AND instr(' ' || t.folded || ' ', ' ' || :text || ' ')"
_TELLS_NO_MORE = """(instr(coalesce({vehicle_table}.vin, ''), :text)
  OR EXISTS (SELECT 1 FROM plate p WHERE p.vehicle_id = {vehicle_table}.id AND instr(p.plate, :text))
  OR EXISTS (SELECT 1 FROM customer c WHERE c.id = {owner} AND instr(c.name, :text))
  OR EXISTS (SELECT 1 FROM phone n WHERE n.customer_id = {owner} AND (n.digits = :text
    OR (length(n.digits) > 7 AND instr(substr(n.digits, -4), :text))
    OR (length(n.digits) > 10 AND instr(substr(n.digits, 1, 3), :text)))))"""
_RANKED = 1_000
"""Of so many vehicles the best are sought out; a text that more have is still too short to tell them apart."""

_BY_ORDER = f"""
SELECT o.vehicle_id, o.order_no
FROM (
  SELECT n.vehicle_id, n.order_no, n.date_in FROM visit n
    WHERE n.order_no >= :head AND n.order_no < :after_head
  UNION
  SELECT n.vehicle_id, n.order_no, n.date_in FROM visit n
    WHERE n.order_tail >= :tail AND n.order_tail < :after_tail
) o
WHERE {in_scope_sql("o.vehicle_id", FIRST_VISIT.format("o.vehicle_id"), "day")}
ORDER BY o.order_no <> :head, o.date_in DESC, o.order_no
LIMIT :most
"""

_SHOWN = """
SELECT v.id, v.vin, v.model, c.id, c.name, t.id, t.digits,
  (SELECT p.plate FROM plate p WHERE p.vehicle_id = v.id AND p.from_day <= :day AND p.until_day > :day LIMIT 1),
  (SELECT group_concat(p.plate, ' ') FROM plate p WHERE p.vehicle_id = v.id),
  (SELECT group_concat(n.digits, ' ') FROM phone n WHERE n.customer_id = c.id)
FROM vehicle v
LEFT JOIN customer c ON c.id = (SELECT o.customer_id FROM ownership o WHERE o.vehicle_id = v.id
  ORDER BY o.from_day DESC, o.id DESC LIMIT 1)
LEFT JOIN phone t ON t.id = (SELECT n.id FROM phone n WHERE n.customer_id = c.id
  ORDER BY n.quality <> 'good', n.quality = 'bad', NOT n.preferred, n.id LIMIT 1)
WHERE v.id IN ({ids})
"""


class Found(NamedTuple):
    """A vehicle that what was typed leads to, and how well; by an order, its number."""

    vehicle_id: int
    place: int
    order_no: str | None = None


@dataclass(frozen=True)
class Shown:
    """What a person knows a vehicle by.

    `plates` and `digits`, all of its plates and its owner's phones, tell what was found; they stay in the services.
    """

    vin: str | None
    model: str | None
    customer_id: int | None
    customer: str | None
    phone: MaskedPhone | None
    plate: str | None
    plates: tuple[str, ...]
    digits: tuple[str, ...]


def tells_no_more_sql(vehicle_table: str) -> str:
    """A condition that digits which a vehicle (an alias of its table) is found by are no hidden ones of a phone.

    Whoever sees numbers masked finds them whole, or by what shows of them: else they could be told digit by digit.
    """
    return _TELLS_NO_MORE.format(vehicle_table=vehicle_table, owner=latest_owner_sql(f"{vehicle_table}.id"))


_SHOWN_ALONE = f" AND EXISTS (SELECT 1 FROM vehicle v WHERE v.id = t.vehicle_id AND {tells_no_more_sql('v')})"


def found_by_text(
    conn: Connection, folded: str, day: date, scope: int | None, most: int, *, masked: bool = False
) -> list[Found]:
    """The vehicles that have this folded text in what they are found by, best first: whole words, ends, beginnings.

    Among equals the earlier word goes first: plates, VIN, name, pinyin, initials, phones; then the owner's name.
    `masked`: hidden digits of phones find nothing.
    """
    like = "".join(f"!{sign}" if sign in "%_!" else sign for sign in folded)
    bound = {"like": f"%{like}%", "text": folded, "day": day.isoformat(), "scope": scope}
    also = _SHOWN_ALONE if masked and folded.isdigit() else ""
    rows = fetch_all(conn, f"{_BY_TEXT}{also} LIMIT {_RANKED + 1}", bound)
    if len(rows) > _RANKED:
        rows += fetch_all(conn, f"{_BY_WORD}{also} LIMIT {_RANKED}", bound)
    ranked = ((_place_within(words, folded), words.index(folded), key, vehicle) for vehicle, words, key in rows)
    best = nsmallest(most, set(ranked), key=_urgency)
    return [Found(vehicle, place) for place, _, _, vehicle in best]


def found_by_order(conn: Connection, number: str, day: date, scope: int | None, most: int) -> list[Found]:
    """The vehicles whose order numbers begin or end so, by index: the number itself first, then the newest."""
    rows = fetch_all(conn, _BY_ORDER, order_bounds(number) | {"day": day.isoformat(), "scope": scope, "most": most})
    return [Found(vehicle_id, _place(order_no, number), order_no) for vehicle_id, order_no in rows]


def order_bounds(number: str) -> dict[str, Any]:
    """Between which texts the order numbers lie that begin so, and those that end so, read backwards."""
    tail = number[::-1]
    return {"head": number, "after_head": f"{number}\U0010ffff", "tail": tail, "after_tail": f"{tail}\U0010ffff"}


def shown(conn: Connection, vehicle_ids: Iterable[int], day: date) -> Mapping[int, Shown]:
    """What a person knows these vehicles by, on a day."""
    ids = ", ".join(str(int(vehicle_id)) for vehicle_id in vehicle_ids)
    rows = fetch_all(conn, _SHOWN.format(ids=ids), {"day": day.isoformat()})
    return {row[0]: _shown(row) for row in rows}


def _place_within(words: str, text: str) -> int:
    """How text without blanks stands in words that blanks part."""
    parted = f" {words} "
    if f" {text} " in parted:
        return EXACT
    if f"{text} " in parted:
        return ENDS
    return BEGINS if f" {text}" in parted else WITHIN


def _urgency(ranked: tuple[int, int, str, int]) -> tuple[Any, ...]:
    """What goes first: a whole word, then an end or a beginning, the earlier word before the later."""
    place, at, *rest = ranked
    return (_CLASS[place], at, *rest)


def _place(order_no: str, number: str) -> int:
    if order_no == number:
        return EXACT
    return BEGINS if order_no.startswith(number) else ENDS


def _shown(row: Sequence[Any]) -> Shown:
    _, vin, model, customer_id, customer, phone_id, digits, plate, plates, phones = row
    phone = None if phone_id is None else MaskedPhone(phone_id, mask_phone(digits))
    return Shown(vin, model, customer_id, customer, phone, plate, _words(plates), _words(phones))


def _words(text: str | None) -> tuple[str, ...]:
    return tuple(text.split()) if text else ()
