"""What the audit trail and the settings call the use cases of scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

LABELS: Final[Mapping[str, str]] = {
    "act.take-in-script": N_("Script taken in"),
    "act.shipped-script-again": N_("Shipped script again"),
    "script_kind.say": N_("to say"),
    "script_kind.number": N_("a number"),
    "script_kind.text": N_("in words"),
    "script_kind.single": N_("one answer"),
    "script_kind.several": N_("several answers"),
    "script_kind.date": N_("a day"),
    "script_kind.yes-no": N_("yes or no"),
    "script_effect.reading": N_("keeps the odometer"),
    "script_effect.appointment": N_("makes the appointment"),
    "script_effect.complaint": N_("opens a complaint"),
    "script_effect.departed": N_("takes the car out of the lists"),
    "script_effect.do-not-call": N_("sets do-not-call"),
    "script_effect.outside-maintenance": N_("keeps the service elsewhere"),
    "script_effect.callback": N_("plans another call"),
    "script_effect.message": N_("a text message is to be sent"),
    "script_effect.wechat": N_("to be added on WeChat"),
    "script_field.name": N_("name of the customer"),
    "script_field.title": N_("Mr or Ms"),
    "script_field.plate": N_("plate number"),
    "script_field.model": N_("model of the car"),
    "script_field.months": N_("months since"),
    "script_field.visits": N_("how many visits"),
    "script_field.last_visit": N_("day of the last visit"),
    "script_field.last_km": N_("last odometer"),
    "script_field.last_work": N_("what was done last"),
    "script_field.delivery": N_("delivery day"),
    "script_field.next_maintenance": N_("next maintenance day"),
    "script_field.next_km": N_("km of the next maintenance"),
    "script_field.ends": N_("day it ends"),
    "script_field.product": N_("what ends"),
    "script_field.advisor": N_("their advisor"),
    "script_field.receiving_advisor": N_("advisor who received it"),
    "script_field.store": N_("store name"),
    "script_field.store_phone": N_("store phone"),
    "script_field.store_address": N_("store address"),
    "script_field.agent": N_("your name"),
    "script_field.offer": N_("the offer"),
    "script_field.activity": N_("the activity"),
    "script_field.festival": N_("the festival"),
    "script_field.weather": N_("the weather"),
    "script_field.appointment": N_("day of the appointment"),
    "script_field.complaint": N_("what was complained of"),
    "script_field.solution": N_("the solution"),
    "script_field.reason_detail": N_("what the task is about"),
    "script_field.today": N_("date of today"),
    "script_field.hours": N_("opening hours"),
}
