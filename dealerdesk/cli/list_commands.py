"""Commands that look: status, list, why, find."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dealerdesk.cli.frame import Frame, pass_frame
from dealerdesk.cli.output import output_file
from dealerdesk.cli.table import table
from dealerdesk.domain.calendar import Month
from dealerdesk.domain.errors import Refused, WrongUse, said
from dealerdesk.domain.money import yuan
from dealerdesk.domain.month_list import ListName
from dealerdesk.domain.rights import Right

if TYPE_CHECKING:
    from pathlib import Path

    from dealerdesk.domain.errors import Said
    from dealerdesk.domain.list_row import ListRow, MonthList
    from dealerdesk.services.desk import Desk
    from dealerdesk.services.lists import AskFor, VehicleStatus
    from dealerdesk.services.search import Hit
    from dealerdesk.words import Words


def list_commands(words: Words) -> list[click.Command]:
    """The commands of this family."""
    return [_status(words), _list(words), _why(words), _find(words)]


def list_name(text: str) -> ListName:
    """A list's name as the command line takes it. Raises WrongUse for any other."""
    try:
        return ListName(text)
    except ValueError:
        raise WrongUse("use.unknown_list", value=text, choices=tuple(ListName)) from None


def month_option(text: str | None) -> Month | None:
    """A month as the command line takes it. Raises WrongUse for anything but YYYY-MM."""
    if text is None:
        return None
    try:
        return Month.parse(text)
    except ValueError:
        raise WrongUse("use.bad_month", value=text) from None


def ask_for(name: str, month: str | None, policy: str | None = None) -> AskFor:
    """What a list command asks for."""
    from dealerdesk.services.lists import AskFor

    return AskFor(list_name(name), month_option(month), policy)


def _status(words: Words) -> click.Command:
    @click.command("status", help=words.text("Say where vehicles stand on the day."))
    @click.argument("plates", nargs=-1, metavar="[PLATE]…")
    @pass_frame
    def status(frame: Frame, plates: tuple[str, ...]) -> None:
        from dealerdesk.services.lists import statuses

        found = statuses(frame.desk(), plates)
        lines = [_status_line(vehicle, frame.words) for vehicle in found]
        frame.answer([_status_data(vehicle) for vehicle in found], *lines or [frame.words.say(said("cli.status.none"))])

    return status


def _status_data(vehicle: VehicleStatus) -> dict[str, Any]:
    return {
        "id": vehicle.id,
        "plate": vehicle.plate,
        "vin": vehicle.vin,
        "status": vehicle.status.value,
        "quasi_lost": vehicle.quasi_lost,
        "departed": vehicle.departed,
        "reference": vehicle.reference,
        "months_since": vehicle.months_since,
        "next_maintenance": vehicle.next_maintenance,
        "km_per_day": km_per_day(vehicle.rate_km, vehicle.rate_days),
        "source": vehicle.source,
    }


