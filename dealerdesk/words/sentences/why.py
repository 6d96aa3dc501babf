"""Why a vehicle is in or out of a month list (Rulebook 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_, NN_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.words.mark import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "why.reference_in_month": N_(
        "Its reference date is {reference}, which lies in {month}, the month that this list looks back to."
    ),
    "why.reference_not_in_month": N_(
        "Its reference date is {reference}, which does not lie in {month}, the month that this list looks back to."
    ),
    "why.status_is": NN_(
        "On {day} its status is “{status}”: {months} full month since the reference date {reference}.",
        "On {day} its status is “{status}”: {months} full months since the reference date {reference}.",
        by="months",
    ),
    "why.status_is_not": NN_(
        "On {day} its status is “{status}”, with {months} full month since the reference date "
        "{reference}, so it does not belong here.",
        "On {day} its status is “{status}”, with {months} full months since the reference "
        "date {reference}, so it does not belong here.",
        by="months",
    ),
    "why.no_history": N_(
        "It never had a counting visit and was not delivered by us, so there is no date to count from."
    ),
    "why.departed": N_("It departed on {day}: {reason:inline}."),
    "why.do_not_call": N_("Its owner does not want to be called."),
    "why.source_excluded": N_("Its source is “{source}”, and such vehicles are not in this list."),
    "why.no_such_stage": N_("The policy {policy} has no stage for this list, so nobody is in it."),
    "why.quasi_evidence": N_("An on-site inspection without charge on {day} shows that the owner still talks to us."),
    "why.no_quasi_evidence": N_("There was no on-site inspection without charge after {after}."),
    "why.next_maintenance_in_month": N_("Its next maintenance is due on {day}, within the month."),
    "why.next_maintenance_before": N_("Its next maintenance was due on {day}, before the month began."),
    "why.next_maintenance_after": N_("Its next maintenance is not due before {day}, after the month."),
    "why.no_next_maintenance": N_(
        "It has no next maintenance date: it was never maintained here and was not delivered by us."
    ),
    "why.awaiting_first": N_(
        "It was delivered on {delivered} and still awaits its first maintenance, which has its own list."
    ),
    "why.not_own_sale": N_("Its source is “{source}”; a first maintenance is expected only of cars that we sold."),
    "why.not_delivered": N_("No delivery by the as-of day is known."),
    "why.delivered_too_long_ago": NN_(
        "It was delivered on {delivered}, {months} month ago or more, which is too long for a first maintenance.",
        "It was delivered on {delivered}, {months} months ago or more, which is too long for a first maintenance.",
        by="months",
    ),
    "why.already_maintained": N_("It was already maintained on {day}."),
    "why.first_due": N_("It was delivered on {delivered}, so its first maintenance falls due by the end of the month."),
    "why.first_overdue": N_(
        "It was delivered on {delivered}, so its first maintenance fell due before the month and is overdue."
    ),
    "why.first_due_later": N_(
        "It was delivered on {delivered}, so its first maintenance does not fall due before the month is over."
    ),
    "why.lost": N_("It is lost since {since}, counted from the reference date {reference}."),
    "why.not_lost": N_("It is not lost before {since}, counted from the reference date {reference}."),
    "why.ends_in_month": N_("Its {what:inline} ends on {day}, within the month."),
    "why.ends_not_in_month": N_("Its {what:inline} ends on {day}, which is not in the month."),
    "why.no_end_known": N_("No end of its {what:inline} is known."),
    "why.birthday_in_month": N_("Its owner was born on {day}, and the birthday is kept within the month."),
    "why.birthday_not_in_month": N_("Its owner was born on {day}, and the birthday is not kept within the month."),
    "why.no_birthday": N_("No birthday of its owner is known."),
    "why.no_owner": N_("No owner is known."),
    "why.unknown_plate": N_("No vehicle bears the plate {plate} on {day}: check the plate, or choose another day."),
    "why.in_list": N_("It is in the list, because:"),
    "why.not_in_list": N_("It is not in the list, because:"),
}
