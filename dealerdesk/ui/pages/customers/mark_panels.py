"""Do not call, and departed: set with a day and a reason, lifted with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from typing_extensions import override

from dealerdesk.domain.record_fields import day_field, text_field
from dealerdesk.services.customers.marks import DEPARTED_REASONS, depart, lift_do_not_call, set_do_not_call
from dealerdesk.ui.pages.customers.act_panel import ActPanel, Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dealerdesk.domain.record_fields import Rule

_LONGEST = 200


class DoNotCallPanel(ActPanel):
    """Nobody calls the customer any more."""

    code = "do-not-call"
    rules: ClassVar[Mapping[str, Rule]] = {
        "reason": text_field(_LONGEST, required=True),
        "day": day_field(past=True, required=True),
    }

    @override
    def make(self) -> None:
        words = self.words
        self.title.setText(words.text("Do not call {name}", name=self.person.name))
        self.intro.setText(
            words.text("From that day on nobody calls them or any of their numbers. Their open tasks end.")
        )
        self.line("reason", words.text("Why"))
        self.day("day", words.text("Since"), self.session.desk.today)

    @override
    def call(self) -> Callable[[], Answer]:
        desk, key, reason, day = self.session.desk, self.person.id, self.value("reason"), self.value("day")

        def call() -> Answer:
            done = set_do_not_call(desk, key, reason, day)
            return Answer(done.changed, done.errors)

        return call

    @override
    def done_words(self) -> str:
        return self.words.text("Nobody calls {name} any more.", name=self.person.name)


class LiftPanel(DoNotCallPanel):
    """The customer may be called again."""

    code = "lift"
    rules: ClassVar[Mapping[str, Rule]] = {"reason": text_field(_LONGEST, required=True)}

    @override
    def make(self) -> None:
        words, marks = self.words, self.person.marks
        self.title.setText(words.text("{name} may be called again", name=self.person.name))
        self.intro.setText(
            "\n".join(words.text("since {day}: {reason}", day=mark.since, reason=mark.reason) for mark in marks)
        )
        self.line("reason", words.text("Why lifted"))

    @override
    def call(self) -> Callable[[], Answer]:
        desk, key, reason = self.session.desk, self.person.id, self.value("reason")

        def call() -> Answer:
            done = lift_do_not_call(desk, key, reason)
            return Answer(done.changed, done.errors)

        return call

    @override
    def done_words(self) -> str:
        return self.words.text("{name} may be called again", name=self.person.name)


class DepartPanel(ActPanel):
    """The car was sold on, scrapped, or went away with its owner."""

    code = "depart"
    rules: ClassVar[Mapping[str, Rule]] = {
        "day": day_field(past=True, required=True),
        "note": text_field(_LONGEST),
    }

    @override
    def make(self) -> None:
        words = self.words
        self.title.setText(words.text("{car} departed", car=self.car_name))
        self.intro.setText(words.text("It leaves every list and its open tasks end; its history stays."))
        reasons = [(code, words.label(f"departed_reason.{code}")) for code in DEPARTED_REASONS]
        self.choice("reason", words.text("Why"), reasons, DEPARTED_REASONS[0])
        self.day("day", words.text("Since"), self.session.desk.today)
        self.line("note", words.label("fact.note"))

    @override
    def call(self) -> Callable[[], Answer]:
        desk, key = self.session.desk, self.car.id
        reason, day, note = self.value("reason"), self.value("day"), self.value("note")

        def call() -> Answer:
            done = depart(desk, key, reason, day, note)
            return Answer(done.changed, done.errors)

        return call

    @override
    def done_words(self) -> str:
        return self.words.text("{car} departed", car=self.car_name)
