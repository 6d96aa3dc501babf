"""The numbers of the rulebook, their units and groups, and the kinds of backups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

LABELS: Final[Mapping[str, str]] = {
    "settings_field.policy": N_("When is a vehicle lost?"),
    "settings_field.intervals": N_("Intervals by model and drive"),
    "settings_field.logo": N_("Logo"),
    "settings_field.folder": N_("Backup folder"),
    "settings_field.second": N_("Second backup folder"),
    "settings_field.automatic": N_("Automatic backups"),
    "policy.custom": N_("Our own stages"),
    "rule_group.counting": N_("Which visits count"),
    "rule_group.retention": N_("Retention"),
    "rule_group.maintenance": N_("Maintenance"),
    "rule_group.mileage": N_("Mileage"),
    "rule_group.loyalty": N_("Loyal customers"),
    "rule_group.tasks": N_("Tasks"),
    "rule_unit.months": N_("months"),
    "rule_unit.days": N_("days"),
    "rule_unit.km": N_("km"),
    "rule_unit.km-a-day": N_("km a day"),
    "rule_unit.visits": N_("visits"),
    "rule_unit.yuan": N_("yuan"),
    "rule_unit.calls": N_("calls a day"),
    "rule_unit.attempts": N_("attempts"),
    "rule_unit.time": N_("o'clock"),
    "rule.manufacturer_counts": N_("Manufacturer-paid visits count"),
    "rule.internal_words": N_("Words for internal orders"),
    "rule.counter_words": N_("Words for counter sales"),
    "rule.quasi_lost_months": N_("Quasi-lost"),
    "rule.inspection_words": N_("Words for on-site inspections"),
    "rule.free_jobs_are_evidence": N_("Free jobs make quasi-lost too"),
    "rule.second_visit_months": N_("Second visit"),
    "rule.win_back_days": N_("Win-back"),
    "rule.protected_ending_days": N_("Package ending"),
    "rule.operating_in_rates": N_("Operating vehicles in rates"),
    "rule.maintenance_words": N_("Words for maintenance"),
    "rule.interval_months": N_("Default time"),
    "rule.interval_km": N_("Default distance"),
    "rule.first_months": N_("First maintenance, time"),
    "rule.first_km": N_("First maintenance, distance"),
    "rule.first_within_months": N_("First-maintenance list"),
    "rule.reading_months": N_("Readings used"),
    "rule.reading_min_days": N_("Readings apart"),
    "rule.steep_km_per_day": N_("Rise to look at"),
    "rule.loyal_months": N_("Loyal, looking back"),
    "rule.loyal_visits": N_("Loyal by visits"),
    "rule.loyal_paid_fen": N_("Loyal by payment"),
    "rule.dormant_months": N_("Lost survey"),
    "rule.survey_again_months": N_("Survey again"),
    "rule.survey_days": N_("Survey stays open"),
    "rule.ending_days": N_("Endings stay open"),
    "rule.tasks_per_agent_day": N_("Calls per agent"),
    "rule.call_attempts": N_("Attempts"),
    "rule.attempts_last_days": N_("Attempts remembered"),
    "rule.contact_rest_days": N_("Rest after a contact"),
    "rule.callback_days": N_("Callback stays open"),
    "rule.complaint_days": N_("Complaints solved"),
    "rule.care_days": N_("First care call"),
    "rule.care_last_days": N_("First care call ends"),
    "rule.care_again_days": N_("Second care call"),
    "rule.care_again_last_days": N_("Second care call ends"),
    "rule.new_owner_days": N_("First call to a new owner"),
    "rule.new_owner_last_days": N_("New-owner calls end"),
    "rule.invitations_to_advisor": N_("Invitations by the responsible advisor"),
    "rule.calls_from": N_("Calls from"),
    "rule.calls_pause": N_("Midday break from"),
    "rule.calls_again": N_("Midday break until"),
    "rule.calls_until": N_("Calls until"),
    "rule_help.manufacturer_counts": N_(
        "First maintenance and warranty, paid by the manufacturer, prove that the customer is still ours."
    ),
    "rule_help.internal_words": N_("Orders of a kind with one of these words never count. Separate words with commas."),
    "rule_help.counter_words": N_("Accessories and parts sold over the counter are no visit."),
    "rule_help.quasi_lost_months": N_(
        "At risk or lost, but here without charge within this time: the owner still talks to us."
    ),
    "rule_help.inspection_words": N_("What is called so, without charge, makes a lost vehicle quasi-lost."),
    "rule_help.free_jobs_are_evidence": N_("Any settled order without charge, not only an on-site inspection."),
    "rule_help.second_visit_months": N_("The list of a month holds who last came so long before it."),
    "rule_help.win_back_days": N_("A return within this time after a contact is credited to it, in the reports."),
    "rule_help.protected_ending_days": N_(
        "A package, stored value or warranty that ends within this time is a reason to call."
    ),
    "rule_help.operating_in_rates": N_(
        "Taxis, rental and driving-school cars count in the rates and targets of the reports."
    ),
    "rule_help.maintenance_words": N_("A visit of a kind with one of these words is a maintenance."),
    "rule_help.first_months": N_(
        "Due so long after the delivery of a car that we sold, or at the distance below, whichever is first."
    ),
    "rule_help.first_within_months": N_(
        "Cars that were delivered longer ago are no longer asked to a first maintenance."
    ),
    "rule_help.reading_months": N_("The daily mileage is reckoned from the odometer readings of this time."),
    "rule_help.reading_min_days": N_("Two readings that lie closer together say nothing about the daily mileage."),
    "rule_help.steep_km_per_day": N_("A reading that rises faster is kept, and marked as doubtful."),
    "rule_help.loyal_visits": N_("Counting visits within that time."),
    "rule_help.loyal_paid_fen": N_("Or paid by the owner within that time."),
    "rule_help.dormant_months": N_("Who has been lost for longer is dormant, and surveyed only when asked for."),
    "rule_help.survey_again_months": N_("Still lost after this time: asked once more."),
    "rule_help.survey_days": N_("After its due day, then it ends by itself."),
    "rule_help.ending_days": N_("Warranty, insurance and inspection: calls go on for so long after the end."),
    "rule_help.tasks_per_agent_day": N_("Tasks are spread over the month so that nobody gets more."),
    "rule_help.call_attempts": N_(
        "Not reached so often: the customer is unreachable, a message or letter is proposed."
    ),
    "rule_help.attempts_last_days": N_("A new task of the same customer goes on counting attempts for so long."),
    "rule_help.contact_rest_days": N_(
        "Reached by anyone: not offered again before this time is over, promises excepted."
    ),
    "rule_help.callback_days": N_("After the day that the customer named, then it ends by itself."),
    "rule_help.complaint_days": N_("Within this time after they came in; then they are red, and go to the supervisor."),
    "rule_help.care_days": N_("After the car left."),
    "rule_help.care_last_days": N_("After the car left, then it ends by itself."),
    "rule_help.care_again_days": N_("After the first care call reached somebody."),
    "rule_help.care_again_last_days": N_("After the first care call reached somebody, then it ends by itself."),
    "rule_help.new_owner_days": N_("After the delivery, by a care agent; the seller calls in months 1, 2 and 3."),
    "rule_help.new_owner_last_days": N_("After its day, then it ends by itself."),
    "rule_help.invitations_to_advisor": N_(
        "At-risk and second-visit invitations go to the responsible advisor; otherwise to the care agents."
    ),
    "rule_help.calls_from": N_("Outside these hours nobody is offered for a call, but for a time that they named."),
    "backup_kind.backup": N_("Backup"),
    "backup_kind.daily": N_("Automatic"),
    "backup_kind.before-import": N_("Before an import"),
    "backup_kind.before-restore": N_("Before a restore"),
    "backup_kind.before-upgrade": N_("Before an upgrade"),
}
