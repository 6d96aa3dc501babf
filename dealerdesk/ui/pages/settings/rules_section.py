"""The retention policy and every number of the rulebook, with what a change would move."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from dealerdesk.domain.rule_numbers import NUMBERS, rule_problems
from dealerdesk.domain.rules import Rules
from dealerdesk.ui.forms import Form
from dealerdesk.ui.pages.settings.number_fields import NumberFields
from dealerdesk.ui.pages.settings.policy_part import PolicyPart
from dealerdesk.ui.pages.settings.ruled_section import RuledSection
from dealerdesk.ui.widgets import column, label, row, scrolling

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.domain.errors import Said
    from dealerdesk.ui.pages.settings.section import Button, Values
    from dealerdesk.ui.session import Session


class RulesSection(RuledSection):
    """The policy and the numbers of rulebook 3, 5 and 6."""

    code: ClassVar[str] = "rules"

    def __init__(self, session: Session, button: Button) -> None:
        super().__init__(session, button)
        self.policy = PolicyPart(session)
        self.form = Form()
        self._numbers: list[NumberFields] = []
        for group, numbers in groupby(NUMBERS, key=lambda number: number.group):
            self.form.section(self.words.label(f"rule_group.{group}"))
            self._numbers.append(NumberFields(session, self.form, tuple(numbers)))
        inside = QWidget()
        defaults = button("settings.defaults")
        policy_title = label(self.words.text("When is a vehicle lost?"), "section")
        inside.setLayout(
            column(policy_title, self.policy, self.form, 8, row(defaults, None), None, margins=(0, 0, 12, 0))
        )
        inside.setMaximumWidth(session.theme.px(820))
        body = column(scrolling(inside), self.moves)
        body.setStretch(0, 1)
        self.setLayout(body)
        self._filling = False
        self.policy.edited.connect(self._touched)
        self.form.on_change(self._touched)

    def values(self) -> Values:
        """Policy and numbers as typed."""
        found: Values = {"policy": self.policy.values()}
        for part in self._numbers:
            found |= part.values()
        return found

    def fill(self, values: Values) -> None:
        """Show policy and numbers."""
        self._filling = True
        self.policy.fill(values["policy"])
        for part in self._numbers:
            part.fill(values)
        self.form.clear_errors()
        self._filling = False

    def values_of(self, rules: Rules) -> Values:
        """What the fields hold for these rules."""
        found: Values = {"policy": self.policy.values_of(rules)}
        for part in self._numbers:
            found |= part.values_of(rules)
        return found

    def wanted(self) -> Rules | None:
        """The rules held, with the policy and numbers of the fields."""
        rules, wrong = self.policy.read(self.held)
        self._say_wrong(self.policy.form, wrong)
        fields: dict[str, object] = {}
        unread: dict[str, Said] = {}
        for part in self._numbers:
            read, bad = part.read()
            fields |= read
            unread |= bad
        rules = replace(rules, **fields)  # type: ignore[arg-type]
        problems = {**rule_problems(rules), **unread}
        self._say_wrong(self.form, problems)
        if "policies" in problems and not wrong:
            self._say_wrong(self.policy.form, {"lost": problems["policies"]})
        return None if wrong or problems else rules

    def show_wrong(self) -> None:
        """Go to the first field that is marked."""
        for form in (self.policy.form, self.form):
            first = next((field for field in form.fields.values() if field.property("wrong") == "true"), None)
            if first is not None:
                first.setFocus()
                return

    def focus_first(self) -> None:
        """Begin with the policy."""
        self.policy.stages["lost"].setFocus()

    def defaults(self) -> None:
        """Fill in what the rulebook sets; saved like any other change."""
        kept = self.policy.values()
        values = self.values_of(replace(Rules(), policies=self.held.policies))
        self.fill({**values, "policy": kept})
        self._touched()

    def _touched(self) -> None:
        if not self._filling:
            self.edited.emit()

    def _say_wrong(self, form: Form, problems: Mapping[str, Said]) -> None:
        for name in form.fields:
            form.error(name, self.session.say(problems[name]) if name in problems else "")
