"""The numbers of the rulebook as fields: each with its unit, its default, and what is wrong with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QCheckBox

from dealerdesk.domain.errors import said
from dealerdesk.domain.rule_numbers import Unit, as_time
from dealerdesk.ui.fields import LineEdit, NumberEdit
from dealerdesk.words.labels import LABELS

if TYPE_CHECKING:
    from dealerdesk.domain.errors import Said
    from dealerdesk.domain.rule_numbers import RuleNumber
    from dealerdesk.domain.rules import Rules
    from dealerdesk.ui.forms import Form
    from dealerdesk.ui.session import Session
    from dealerdesk.words import Words

_BETWEEN_WORDS: Final = re.compile(r"[,，;；、\n]+")
_FEN: Final = 100
_CLOCK: Final = re.compile(r"([01]?[0-9]|2[0-3])(?:[:：.]?([0-5][0-9]))?")


class NumberFields:
    """Fields for some numbers, in a form."""

    def __init__(self, session: Session, form: Form, numbers: tuple[RuleNumber, ...]) -> None:
        self._session, self.form, self.numbers = session, form, numbers
        for number in numbers:
            self._add(number)

    def values(self) -> dict[str, Any]:
        """What the fields hold, as typed."""
        found: dict[str, Any] = {}
        for number in self.numbers:
            field = self.form.fields[number.name]
            found[number.name] = field.isChecked() if isinstance(field, QCheckBox) else _typed(field)
        return found

    def fill(self, values: dict[str, Any]) -> None:
        """Let the fields hold something."""
        for number in self.numbers:
            field = self.form.fields[number.name]
            if isinstance(field, QCheckBox):
                field.setChecked(bool(values[number.name]))
            elif isinstance(field, LineEdit):
                field.set_value(values[number.name])
                field.setCursorPosition(0)

    def values_of(self, rules: Rules) -> dict[str, Any]:
        """What the fields hold for these rules."""
        return {number.name: shown(number, getattr(rules, number.name)) for number in self.numbers}

    def read(self) -> tuple[dict[str, Any], dict[str, Said]]:
        """The fields as rules have them, and what cannot be read."""
        found, wrong = {}, {}
        for number in self.numbers:
            typed = self.values()[number.name]
            try:
                found[number.name] = _meant(number, typed, self.form.fields[number.name])
            except ValueError:
                is_time = number.unit is Unit.TIME
                least, most = (as_time(bound) if is_time else bound for bound in (number.least, number.most))
                wrong[number.name] = said("rules.time_between" if is_time else "rules.between", least=least, most=most)
        return found, wrong

    def _add(self, number: RuleNumber) -> None:
        words, name = self._session.words, number.name
        help_code = f"rule_help.{name}"
        told = words.label(help_code) if help_code in LABELS else ""
        if number.unit is Unit.SWITCH:
            box = QCheckBox(words.text("Yes"))
            box.setFixedSize(box.sizeHint().width() + 12, self._session.theme.px(28))
            self.form.add(name, words.label(f"rule.{name}"), box, help=told, unit=_default(number, words))
            return
        if number.unit is Unit.TIME:
            clock = LineEdit()
            clock.setFixedWidth(self._session.theme.px(96))
            self.form.add(name, words.label(f"rule.{name}"), clock, help=told, unit=_default(number, words))
            return
        if number.unit is Unit.WORDS:
            self.form.add(name, words.label(f"rule.{name}"), LineEdit(), help=told)
            return
        field = NumberEdit()
        field.setFixedWidth(self._session.theme.px(96))
        unit = f"{words.label(f'rule_unit.{number.unit}')}   ·  {_default(number, words)}"
        self.form.add(name, words.label(f"rule.{name}"), field, help=told, unit=unit)


def shown(number: RuleNumber, value: Any) -> Any:  # noqa: ANN401 - a number, a switch or words
    """A value of the rules as its field shows it."""
    if isinstance(value, bool):
        return value
    if isinstance(value, tuple):
        return "，".join(value) if any(not word.isascii() for word in value) else ", ".join(value)
    if number.unit is Unit.TIME:
        return as_time(value)
    return str(value // _FEN if number.unit is Unit.YUAN else value)


def _default(number: RuleNumber, words: Words) -> str:
    value = shown(number, number.default)
    if isinstance(value, bool):
        value = words.text("yes") if value else words.text("no")
    elif isinstance(number.default, int) and number.unit is not Unit.TIME:
        value = words.number(int(value))
    return words.text("default {value}", value=value)


def _minutes(typed: str) -> int:
    """A time of day as it was typed, `9:30`, `0930` or `9`, in minutes since midnight; raises ValueError for others."""
    found = _CLOCK.fullmatch(typed.strip())
    if found is None:
        raise ValueError(typed)
    return int(found[1]) * 60 + int(found[2] or 0)


def _typed(field: object) -> str:
    return field.value() if isinstance(field, LineEdit) else ""


def _meant(number: RuleNumber, typed: Any, field: object) -> Any:  # noqa: ANN401
    if isinstance(typed, bool):
        return typed
    if number.unit is Unit.WORDS:
        return tuple(word.strip() for word in _BETWEEN_WORDS.split(typed) if word.strip())
    if number.unit is Unit.TIME:
        return _minutes(typed)
    value = field.number() if isinstance(field, NumberEdit) else None
    if value is None:
        raise ValueError(typed)
    return value * _FEN if number.unit is Unit.YUAN else value
