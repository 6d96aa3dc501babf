"""The command that reads the audit trail, or writes it to a file."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import click

from dealerdesk.cli.frame import Frame, day_option, pass_frame
from dealerdesk.cli.output import output_file
from dealerdesk.cli.table import table
from dealerdesk.domain.errors import said

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dealerdesk.domain.audit import AuditLine, AuditQuery
    from dealerdesk.words import Words

_SHOWN = 100
"""How many acts people are shown; a file, and machines, get all."""


def trail_commands(words: Words) -> list[click.Command]:
    """The commands of this family."""
    return [_audit(words)]


def _audit(words: Words) -> click.Command:
    @click.command("audit", help=words.text("Show who did what and when, or write that to a file."))
    @click.option("--from", "first", metavar="YYYY-MM-DD", help=words.text("From this day on."))
    @click.option("--to", "last", metavar="YYYY-MM-DD", help=words.text("Until the end of this day."))
    @click.option("--who", default="", metavar="NAME", help=words.text("What this person did."))
    @click.option("--text", default="", metavar="TEXT", help=words.text("What concerns this plate, name, VIN or text."))
    @click.option("--format", "form", metavar="json|csv|xlsx", help=words.text("What to write."))
    @click.option("--out", metavar="FILE", help=words.text("The file to write."))
    @pass_frame
    def audit(
        frame: Frame, first: str | None, last: str | None, who: str, text: str, form: str | None, out: str | None
    ) -> None:
        from dealerdesk.services.audit import audit_ids, audit_lines, export_audit

        asked, file = (
            _query(day_option(first), day_option(last), who, text),
            output_file(form, out, ("json", "csv", "xlsx")),
        )
        desk = frame.desk()
        if file is not None:
            rows = export_audit(desk, asked, file)
            told = frame.words.say(said("cli.audit", n=rows, file=str(file)))
            frame.answer({"rows": rows, "file": str(file)}, told)
            return
        ids = audit_ids(desk, asked)
        lines = audit_lines(desk, ids if frame.json or form == "json" else ids[:_SHOWN])
        as_json, frame.json = frame.json, frame.json or form == "json"
        frame.answer([_data(line) for line in lines], *_lines(lines, len(ids), frame.words))
        frame.json = as_json

    return audit


def _query(first: date | None, last: date | None, who: str, text: str) -> AuditQuery:
    from dealerdesk.domain.audit import AuditQuery

    until = None if last is None else _midnight(last + timedelta(days=1))
    return AuditQuery(None if first is None else _midnight(first), until, who=who, text=text)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time()).astimezone()


def _data(line: AuditLine) -> dict[str, Any]:
    return {
        "act": line.id,
        "at": line.at.isoformat(),
        "who": line.who,
        "source": line.source,
        "use_case": line.use_case,
        "about": line.about,
        "records": dict(line.kinds) or {"": line.rows},
        "undoes": line.undoes,
    }


def _lines(lines: Sequence[AuditLine], total: int, words: Words) -> list[str]:
    from dealerdesk.words.audit import about_line, source_name, use_case_name, who_name

    headings = [
        words.text("No."),
        words.text("When"),
        words.text("Who"),
        words.text("From where"),
        words.text("What"),
        words.text("Whom or what"),
    ]
    rows = [
        [
            str(line.id),
            words.moment(line.at.astimezone()),
            who_name(words, line.who),
            source_name(words, line.source),
            use_case_name(words, line.use_case),
            about_line(words, line),
        ]
        for line in lines
    ]
    more = total - len(lines)
    return [*table(headings, rows), *([words.text("and {n} more", n=more)] if more else [])]
