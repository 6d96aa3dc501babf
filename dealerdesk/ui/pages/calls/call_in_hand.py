"""A call that was begun: whom it is with, what was answered, typed and attached so far; all of it fits a draft."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Self

from dealerdesk.domain.calling import CallMade
from dealerdesk.domain.contact import Channel
from dealerdesk.domain.followup import CONSEQUENCES
from dealerdesk.ui.begun import Begun, Slot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.domain.call_queue import Entry
    from dealerdesk.domain.calling import InterviewDone
    from dealerdesk.domain.followup import Disposition

KIND: Final = "call"


@dataclass(frozen=True)
class ScriptRun:
    """The run through a script: its name, its version, what was answered as JSON holds it, and when it began."""

    name: str
    version: int
    answers: Mapping[str, Any] = field(default_factory=dict)

    def to_data(self) -> list[Any]:
        """All of it, as JSON can hold it."""
        return [self.name, self.version, dict(self.answers)]

    @classmethod
    def from_data(cls, data: Any) -> Self | None:  # noqa: ANN401 - what a draft said
        """What `to_data` told, None for anything else."""
        match data:
            case [str(name), int(version), dict(answers)]:
                return cls(name, version, answers)
        return None


@dataclass(frozen=True)
class CallInHand:
    """One call from the key that begins it to the one that ends it.

    `tasks`: all that the entry covers, the leading one first, with their revisions; none where it was not planned.
    `ticked`: those that it is about. `forms`: what stands in forms, by their names; `open_form`: the one that is open,
    `aim`: the result that it leads to. `attached`: the forms that go with it. `others`: what
    was answered to scripts that led it before. `began_at` in UTC. `holder`: under which name its tasks are reserved.
    """

    title: str
    tasks: Mapping[int, int]
    ticked: tuple[int, ...]
    began_at: datetime
    holder: str
    customer: int | None = None
    vehicle: int | None = None
    phone: int | None = None
    note: str = ""
    for_next: str = ""
    script: ScriptRun | None = None
    forms: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    open_form: str = ""
    aim: str = ""
    key: str = ""
    channel: Channel = Channel.CALL
    incoming: bool = False
    topic: str | None = None
    attached: tuple[str, ...] = ()
    others: tuple[ScriptRun, ...] = ()

    @classmethod
    def of(cls, entry: Entry, at: datetime, holder: str) -> Self:
        """The call to whom an entry of the queue is about, all its tasks ticked."""
        leading = entry.leading
        return cls(
            leading.customer or leading.plate or leading.code,
            {row.id: row.revision for row in entry.rows},
            tuple(row.id for row in entry.rows),
            at,
            holder,
            leading.customer_id,
            leading.vehicle_id,
            None if leading.phone is None else leading.phone.id,
            key=f"desk:{leading.id}",
        )

    @classmethod
    def unplanned(
        cls, title: str, at: datetime, holder: str, *, customer: int | None, vehicle: int | None, incoming: bool
    ) -> Self:
        """A contact that no task asked for, as when somebody rings back."""
        key = f"contact:{customer}" if customer is not None else f"car:{vehicle}"
        return cls(title, {}, (), at, holder, customer, vehicle, key=key, incoming=incoming)

    @property
    def is_planned(self) -> bool:
        """Whether a task asked for it."""
        return bool(self.tasks)

    @property
    def leading(self) -> int | None:
        """The task that leads it; None where it was not planned."""
        return next(iter(self.tasks), None)

    @property
    def slot(self) -> Slot:
        """Where its draft is kept."""
        return Slot(KIND, self.key)

    @property
    def is_touched(self) -> bool:
        """Whether anything was entered that would be lost with it."""
        answered = bool(self.answers) or any(run.answers for run in self.others)
        return bool(self.note or self.for_next or self.forms or answered or len(self.ticked) != len(self.tasks))

    @property
    def answers(self) -> Mapping[str, Any]:
        """What was answered to the script that leads it, as JSON holds it."""
        return {} if self.script is None else self.script.answers

    def led_by(self, name: str, version: int) -> CallInHand:
        """Led by another script, with what was answered to that before; the answers to this one are kept, too."""
        runs = {(run.name, run.version): run for run in (*self.others, self.script) if run is not None}
        led = runs.pop((name, version), ScriptRun(name, version))
        return replace(self, script=led, others=tuple(run for run in runs.values() if run.answers))

    def ticks(self, task: int, *, on: bool) -> CallInHand:
        """With a task ticked or not; in the order of the entry."""
        wanted = {*self.ticked, task} if on else set(self.ticked) - {task}
        return replace(self, ticked=tuple(one for one in self.tasks if one in wanted))

    def with_form(self, name: str, held: Mapping[str, Any] | None) -> CallInHand:
        """With what a form holds; None takes it away."""
        others = {key: value for key, value in self.forms.items() if key != name}
        return replace(self, forms=others if held is None else {**others, name: dict(held)})

    def attaches(self, name: str, *, on: bool) -> CallInHand:
        """With what a form holds going with the call, or not any more."""
        others = tuple(one for one in self.attached if one != name)
        return replace(self, attached=(*others, name) if on else others)

    # as a draft

    def begun(self) -> Begun:
        """What is kept of it while it lasts."""
        held = {
            "tasks": [[task, revision] for task, revision in self.tasks.items()],
            "ticked": list(self.ticked),
            "began_at": self.began_at.isoformat(),
            "holder": self.holder,
            "customer": self.customer,
            "vehicle": self.vehicle,
            "phone": self.phone,
            "note": self.note,
            "for_next": self.for_next,
            "script": None if self.script is None else self.script.to_data(),
            "others": [run.to_data() for run in self.others],
            "forms": {name: dict(form) for name, form in self.forms.items()},
            "open": self.open_form,
            "aim": self.aim,
            "contact": [self.channel.value, self.incoming, self.topic],
            "attached": list(self.attached),
        }
        return Begun(self.slot, self.title, held, () if self.customer is None else (self.customer,))


def call_of(begun: Begun) -> CallInHand | None:
    """The call that a draft keeps; None where it is a draft of something else."""
    held = begun.held
    if begun.slot.kind != KIND or "began_at" not in held:
        return None
    return CallInHand(
        begun.title,
        {int(task): int(revision) for task, revision in held["tasks"]},
        tuple(held["ticked"]),
        datetime.fromisoformat(held["began_at"]),
        held["holder"],
        held["customer"],
        held["vehicle"],
        held["phone"],
        held["note"],
        held["for_next"],
        ScriptRun.from_data(held["script"]),
        {name: dict(form) for name, form in held["forms"].items()},
        held["open"],
        held["aim"],
        begun.slot.key,
        *_contact(held.get("contact")),
        tuple(held.get("attached", ())),
        tuple(run for data in held.get("others", ()) if (run := ScriptRun.from_data(data)) is not None),
    )


def _contact(data: Any) -> tuple[Channel, bool, str | None]:  # noqa: ANN401 - what a draft said
    match data:
        case [str(channel), bool(incoming), topic] if channel in set(Channel):
            return Channel(channel), incoming, topic if isinstance(topic, str) else None
    return Channel.CALL, False, None


def made_of(
    call: CallInHand, disposition: Disposition, given: Mapping[str, Any], interview: InterviewDone | None
) -> CallMade:
    """The call as it is kept: its result, and what forms and script gave beside it.

    What moves every task of an entry does not ask for the ticks (Rulebook 6.2).
    """
    moves_all = CONSEQUENCES[disposition].moves_all
    ticked = tuple(call.tasks) if moves_all else call.ticked
    return CallMade(
        disposition,
        tasks=ticked,
        left=tuple(task for task in call.tasks if task not in ticked),
        note=call.note.strip(),
        for_next=call.for_next.strip(),
        channel=call.channel,
        incoming=call.incoming,
        phone_id=call.phone,
        customer_id=call.customer,
        vehicle_id=call.vehicle,
        topic=call.topic,
        seen=dict(call.tasks),
        interview=interview,
        **given,
    )
