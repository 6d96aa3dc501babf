"""Another responsible advisor: for the car that is looked at, or for all cars of one who leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from typing_extensions import override

from dealerdesk.domain.errors import said
from dealerdesk.domain.record_fields import day_field
from dealerdesk.services.customers.handing_over import cars_of_advisor, hand_over, hand_over_all
from dealerdesk.ui.pages.customers.act_panel import ActPanel, Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dealerdesk.domain.errors import Said
    from dealerdesk.domain.record_fields import Rule


class HandOverPanel(ActPanel):
    """One car gets another advisor."""

    code = "hand-over"
    rules: ClassVar[Mapping[str, Rule]] = {"day": day_field(past=True, required=True)}

    @override
    def make(self) -> None:
        words, car = self.words, self.car
        self.title.setText(words.text("Another advisor for {car}", car=self.car_name))
        told = words.text("Responsible until now: {name}", name=car.advisor or "—")
        self.intro.setText(told)
        self.choice("advisor", words.text("New advisor"), self.offered(), None)
        self.day("day", words.text("Since"), self.session.desk.today)

    def offered(self) -> Sequence[tuple[object, str]]:
        """Those who may become responsible."""
        here = [(one.id, one.name) for one in self.file.staff if one.here and one.advises]
        return [(None, "—"), *(one for one in here if one[1] != self.car.advisor)]

    @override
    def check(self) -> bool:
        fine = super().check()
        missing = {name: said("edit.required") for name in self.form.fields if name != "day" and not self.value(name)}
        if fine and missing:
            self.show_errors(missing)
        return fine and not missing

    @override
    def call(self) -> Callable[[], Answer]:
        desk, key, advisor, day = self.session.desk, self.car.id, self.value("advisor"), self.value("day")
        return lambda: Answer(hand_over(desk, (key,), advisor, day))

    def named(self, name: str) -> str:
        """The name of the advisor who is chosen in a field."""
        return next((one.name for one in self.file.staff if one.id == self.value(name)), "—")

    @override
    def done_words(self) -> str:
        return self.words.text("{car}: {name} is responsible now.", car=self.car_name, name=self.named("advisor"))


class HandOverAllPanel(HandOverPanel):
    """All cars of an advisor get another one."""

    code = "hand-over-all"

    @override
    def make(self) -> None:
        words, staff = self.words, self.file.staff
        self.title.setText(words.text("All cars of an advisor get another one"))
        self.intro.setText(words.text("Choose who leaves."))
        car = self.file.car
        now = next((one.id for one in staff if car is not None and one.name == car.advisor), None)
        leaving = [(one.id, one.name) for one in staff if one.advises]
        self.choice("leaving", words.text("Who leaves"), [(None, "—"), *leaving], now)
        here = [(one.id, one.name) for one in staff if one.here and one.advises]
        self.choice("advisor", words.text("New advisor"), [(None, "—"), *here], None)
        self.day("day", words.text("Since"), self.session.desk.today)
        self.form.on_change(self._count)
        self._asked: object = None
        self._count()

    @override
    def put(self, typed: Mapping[str, Any]) -> None:
        super().put(typed)
        self._count()

    @override
    def check(self) -> bool:
        fine = super().check()
        if fine and self.value("leaving") == self.value("advisor"):
            errors: dict[str, Said] = {"advisor": said("handover.same")}
            self.show_errors(errors)
            return False
        return fine

    @override
    def call(self) -> Callable[[], Answer]:
        desk, leaving = self.session.desk, self.value("leaving")
        advisor, day = self.value("advisor"), self.value("day")
        return lambda: Answer(hand_over_all(desk, leaving, advisor, day))

    @override
    def done_words(self) -> str:
        return self.words.text(
            "The cars of {old} are handed over to {new}.", old=self.named("leaving"), new=self.named("advisor")
        )

    def _count(self) -> None:
        """Say how many cars it is about."""
        leaving, desk, words = self.value("leaving"), self.session.desk, self.words
        if leaving == self._asked:
            return
        self._asked = leaving
        if leaving is None:
            self.intro.setText(words.text("Choose who leaves."))
            return

        def show(cars: tuple[int, ...]) -> None:
            told = words.ntext("{n} car today", "{n} cars today", len(cars))
            self.intro.setText(words.text("{name}: {cars}", name=self.named("leaving"), cars=told))

        self.session.background.read(self, lambda: cars_of_advisor(desk, leaving), show, key="cars")
