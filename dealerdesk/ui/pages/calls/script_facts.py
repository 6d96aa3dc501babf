"""The script that leads a call, with what is known for its texts; read beside the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dealerdesk.domain.questionnaire import Script, answers_to_data
from dealerdesk.domain.reason import Reason
from dealerdesk.services.calling.facts import script_facts
from dealerdesk.services.scripts import opening_answers, script_for, script_version

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from dealerdesk.domain.call_queue import QueueRow
    from dealerdesk.services.desk import Desk
    from dealerdesk.ui.pages.calls.call_in_hand import CallInHand


class ScriptOf(NamedTuple):
    """The script of a call, what is known for its texts, and what is answered before it begins."""

    script: Script
    facts: Mapping[str, str]
    opening: Mapping[str, Any]


def script_of(desk: Desk, call: CallInHand, row: QueueRow | None, agent: str | None) -> ScriptOf:
    """The script that leads a call: the version that it was begun with, else the one in use for its reason.

    `agent`: whose calls are made here, where no accounts tell that.
    """
    reason, step = _reason(call, row), None if row is None else row.step
    run = call.script
    script = script_for(desk, reason, step) if run is None else script_version(desk, run.name, run.version)
    facts = dict(script_facts(desk, call.customer, call.vehicle, tuple(call.tasks), agent))
    if row is not None:
        known = {"name": row.customer, "plate": row.plate}
        facts = {name: text for name, text in known.items() if text} | facts
    return ScriptOf(script, facts, answers_to_data(opening_answers(script, reason, step)))


def _reason(call: CallInHand, row: QueueRow | None) -> Reason:
    if row is not None:
        return row.reason
    return Reason(call.topic) if call.topic in set(Reason) else Reason.OTHER
