"""Fields of customers and vehicles as people know them, and where a change came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

LABELS: Final[Mapping[str, str]] = {
    "fact.number": N_("Customer no."),
    "fact.name": N_("Name"),
    "fact.customer_type": N_("Customer type"),
    "fact.sex": N_("Sex"),
    "fact.birthday": N_("Birthday"),
    "fact.address": N_("Address"),
    "fact.district": N_("District"),
    "fact.occupation": N_("Occupation"),
    "fact.preferred_channel": N_("Preferred channel"),
    "fact.wechat": N_("On WeChat"),
    "fact.referrals": N_("Referrals"),
    "fact.note": N_("Note"),
    "fact.phone": N_("Phone"),
    "fact.quality": N_("Quality of the number"),
    "fact.preferred": N_("Preferred number"),
    "fact.do_not_call": N_("Do not call"),
    "fact.vin": N_("VIN"),
    "fact.plate": N_("Plate"),
    "fact.owner": N_("Car owner"),
    "fact.advisor": N_("Responsible advisor"),
    "fact.model": N_("Model"),
    "fact.drive": N_("Drive"),
    "fact.use": N_("Use"),
    "fact.source": N_("Source"),
    "fact.delivered": N_("Delivered"),
    "fact.registered": N_("Registered"),
    "fact.warranty_end": N_("Warranty ends"),
    "fact.insurance_end": N_("Insurance ends"),
    "fact.insurance_company": N_("Insurance company"),
    "fact.inspection_end": N_("Inspection ends"),
    "fact.needs_file": N_("File incomplete"),
    "fact.departed": N_("Departed"),
    "fact.added": N_("Added to the store"),
    "origin.hand": N_("By hand"),
    "origin.import": N_("Import"),
    "origin.undo": N_("Undo"),
    "origin.program": N_("The program"),
    "event.visit": N_("Visit"),
    "event.task": N_("Task"),
    "event.sheet": N_("Call sheet"),
    "event.call": N_("Call"),
    "event.plate": N_("Plate"),
    "event.owner": N_("Car owner"),
    "event.advisor": N_("Responsible advisor"),
    "event.departure": N_("Departed"),
    "event.told": N_("Told by the customer"),
    "event.mark": N_("Do not call"),
}
