"""A product of a car: held with its end or what is left of it, or declined with reason and interest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from typing_extensions import override

from dealerdesk.domain.errors import said
from dealerdesk.domain.money import yuan
from dealerdesk.domain.record_fields import spoken
from dealerdesk.services.customers.holdings import INTERESTS, PRODUCTS, keep_product
from dealerdesk.ui.fields import DateEdit
from dealerdesk.ui.pages.customers.act_panel import ActPanel, Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dealerdesk.domain.customer_file import CustomerFile, ProductOf

_HELD: Final = ("starts", "ends", "balance_fen")
_DECLINED: Final = ("declined_on", "declined_reason", "interest")
_DAYS: Final = frozenset({"starts", "ends", "declined_on"})


class ProductPanel(ActPanel):
    """Keeps a new product of the car, or changes the one by `key`."""

    code = "product"

    @property
    def product(self) -> ProductOf | None:
        """The product that is changed; None for a new one, or one that is gone."""
        return next((one for one in self.car.products if one.id == self.key), None)

    @override
    def make(self) -> None:
        words, held = self.words, self.product
        name = self.car_name
        self.title.setText(
            words.text("Product for {car}", car=name) if held is None else words.text("Product of {car}", car=name)
        )
        self._revision = None if held is None else held.revision
        self._declined: bool | None = None
        kinds = [(kind, words.label(f"product.{kind}")) for kind in PRODUCTS]
        if held is not None and held.kind not in PRODUCTS:
            kinds.append((held.kind, held.kind))
        self.choice("kind", words.label("personal.product"), kinds, PRODUCTS[0])
        states: list[tuple[object, str]] = [("held", words.text("Held")), ("declined", words.text("Declined"))]
        self.choice("state", words.label("record_field.state"), states, "held")
        self.day("starts", words.label("record_field.starts"), None)
        self.day("ends", words.label("record_field.ends"), None)
        self.line("balance_fen", words.label("record_field.balance_fen"), unit=words.text("yuan"))
        self.day("declined_on", words.label("record_field.declined_on"), None)
        self.line("declined_reason", words.label("record_field.declined_reason"))
        interests = [(code, words.label(f"interest.{code}")) for code in INTERESTS]
        self.choice("interest", words.label("record_field.interest"), [(None, "—"), *interests], None)
        if held is not None:
            self.put(_fields(held))
        self.form.on_change(self._show_state)
        self._show_state()

    @override
    def put(self, typed: Mapping[str, Any]) -> None:
        if "state" in typed:
            super().put({"state": typed["state"]})
            self._show_state()
        super().put(typed)

    @override
    def held(self) -> dict[str, Any]:
        return {**super().held(), "revision": self._revision}

    @override
    def take_up(self, held: Mapping[str, Any]) -> None:
        super().take_up(held)
        if self._revision != held["revision"]:
            self._say_theirs()

    def entered(self) -> dict[str, object]:
        """The product's fields as they were left; a day that is none stays as it was typed."""
        given = _DECLINED if self.value("state") == "declined" else _HELD
        found: dict[str, object] = {"kind": self.value("kind")}
        for name in (*_HELD, *_DECLINED):
            found[name] = self._entered(name) if name in given else None
        return found

    @override
    def call(self) -> Callable[[], Answer]:
        desk, car, entered = self.session.desk, self.car.id, self.entered()
        product, revision = (self.key or None), self._revision

        def call() -> Answer:
            done = keep_product(desk, car, entered, product, revision)
            return Answer(done.changed, done.errors)

        return call

    @override
    def check(self) -> bool:
        if self.value("state") == "declined" and not self.value("declined_on"):
            self.show_errors({"declined_on": said("edit.required")})
            return False
        return True

    @override
    def value(self, name: str) -> Any:
        return self._entered(name) if name in _DAYS else super().value(name)

    @override
    def done_words(self) -> str:
        return self.words.text("Saved: {name}", name=self.words.label(f"product.{self.value('kind')}"))

    @override
    def rebase(self, file: CustomerFile) -> None:
        super().rebase(file)
        self._say_theirs()

    def _say_theirs(self) -> None:
        """Say beside what was entered what somebody else entered meanwhile; what is saved now holds."""
        theirs = self.product
        if theirs is None:
            return
        self._revision = theirs.revision
        fresh, mine = _fields(theirs), self.typed()
        for name, value in fresh.items():
            if (value or None) != (mine[name] or None) and self.form.shows(name):
                shown = self.words.shown(spoken(name, value or None))
                told = self.words.text("Somebody else entered “{theirs}” meanwhile.", theirs=shown)
                self.form.error(name, told)

    def _entered(self, name: str) -> object:
        widget = self.form.fields[name]
        if isinstance(widget, DateEdit):
            try:
                return widget.day()
            except ValueError:
                return widget.text()
        return super().value(name)

    def _show_state(self) -> None:
        declined = self.form.fields["state"].value() == "declined"  # type: ignore[attr-defined]
        if declined == self._declined:
            return
        self._declined = declined
        for name in _HELD:
            self.form.show_field(name, on=not declined)
        for name in _DECLINED:
            self.form.show_field(name, on=declined)
        day = self.form.fields["declined_on"]
        if declined and isinstance(day, DateEdit) and not day.text():
            day.set_day(self.session.desk.today)


def _fields(product: ProductOf) -> dict[str, Any]:
    """A product as the panel shows it."""

    def text(day: object) -> str:
        return "" if day is None else str(day)

    return {
        "kind": product.kind,
        "state": "held" if product.declined_on is None else "declined",
        "starts": text(product.starts),
        "ends": text(product.ends),
        "balance_fen": "" if product.balance_fen is None else yuan(product.balance_fen).removesuffix(".00"),
        "declined_on": text(product.declined_on),
        "declined_reason": product.declined_reason or "",
        "interest": product.interest,
    }
