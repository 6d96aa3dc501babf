"""What a script may say of a customer, their car and the store, as texts by the names of its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from dealerdesk.domain.questionnaire import Script, answers_to_data
from dealerdesk.domain.reason import Reason
from dealerdesk.services.customers.file import customer_file
from dealerdesk.services.scripts import opening_answers, script_for, script_version
from dealerdesk.services.store_details import store_details

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from dealerdesk.domain.call_queue import QueueRow
    from dealerdesk.domain.customer_file import Car, CustomerFile
    from dealerdesk.services.desk import Desk
    from dealerdesk.ui.pages.calls.call_in_hand import CallInHand
    from dealerdesk.words import Words

_ENDS: Final = {
    Reason.WARRANTY: "warranty_end",
    Reason.INSURANCE: "insurance_end",
    Reason.INSPECTION: "inspection_end",
}


class ScriptOf(NamedTuple):
    """The script of a call, what is known for its texts, and what is answered before it begins."""

    script: Script
    facts: Mapping[str, str]
    opening: Mapping[str, Any]


def script_of(desk: Desk, words: Words, call: CallInHand, row: QueueRow | None) -> ScriptOf:
    """The script that leads a call: the version that it was begun with, else the one in use for its reason."""
    reason, step = _reason(call, row), None if row is None else row.step
    run = call.script
    script = script_for(desk, reason, step) if run is None else script_version(desk, run.name, run.version)
    file = customer_file(desk, vehicle=call.vehicle, customer=call.customer, events=1) if _is_known(call) else None
    facts = facts_of(words, file, row, desk)
    return ScriptOf(script, facts, answers_to_data(opening_answers(script, reason, step)))


def _is_known(call: CallInHand) -> bool:
    return call.vehicle is not None or call.customer is not None


def _reason(call: CallInHand, row: QueueRow | None) -> Reason:
    if row is not None:
        return row.reason
    return Reason(call.topic) if call.topic in set(Reason) else Reason.OTHER


def facts_of(words: Words, file: CustomerFile | None, row: QueueRow | None, desk: Desk) -> dict[str, str]:
    """The fields that are known, as they are spoken."""
    store = store_details(desk)
    facts: dict[str, str | None] = {
        "store": store.name,
        "store_phone": store.phone,
        "store_address": store.address,
        "agent": desk.actor.name if desk.actor.account is not None else None,
        "today": words.day(desk.today),
    }
    if file is not None and file.person is not None:
        facts |= {"name": file.person.name, "title": _title(words, file.person.sex)}
    if file is not None and file.car is not None:
        facts |= _of_car(words, file.car, row)
    if row is not None:
        facts |= {"reason_detail": row.about}
        facts |= {"name": facts.get("name") or row.customer, "plate": facts.get("plate") or row.plate}
    return {name: text for name, text in facts.items() if text}


def _of_car(words: Words, car: Car, row: QueueRow | None) -> dict[str, str | None]:
    figures = car.figures
    ends = None if row is None or row.reason not in _ENDS else getattr(car, _ENDS[row.reason])
    return {
        "plate": car.plate,
        "model": car.model,
        "months": None if figures.months_since is None else words.number(figures.months_since),
        "visits": words.number(figures.visits) if figures.visits else None,
        "last_visit": None if figures.last_visit is None else words.day(figures.last_visit),
        "last_km": None if figures.last_odometer is None else words.number(figures.last_odometer),
        "delivery": None if car.delivered is None else words.day(car.delivered),
        "next_maintenance": None if figures.next_maintenance is None else words.day(figures.next_maintenance),
        "advisor": car.advisor,
        "ends": None if ends is None else words.day(ends),
        "product": None if ends is None or row is None else words.label(f"ending.{row.reason}"),
    }


def _title(words: Words, sex: str | None) -> str | None:
    if sex == "male":
        return words.text("Mr")
    return words.text("Ms") if sex == "female" else None
