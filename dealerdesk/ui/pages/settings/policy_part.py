"""The retention policy as fields: which stages, after how many months, and from which day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from dealerdesk.domain.calendar import EVER
from dealerdesk.domain.errors import said
from dealerdesk.domain.policies import CUSTOM, policy_of_stages, with_policy
from dealerdesk.domain.rules import POLICIES, Policy, Rules, Status
from dealerdesk.ui.forms import Choice, DateEdit, Form, NumberEdit
from dealerdesk.ui.widgets import button, column, muted, row

if TYPE_CHECKING:
    from dealerdesk.domain.errors import Said
    from dealerdesk.ui.session import Session

_STAGES: Final = {"watch": Status.WATCH, "at_risk": Status.AT_RISK, "lost": Status.LOST}


class PolicyPart(QWidget):
    """One of the rulebook's policies, or stages of one's own, from a day on."""

    edited = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, self.words = session, session.words
        words = self.words
        choices = [(name, words.label(f"policy.{name}")) for name in (*POLICIES, CUSTOM)]
        self._choice = Choice(choices, "6-12")
        self._choice.setFixedWidth(session.theme.px(220))
        self._choice.chosen.connect(self._chosen)  # before the form hears of it: the stages follow the choice
        self.form = Form()
        self.form.add("choice", words.text("Policy"), self._choice)
        self.stages = {
            code: self._stage(code, words.text("{status} after", status=words.label(f"status.{status}")))
            for code, status in _STAGES.items()
        }
        today = session.desk.today
        day = DateEdit(today=today, theme=session.theme)
        day.setFixedWidth(session.theme.px(160))
        self.from_day = self.form.add(
            "from_day", words.text("In force from"), day, help=words.text("Days before keep their policy.")
        )
        self.ever = QCheckBox(words.text("For all days before as well"))
        self.form.add("ever", words.text("Earlier days"), self.ever)
        self.ever.setAccessibleName(self.ever.text())
        self._dated = muted()
        self._drop = button(words.text("Drop what is planned"), self._drop_planned, kind="link")
        self._saved_stages: list[str] = []
        self._dropped = False
        self._planned = False
        self.setLayout(column(self.form, self._dated, row(self._drop, None), gap=4))
        self.form.on_change(self._changed)
        self.ever.toggled.connect(lambda on: self.from_day.setEnabled(not on))

    def values(self) -> dict[str, Any]:
        """What the fields hold; the day counts only where another policy is asked for."""
        stages = [field.value() for field in self.stages.values()]
        moved = stages != self._saved_stages
        return {
            "stages": stages,
            "from_day": self.from_day.value() if moved else "",
            "ever": self.ever.isChecked() and moved,
            "dropped": self._dropped,
        }

    def fill(self, values: dict[str, Any]) -> None:
        """Let the fields hold something."""
        for field, typed in zip(self.stages.values(), values["stages"], strict=True):
            field.set_value(typed)
        self.from_day.set_value(values["from_day"] or self._session.desk.today.isoformat())
        self.ever.setChecked(values["ever"])
        self._dropped = values["dropped"]
        self.form.clear_errors()
        self._changed()

    def values_of(self, rules: Rules) -> dict[str, Any]:
        """What the fields hold for these rules, and from now on the stages from which others differ."""
        policy = rules.policy_on(self._session.desk.today)
        self._saved_stages = [str(policy.months_of(status) or "") for status in _STAGES.values()]
        self._tell_dated(rules)
        return {"stages": list(self._saved_stages), "from_day": "", "ever": False, "dropped": False}

    def read(self, held: Rules) -> tuple[Rules, dict[str, Said]]:
        """The rules held, with the policy that the fields ask for, and what is wrong with them."""
        values = self.values()
        if values["dropped"]:
            today = self._session.desk.today
            held = replace(held, policies=tuple(dated for dated in held.policies if dated.from_day <= today))
        if values["stages"] == self._saved_stages:
            return held, {}
        try:
            policy = self._policy()
        except ValueError:
            return held, self._wrong_stage()
        try:
            day = EVER if values["ever"] else self.from_day.day() or self._session.desk.today
        except ValueError:
            return held, {"from_day": said("settings.bad_day")}
        return with_policy(held, policy, day), {}

    def _stage(self, code: str, name: str) -> NumberEdit:
        field = NumberEdit()
        field.setFixedWidth(self._session.theme.px(96))
        return self.form.add(code, name, field, unit=self.words.label("rule_unit.months"))

    def _policy(self) -> Policy:
        watch, at_risk, lost = (field.number() for field in self.stages.values())
        if lost is None:
            raise ValueError(lost)
        return policy_of_stages(watch, at_risk, lost)

    def _wrong_stage(self) -> dict[str, Said]:
        """What is wrong with the stages, at the first that is."""
        last = 0
        for code, field in self.stages.items():
            try:
                months = field.number()
            except ValueError:
                return {code: said("rules.between", least=1, most=60)}
            if months is None:
                if code == "lost":
                    return {code: said("rules.lost_needed")}
                continue
            if months <= last:
                return {code: said("rules.stages_rise")}
            last = months
        return {}

    def _chosen(self) -> None:
        name = self._choice.value()
        if isinstance(name, str) and name in POLICIES:
            for code, status in _STAGES.items():
                months = POLICIES[name].months_of(status)
                self.stages[code].set_value("" if months is None else str(months))
        else:
            self.stages["at_risk"].setFocus()

    def _changed(self) -> None:
        """Mark the policy that the stages are, and tell that something changed."""
        try:
            self._choice.set_value(self._policy().name)
        except ValueError:
            self._choice.set_value(CUSTOM)
        moved = [field.value() for field in self.stages.values()] != self._saved_stages
        for part in (self.from_day, self.ever):
            part.setEnabled(moved)
        self.from_day.setEnabled(moved and not self.ever.isChecked())
        self._drop.setVisible(self._planned and not self._dropped)
        self.edited.emit()

    def _drop_planned(self) -> None:
        self._dropped = True
        self._changed()

    def _tell_dated(self, rules: Rules) -> None:
        """Say which policies hold from which days, where there is more than one."""
        words, today = self.words, self._session.desk.today
        dated = sorted(rules.policies, key=lambda one: one.from_day)
        self._planned = any(one.from_day > today for one in dated)
        told = [
            words.text("since {day}: {policy}", day=one.from_day, policy=self._named(one.policy))
            if one.from_day > EVER
            else words.text("at first: {policy}", policy=self._named(one.policy))
            for one in dated
        ]
        self._dated.setText(" · ".join(told))
        self._dated.setVisible(len(dated) > 1)

    def _named(self, policy: Policy) -> str:
        if policy.name != CUSTOM:
            return self.words.label(f"policy.{policy.name}")
        return self.words.text("{stages} months", stages="–".join(str(months) for _, months in policy.stages))
