"""What reception is told: beside the fields of a visit, and for the conversation with the customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_, NN_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.words.mark import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "entry.no_odometer": N_("This is no odometer reading: enter whole kilometres."),
    "entry.odometer_beyond": N_("No odometer shows more than {most} km: check the digits."),
    "entry.no_amount": N_("This is no amount: enter yuan, such as 520 or 1234.50."),
    "entry.negative_amount": N_("An amount cannot be below zero: to take an order back, void it."),
    "entry.amount_beyond": N_("No order comes to more than {most} yuan: check the digits."),
    "entry.settled_before_in": N_("It cannot be settled before it came in on {day}."),
    "entry.out_before": N_("It cannot leave before {day}."),
    "entry.who_pays": N_("Choose who pays."),
    "entry.discount_beyond": N_("The discount is more than labour and parts together."),
    "entry.redeemed_beyond": N_("More is redeemed than labour and parts come to."),
    "entry.far_back": NN_("That was {days} day ago.", "That was {days} days ago.", by="days"),
    "entry.before_delivery": N_("The car was delivered on {day} only."),
    "entry.second_that_day": N_("This car has a visit on {day} already."),
    "entry.no_charge": N_("Nothing is charged: this visit will not count as one."),
    "entry.odometer_fell": N_("It showed {km} km on {day}, which is more."),
    "entry.odometer_steep": NN_(
        "That is {km} km in {days} day: more than 3,000 a day.",
        "That is {km} km in {days} days: more than 3,000 a day.",
        by="days",
    ),
    "entry.odometer_above_later": N_("It showed {km} km on {day}, later than this visit."),
    "entry.order_taken": N_("This order number belongs to {plate}, in on {day}."),
    "entry.why_missing": N_("Say why: the reason is kept."),
    "entry.balance_short": N_("Only {left_fen:money} is left of it."),
    "entry.plate_free": N_("{plate} is the dummy plate for jobs without charge: enter the car's own plate."),
    "entry.plate_unusable": N_("This is no plate: check the characters."),
    "entry.plate_pattern": N_("This plate is unlike any usual one."),
    "entry.plate_taken": N_("{plate} belongs to another car ({owner}): has it changed hands, or is it a typing error?"),
    "entry.plate_already": N_("The car bears {plate} already."),
    "entry.plate_missing": N_("Enter the plate or the VIN."),
    "entry.vin_length": N_("A VIN has 17 characters, this has {n}."),
    "entry.vin_alphabet": N_("A VIN has no I, O or Q, and no other signs."),
    "entry.vin_taken": N_("This VIN belongs to {plate}: receive that car instead."),
    "entry.vin_check": N_("The check digit of this VIN is wrong: compare it with the car."),
    "entry.same_phone": N_("{name} has this number: link them, or add another customer anyway."),
    "entry.same_name": N_("There is a customer called {name}: link them, or add another one anyway."),
    "entry.before_change": N_("The last change was on {day}: choose a later day."),
    "entry.same_owner": N_("{name} owns this car already."),
    "visit.gone": N_("This visit is not in the store any more: search for the car again."),
    "visit.is_void": N_("This visit is void: log a new one."),
    "visit.step_back": N_("A visit does not go back: void it and log it anew."),
    "kinds.changed_meanwhile": N_("Somebody else changed the kinds of visit meanwhile: look at them again."),
    "kinds.twice": N_("There is a kind of that name already."),
    "departure.already": N_("This car has departed already."),
    "departure.came_since": N_("It was here on {day}: choose that day or a later one."),
    "handover.future": N_("A car is handed over today or earlier, not on {day}."),
    "handover.same": N_("That is who leaves: choose another advisor."),
    "handover.nobody": N_("Choose an advisor who works here."),
    "holding.ends_before": N_("It cannot end before it begins on {day}."),
    "holding.end_or_balance": N_("Enter when it ends, or what is left of it."),
    "talk.won_back": N_("Lost since {since}: back today after the call by {who} on {day}. Thank them for coming."),
    "talk.returned": N_("Lost since {since}: back today. Ask what kept them away, and what brought them."),
    "talk.departed_came": N_("Marked as departed, and here again: ask who owns the car now."),
    "talk.was_at_risk": NN_(
        "Was at risk: {months} month without a visit.", "Was at risk: {months} months without a visit.", by="months"
    ),
    "talk.complaint_open": N_("A complaint is open since {since}: ask the manager to come over."),
    "talk.other_advisor": N_("{name} is the responsible advisor: call them over."),
    "talk.open_task": N_("An open task: {reason}, due {due}."),
    "talk.first_time_here": N_("Bought elsewhere and here for the first time: ask what brought them."),
    "talk.drives_more": N_("Drives more than before, {km} km a day: ask about long trips."),
    "talk.drives_less": N_("Drives less than before, {km} km a day: ask how the car is used now."),
    "talk.maintenance_overdue": N_("Maintenance was due on {day}: offer to do it now."),
    "talk.maintenance_soon": N_("Maintenance is due on {day}: offer to book it."),
    "talk.warranty_ends": NN_("The warranty ends in {days} day.", "The warranty ends in {days} days.", by="days"),
    "talk.insurance_ends": NN_("The insurance ends in {days} day.", "The insurance ends in {days} days.", by="days"),
    "talk.inspection_ends": NN_(
        "The inspection is due in {days} day.", "The inspection is due in {days} days.", by="days"
    ),
    "talk.inspection_over": N_("The inspection was due on {day}."),
    "talk.product_ends": N_("{product} ends on {day}: offer to renew it."),
    "talk.protected": N_("Has prepaid maintenance, stored value or an extended warranty."),
    "talk.no_owner": N_("Nobody is known to own this car: ask whose it is."),
    "talk.birthday": NN_("Birthday in {days} day.", "Birthday in {days} days.", by="days"),
    "talk.birthday_today": N_("Birthday today: congratulate them."),
    "talk.no_phone": N_("No phone number on file: ask for one."),
    "talk.phone_bad": N_("The phone number on file is wrong: ask for the right one."),
    "talk.phone_doubtful": N_("The phone number on file is doubtful: confirm it."),
    "talk.not_on_wechat": N_("Not on WeChat yet: offer to add them."),
    "talk.file_gaps": N_("Missing in the file: {fields}."),
    "talk.do_not_call": N_("Does not want to be called: promise no call."),
    "talk.loyal": N_("A loyal customer: {kind}."),
}