def km_per_day(km: int | None, days: int | None) -> str | None:
    """A rate as kilometres a day with two places, halves rounded up."""
    if km is None or not days:
        return None
    return yuan((km * 200 + days) // (2 * days))


def _status_line(vehicle: VehicleStatus, words: Words) -> str:
    marks = [words.label(f"status.{vehicle.status}")]
    marks += [words.label("mark.quasi-lost")] if vehicle.quasi_lost else []
    marks += [words.label("mark.departed")] if vehicle.departed else []
    reference = words.day(vehicle.reference) if vehicle.reference else "—"
    return "  ".join([vehicle.plate or vehicle.vin or str(vehicle.id), reference, " · ".join(marks)])


def _list(words: Words) -> click.Command:
    @click.command("list", help=words.text("Print one month list, or write it to a file."))
    @click.argument("name", metavar="NAME")
    @click.option("--month", metavar="YYYY-MM", help=words.text("The target month; the next one if not named."))
    @click.option("--policy", metavar="6-12|6|3-6-9", help=words.text("Another policy than the store's."))
    @click.option("--format", "form", metavar="json|csv|xlsx|pdf", help=words.text("What to write."))
    @click.option("--out", metavar="FILE", help=words.text("The file to write."))
    @pass_frame
    def month_list(
        frame: Frame, name: str, month: str | None, policy: str | None, form: str | None, out: str | None
    ) -> None:
        from dealerdesk.services.lists import month_list as listed_of

        ask, file = ask_for(name, month, policy), output_file(form, out, ("json", "csv", "xlsx", "pdf"))
        desk = frame.desk()
        listed = listed_of(desk, ask)
        if file is not None and file.suffix != ".json":
            _write(frame, desk, listed, file)
            return
        goes_out = file is not None or ((frame.json or form == "json") and Right.EXPORT in desk.actor.rights)
        data = _list_data(frame, desk, listed, goes_out=goes_out)
        if file is not None:
            _write_json(_signed(data, desk), file)
            frame.answer(_heading(listed) | {"file": str(file)}, _written(frame, listed, file))
            return
        as_json, frame.json = frame.json, frame.json or form == "json"
        frame.answer(data, *_list_lines(listed, frame.words))
        frame.json = as_json

    return month_list


def _signed(data: dict[str, Any], desk: Desk) -> dict[str, Any]:
    """The data of a file, with by whom and when it was written."""
    return {**data, "written_by": desk.actor.name, "written_at": desk.clock().isoformat(timespec="seconds")}


def _write(frame: Frame, desk: Desk, listed: MonthList, file: Path) -> None:
    from dealerdesk.services.list_files import export_list

    export_list(desk, listed, file)
    frame.answer(_heading(listed) | {"file": str(file), "rows": len(listed.rows)}, _written(frame, listed, file))


def _write_json(data: dict[str, Any], file: Path) -> None:
    import json

    from dealerdesk.services.files import write_whole

    write_whole(file, json.dumps(data, ensure_ascii=False, indent=1, default=str).encode())


def _written(frame: Frame, listed: MonthList, file: Path) -> str:
    return frame.words.say(said("cli.list.written", rows=len(listed.rows), file=str(file)))


def _heading(listed: MonthList) -> dict[str, Any]:
    asked = listed.asked
    return {
        "list": asked.name.value,
        "month": str(asked.month),
        "as_of": asked.as_of,
        "policy": asked.policy.name,
        "base_month": None if asked.base_month is None else str(asked.base_month),
    }


def _list_data(frame: Frame, desk: Desk, listed: MonthList, *, goes_out: bool) -> dict[str, Any]:
    """The list as data; where it goes out that is an act, with the numbers in full that one may see."""
    phones = _phones_in_full(frame, desk, listed) if goes_out else {}
    birthdays = listed.asked.name is ListName.BIRTHDAYS
    return _heading(listed) | {"rows": [_row_data(row, phones, with_plates=birthdays) for row in listed.rows]}


def _phones_in_full(frame: Frame, desk: Desk, listed: MonthList) -> dict[int, str]:
    """The numbers that go out, taken down; where another program keeps the store from that, none does."""
    from dealerdesk.services.list_files import exported_phones

    try:
        return exported_phones(desk, listed)
    except Refused as refused:
        if refused.said.code != "store.busy":
            raise
        frame.note(said("cli.list.masked"))
        return {}


_MONEY = frozenset({"spend_12_fen", "spend_fen", "spend_24_fen"})
_LEFT_OUT = frozenset({"vehicle_id", "plates", "phone", "visits_per_year_100", *_MONEY})


def _row_data(row: ListRow, phones: dict[int, str], *, with_plates: bool) -> dict[str, Any]:
    data: dict[str, Any] = {name: value for name, value in row._asdict().items() if name not in _LEFT_OUT}
    data["phone"] = None if row.phone is None else phones.get(row.phone.id, row.phone.shown)
    data["visits_per_year"] = None if row.visits_per_year_100 is None else yuan(row.visits_per_year_100)
    data |= {name.removesuffix("_fen"): yuan(getattr(row, name)) for name in _MONEY}
    if with_plates:
        data["plates"] = list(row.plates)
    return data


def _list_lines(listed: MonthList, words: Words) -> list[str]:
    from dealerdesk.services.list_files import facts_of

    facts = (f"{label} {value}" for label, value in facts_of(listed.asked, len(listed.rows), words))
    title = " · ".join([words.label(f"list.{listed.asked.name}"), *facts])
    if not listed.rows:
        return [title, words.say(_why_empty(listed))]
    headings = [words.label(f"column.{name}") for name in ("plate", "customer", "phone", "model", "reference")]
    headings.append(words.text("Status on {day}", day=listed.asked.as_of))
    return [title, *table(headings, [_list_cells(row, words) for row in listed.rows])]


def _list_cells(row: ListRow, words: Words) -> list[str]:
    plate = "、".join(row.plates) or row.vin or ""
    reference = words.day(row.reference) if row.reference else "—"
    status = words.label(f"status.{row.status}")
    return [plate, row.customer or "", str(row.phone or ""), row.model or "", reference, status]


def _why_empty(listed: MonthList) -> Said:
    asked = listed.asked
    return said("list.no_such_stage", policy=asked.policy.name) if asked.empty else said("list.empty")


def _why(words: Words) -> click.Command:
    @click.command("why", help=words.text("Say why a vehicle is in a list, or why not."))
    @click.argument("plate", metavar="PLATE")
    @click.argument("name", metavar="NAME")
    @click.option("--month", metavar="YYYY-MM", help=words.text("The target month; the next one if not named."))
    @click.option("--policy", metavar="6-12|6|3-6-9", help=words.text("Another policy than the store's."))
    @pass_frame
    def why(frame: Frame, plate: str, name: str, month: str | None, policy: str | None) -> None:
        from dealerdesk.services.lists import why_in_list

        verdict = why_in_list(frame.desk(), plate, ask_for(name, month, policy))
        reasons = [frame.words.say(reason) for reason in verdict.reasons]
        told = frame.words.say(said("why.in_list" if verdict.member else "why.not_in_list"))
        frame.answer({"member": verdict.member, "reasons": reasons}, told, *reasons)

    return why


def _find(words: Words) -> click.Command:
    @click.command("find", help=words.text("Find vehicles by a few characters of whatever they are known by."))
    @click.argument("text", metavar="TEXT")
    @pass_frame
    def find(frame: Frame, text: str) -> None:
        from dealerdesk.services.search import find as found_by

        hits = found_by(frame.desk(), text)
        frame.answer([_hit_data(hit) for hit in hits], *(_hit_line(hit, frame.words) for hit in hits))

    return find


def _hit_data(hit: Hit) -> dict[str, Any]:
    return {
        "id": hit.id,
        "plate": hit.plate,
        "vin": hit.vin,
        "customer": hit.customer,
        "phone": None if hit.phone is None else hit.phone.shown,
        "model": hit.model,
        "matched": hit.matched.value,
        "order": hit.order_no,
    }


def _hit_line(hit: Hit, words: Words) -> str:
    by = words.label("field.order_no" if hit.order_no else f"column.{hit.matched}")
    told = (hit.plate or hit.vin or str(hit.id), hit.customer or "", str(hit.phone or ""), hit.model or "", by)
    return "  ".join((*told, *filter(None, (hit.order_no,))))
