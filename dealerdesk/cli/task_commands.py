"""Commands of the call desk: tasks generate, tasks show, sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dealerdesk.cli.frame import Frame, day_option, pass_frame
from dealerdesk.cli.list_commands import list_name, month_option
from dealerdesk.cli.output import named_file
from dealerdesk.cli.table import table
from dealerdesk.domain.errors import said

if TYPE_CHECKING:
    from datetime import date

    from dealerdesk.domain.call_queue import QueueRow
    from dealerdesk.services.call_queue import Queue
    from dealerdesk.words import Words


def task_commands(words: Words) -> list[click.Command]:
    """The commands of this family."""
    tasks = click.Group("tasks", help=words.text("Make and show the tasks of the call desk."))
    tasks.add_command(_generate(words))
    tasks.add_command(_show(words))
    return [tasks, _sheet(words)]


def _generate(words: Words) -> click.Command:
    @click.command("generate", help=words.text("Make the tasks of the month lists; a second run makes none."))
    @click.option("--month", metavar="YYYY-MM", help=words.text("The target month; the next one if not named."))
    @click.option("--list", "lists", multiple=True, metavar="NAME", help=words.text("Only this list; may be repeated."))
    @click.option("--dormant", is_flag=True, help=words.text("Survey those lost for more than 24 months too."))
    @pass_frame
    def generate(frame: Frame, month: str | None, lists: tuple[str, ...], *, dormant: bool) -> None:
        from dealerdesk.services.tasks import generate_tasks

        names = [list_name(name) for name in lists] or None
        made = generate_tasks(frame.desk(), month_option(month), names, dormant=dormant)
        data = {"created": made.created, "existing": made.existing, "by_reason": dict(made.by_reason)}
        lines = [frame.words.say(said("cli.tasks.made", created=made.created, existing=made.existing))]
        for reason, count in made.by_reason.items():
            what = said(f"label.reason.{reason}")
            lines.append("  " + frame.words.say(said("cli.import.count", what=what, count=count)))
        for note in made.notes:
            frame.note(note)
        frame.answer(data, *lines)

    return generate


def _show(words: Words) -> click.Command:
    @click.command("show", help=words.text("Show the ranked queue of a day, with why now."))
    @click.option("--date", "day", metavar="YYYY-MM-DD", help=words.text("The day of the queue; today if not named."))
    @click.option("--agent", metavar="NAME", help=words.text("Only this agent's tasks."))
    @pass_frame
    def show(frame: Frame, day: str | None, agent: str | None) -> None:
        from dealerdesk.services.tasks import task_queue

        queue = task_queue(frame.desk(), day_option(day), agent)
        asked = day_option(day) or frame.today
        frame.answer([_task_data(task, frame.words) for task in queue.rows], *_queue_lines(queue, asked, frame.words))
        for note in queue.notes:
            frame.note(note)

    return show


def _task_data(task: QueueRow, words: Words) -> dict[str, Any]:
    return {
        "id": task.id,
        "code": task.code,
        "plate": task.plate,
        "customer": task.customer,
        "reason": task.reason.value,
        "due": task.due,
        "why": words.shown(task.why),
        "status": task.status.value,
        "agent": task.agent,
    }


def _queue_lines(queue: Queue, day: date, words: Words) -> list[str]:
    if not queue.rows:
        return [words.say(said("tasks.none", day=day))]
    headings = [words.label(f"column.{name}") for name in ("code", "plate", "customer", "reason", "due", "why")]
    return table(headings, [_task_cells(task, words) for task in queue.rows])


def _task_cells(task: QueueRow, words: Words) -> list[str]:
    reason = words.label(f"reason.{task.reason}")
    return [task.code, task.plate or "", task.customer or "", reason, words.day(task.due), words.shown(task.why)]


def _sheet(words: Words) -> click.Command:
    @click.command("sheet", help=words.text("Make or reprint the call sheet of a day and agent."))
    @click.option("--date", "day", metavar="YYYY-MM-DD", help=words.text("The day of the sheet; today if not named."))
    @click.option("--agent", metavar="NAME", help=words.text("The agent whose sheet it is."))
    @click.option("--out", metavar="FILE", help=words.text("The file to write."))
    @pass_frame
    def sheet(frame: Frame, day: str | None, agent: str | None, out: str | None) -> None:
        from dealerdesk.services.files import write_whole
        from dealerdesk.services.sheets import call_sheet

        wanted = day_option(day) or frame.today
        file = named_file(out)
        made = call_sheet(frame.desk(), wanted, agent)
        file = file or frame.folder / "sheets" / f"{wanted}-{made.sheet}.pdf"
        write_whole(file, made.pdf, make_folder=out is None)
        counts = {
            "entries": said("count.entries", n=made.entries),
            "tasks": said("count.tasks", n=made.tasks),
            "pages": said("count.pages", n=made.pages),
        }
        for note in made.notes:
            frame.note(note)
        frame.answer(
            {
                "file": str(file),
                "sheet": made.sheet,
                "entries": made.entries,
                "tasks": made.tasks,
                "pages": made.pages,
            },
            frame.words.say(said("cli.sheet.written", day=wanted, file=str(file), **counts)),
        )

    return sheet
