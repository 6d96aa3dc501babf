"""An interview as it is stored: one row of it, and a row for each thing that was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dealerdesk.domain.questionnaire.answers import Choice, Day, Number, Text, codes_of, is_told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dealerdesk.domain.calling import InterviewDone
    from dealerdesk.domain.questionnaire.answers import Answer

Row = dict[str, Any]


def interview_rows(done: InterviewDone) -> tuple[Row, list[Row]]:
    """The fields of an interview, and those of its answers in the order in which they were given."""
    interview: Row = {
        "script": done.script,
        "version": done.version,
        "began_at": done.began_at,
        "complete": done.complete,
        "proposed": None if done.proposed is None else done.proposed.value,
    }
    told = [(step, answer) for step, answer in done.answers.items() if is_told(answer)]
    answers = [{"step": step, "place": place, **row} for step, answer in told for place, row in _numbered(answer)]
    return interview, answers


def _numbered(answer: Answer) -> Iterator[tuple[int, Row]]:
    """The rows of an answer: each option that was chosen is one, with the words written beside it."""
    empty: Row = {"option": None, "number": None, "day": None, "words": None}
    if isinstance(answer, Number):
        yield 0, {**empty, "number": answer.value}
    elif isinstance(answer, Text):
        yield 0, {**empty, "words": answer.value}
    elif isinstance(answer, Day):
        yield 0, {**empty, "day": answer.value}
    else:
        written = dict(answer.written) if isinstance(answer, Choice) else {}
        for place, option in enumerate(codes_of(answer)):
            yield place, {**empty, "option": option, "words": written.get(option) or None}
