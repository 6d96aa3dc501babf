"""Tags of a customer, and who belongs to them: a household, a company."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar, Final

from PySide6.QtCore import QTimer
from typing_extensions import override

from dealerdesk.domain.errors import said
from dealerdesk.services.customers.belonging import TIES, set_tags, tie_customers
from dealerdesk.services.search import find
from dealerdesk.ui.fields import Choice
from dealerdesk.ui.pages.customers.act_panel import ActPanel, Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dealerdesk.domain.record_fields import Rule
    from dealerdesk.services.search import Hit

_BETWEEN: Final = re.compile(r"[,，、;；\n]+")
_PAUSE: Final = 150
_MOST: Final = 20


class TagsPanel(ActPanel):
    """The words that a customer is sorted by."""

    code = "tags"
    rules: ClassVar[Mapping[str, Rule]] = {}

    @override
    def make(self) -> None:
        words = self.words
        self.title.setText(words.text("Tags of {name}", name=self.person.name))
        self.line("tags", words.label("fact.tag"), help=words.text("Put a comma between tags."))
        self.put({"tags": ", ".join(self.person.tags)})

    @override
    def call(self) -> Callable[[], Answer]:
        desk, key, tags = self.session.desk, self.person.id, _BETWEEN.split(self.value("tags"))

        def call() -> Answer:
            done = set_tags(desk, key, tags)
            return Answer(done.changed, done.errors)

        return call

    @override
    def done_words(self) -> str:
        return self.words.text("Saved: {name}", name=self.person.name)


class TiePanel(ActPanel):
    """Somebody of the same household or company: found while their name, phone or plate is typed."""

    code = "tie"

    @override
    def make(self) -> None:
        words = self.words
        self.title.setText(words.text("Who belongs to {name}?", name=self.person.name))
        self.line("text", words.text("Search"), help=words.text("Plate, phone or name"))
        self.choice("other", words.label("personal.customer"), [(None, "—")], None)
        kinds = [(kind, words.label(f"tie.{kind}")) for kind in TIES]
        self.choice("kind", words.label("personal.tie"), kinds, TIES[0])
        self._names: dict[int, str] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self._look)
        self.form.fields["text"].textChanged.connect(lambda _text: self._soon.start())  # type: ignore[attr-defined]

    @override
    def check(self) -> bool:
        if self.value("other") is None:
            self.show_errors({"text": said("edit.required")})
            return False
        return True

    @override
    def call(self) -> Callable[[], Answer]:
        desk, key, other, kind = self.session.desk, self.person.id, self.value("other"), self.value("kind")

        def call() -> Answer:
            done = tie_customers(desk, key, other, kind)
            return Answer(done.changed, done.errors)

        return call

    @override
    def done_words(self) -> str:
        return self.words.text("Linked: {name}", name=self._names.get(self.value("other"), "—"))

    @override
    def held(self) -> dict[str, Any]:
        other = self.value("other")
        return {**super().held(), "found": None if other is None else [other, self._names[other]]}

    @override
    def take_up(self, held: Mapping[str, Any]) -> None:
        if held["found"] is not None:
            self._offer([(int(held["found"][0]), str(held["found"][1]))])
        super().take_up(held)
        self._soon.stop()

    def _look(self) -> None:
        desk, text = self.session.desk, self.value("text")
        self.session.background.read(self, lambda: find(desk, text, _MOST), self._show, key="find")

    def _show(self, hits: tuple[Hit, ...]) -> None:
        found: dict[int, str] = {}
        for hit in hits:
            if hit.customer_id is not None and hit.customer_id != self.person.id:
                phone = "" if hit.phone is None else hit.phone.shown
                told = "   ".join(filter(None, (hit.customer, hit.plate or hit.vin, phone)))
                found.setdefault(hit.customer_id, told)
        self._offer(list(found.items()))

    def _offer(self, found: list[tuple[int, str]]) -> None:
        self._names = {key: name.split("   ")[0] for key, name in found}
        choice = self.form.fields["other"]
        if isinstance(choice, Choice):
            choice.offer(found or [(None, self.words.text("Nothing found."))], found[0][0] if found else None)
        self.edited.emit()
