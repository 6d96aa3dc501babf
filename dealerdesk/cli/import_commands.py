"""Commands that bring in exports, and take them back: import, undo-import."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dealerdesk.cli.frame import Frame, pass_frame
from dealerdesk.domain.errors import WrongUse, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from dealerdesk.services.importing import ImportResult
    from dealerdesk.spreadsheets.sheet import Kind
    from dealerdesk.words import Words

REJECTED = 1
_MOST_BATCHES = 2**31
_EXISTING = ("update", "fill", "skip")


def import_commands(words: Words) -> list[click.Command]:
    """The commands of this family."""
    return [_import(words), _undo_import(words)]


def _kind(value: str | None) -> Kind | None:
    known: dict[str | None, Kind | None] = {None: None, "vehicles": "vehicles", "visits": "visits", "calls": "calls"}
    if value in known:
        return known[value]
    raise WrongUse("use.bad_choice", value=value, option="--kind", choices=("vehicles", "visits", "calls"))


def _import(words: Words) -> click.Command:
    @click.command("import", help=words.text("Bring in an export: .xlsx, .xls or .csv, vehicles, visits or old calls."))
    @click.argument("file", metavar="FILE")
    @click.option(
        "--kind", metavar="vehicles|visits|calls", help=words.text("What the rows are; recognised if not named.")
    )
    @click.option(
        "--existing",
        metavar="update|fill|skip",
        default="update",
        help=words.text("What becomes of rows already known."),
    )
    @click.option("--dry-run", is_flag=True, help=words.text("Say what would happen, and change nothing."))
    @pass_frame
    def import_file(frame: Frame, file: str, kind: str | None, existing: str, *, dry_run: bool) -> None:
        from dealerdesk.services import importing

        if existing not in _EXISTING:
            raise WrongUse("use.bad_choice", value=existing, option="--existing", choices=_EXISTING)
        result = importing.import_file(
            frame.desk(create=True),
            Path(file),
            kind=_kind(kind),
            existing=existing,
            dry_run=dry_run,
            progress=_progress(frame),
        )
        frame.answer(_data(result), *_lines(result, file, frame.words, dry_run=dry_run))
        if result.rejected:
            click.get_current_context().exit(REJECTED)

    return import_file


def _progress(frame: Frame) -> Callable[[int, int], None] | None:
    """Progress for a person who watches; machines and files get none."""
    if frame.json or not sys.stderr.isatty():
        return None

    def tell(done: int, total: int) -> None:
        told = frame.words.say(said("cli.import.progress", done=done, total=total))
        click.echo(f"\r{told}", nl=False, err=True)
        if done >= total:
            click.echo("", err=True)

    return tell


def _data(result: ImportResult) -> dict[str, object]:
    return {
        "kind": result.kind,
        "batch": result.batch,
        "rows": result.rows,
        "added": result.added,
        "updated": result.updated,
        "unchanged": result.unchanged,
        "set_aside": result.set_aside,
        "rejected": result.rejected,
        "warnings": dict(result.warnings),
        "reasons": dict(result.reasons),
        "rejects_file": None if result.rejects_file is None else str(result.rejects_file),
        "linked": [str(linked) for linked in result.linked],
    }


def _lines(result: ImportResult, file: str, words: Words, *, dry_run: bool) -> list[str]:
    kind = said(f"label.import_kind.{result.kind}")
    if dry_run:
        lines = [words.say(said("cli.import.dry_run", file=Path(file).name, kind=kind))]
    else:
        lines = [words.say(said("cli.import.title", batch=result.batch, file=Path(file).name, kind=kind))]
    numbers = {
        name: getattr(result, name) for name in ("rows", "added", "updated", "unchanged", "set_aside", "rejected")
    }
    lines.append(words.say(said("cli.import.counts", **numbers)))
    for heading, counts in (("cli.import.reasons", result.reasons), ("cli.import.warnings", result.warnings)):
        if counts:
            lines.append(words.say(said(heading)))
        for code, count in counts.items():
            lines.append("  " + words.say(said("cli.import.count", what=said(f"label.row.{code}"), count=count)))
    if result.rejects_file is not None:
        lines.append(words.say(said("cli.import.rejects", file=str(result.rejects_file))))
    if not dry_run and result.batch is not None:
        lines.append(words.say(said("cli.import.undo_hint", batch=result.batch)))
    return lines


def _undo_import(words: Words) -> click.Command:
    @click.command("undo-import", help=words.text("Take a whole import back, its updates included."))
    @click.argument("batch", type=int, metavar="BATCH")
    @pass_frame
    def undo_import(frame: Frame, batch: int) -> None:
        from dealerdesk.services import importing

        if not 0 < batch < _MOST_BATCHES:
            raise WrongUse("import.unknown_batch", batch=batch)
        undone = importing.undo_import(frame.desk(), batch)
        data = {
            "batch": undone.batch,
            "removed": undone.removed,
            "restored": undone.restored,
            "kept": list(undone.kept),
        }
        told = said("cli.undo", batch=undone.batch, removed=undone.removed, restored=undone.restored)
        lines = [frame.words.say(told)]
        if undone.kept:
            lines.append(frame.words.say(said("cli.undo.kept", what=tuple(undone.kept))))
        frame.answer(data, *lines)

    return undo_import
