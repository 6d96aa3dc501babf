"""A script on the screen to be read through: what is said stands out, all else stands back."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from dealerdesk.words.script_reading import read_through

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealerdesk.domain.questionnaire import Script
    from dealerdesk.ui.theme import Theme
    from dealerdesk.words import Words
    from dealerdesk.words.script_reading import Point, ReadOption, ReadStep, Said


def script_page(script: Script, words: Words, theme: Theme) -> str:
    """The whole script as a page of HTML, in the language of the words and the colours of the theme."""
    return "".join(_Page(words, theme).step(step) for step in read_through(script, words))


class _Page:
    def __init__(self, words: Words, theme: Theme) -> None:
        self._words = words
        self._muted, self._accent = theme.color("muted").name(), theme.color("accent").name()

    def step(self, step: ReadStep) -> str:
        head = f'<b>{escape(step.heading)}</b> &nbsp; <span style="color:{self._muted}">{escape(step.kind)}</span>'
        parts = [
            f'<p style="margin-top:16px; margin-bottom:2px">{head}</p>',
            self._notes(step.notes),
            *(self._point(point) for point in step.points),
            f'<p style="margin:2px 0 4px 0; font-size:large">{self._said(step.said)}</p>',
            self._options(step.options),
        ]
        if step.hint:
            told = f"<i>{escape(self._words.text('Hint'))}</i> &nbsp; {self._said(step.hint)}"
            parts.append(f'<p style="margin:2px 0 0 0; color:{self._muted}">{told}</p>')
        return "".join(parts)

    def _notes(self, notes: Iterable[str]) -> str:
        told = " · ".join(notes)
        return f'<p style="margin:0 0 2px 0; color:{self._muted}">{escape(told)}</p>' if told else ""

    def _point(self, point: Point) -> str:
        label = f'<span style="color:{self._muted}">{escape(point.label)}</span><br>'
        return f'<p style="margin:2px 0 4px 16px">{label}{self._said(point.said)}</p>'

    def _options(self, options: Iterable[ReadOption]) -> str:
        rows = "".join(self._option(option) for option in options)
        return f'<table cellspacing="0" cellpadding="3" style="margin-left:12px">{rows}</table>' if rows else ""

    def _option(self, option: ReadOption) -> str:
        notes = escape(" · ".join(option.notes))
        talk = f"<br>{self._said(option.talk)}" if option.talk else ""
        return (
            f"<tr><td><b>{escape(option.number)}</b></td><td>{escape(option.text)}{talk} &nbsp; "
            f'<span style="color:{self._muted}">{notes}</span></td></tr>'
        )

    def _said(self, said: Said) -> str:
        return "".join(
            f'<span style="color:{self._accent}">‹{escape(part.text)}›</span>' if part.filled else escape(part.text)
            for part in said
        )
