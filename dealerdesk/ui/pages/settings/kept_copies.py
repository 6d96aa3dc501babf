"""The table of the copies that are kept: when each was made, why, how large it is and what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dealerdesk.ui.tables.column import TableColumn

if TYPE_CHECKING:
    from dealerdesk.services.backups import KeptCopy
    from dealerdesk.words import Words


class CopyRow(NamedTuple):
    """A row of the table of kept copies."""

    id: int
    copy: KeptCopy


def copy_columns(words: Words) -> tuple[TableColumn, ...]:
    """The columns of the table; copies that were made before there were manifests do not say what is in them."""

    def made(r: CopyRow) -> str:
        return words.moment(r.copy.at.astimezone())

    def kind(r: CopyRow) -> str:
        return words.label(f"backup_kind.{r.copy.kind}")

    def held(r: CopyRow, what: str) -> str:
        return "" if r.copy.manifest is None else words.number(getattr(r.copy.manifest.contents, what))

    def state(r: CopyRow) -> str:
        return words.text("Whole") if r.copy.sound else words.text("Damaged")

    def tone(r: CopyRow) -> str | None:
        return None if r.copy.sound else "bad"

    def size(r: CopyRow) -> str:
        return words.formats.size(r.copy.bytes)

    return (
        TableColumn("at", words.text("Made"), made, 170, sort=False, bold=True),
        TableColumn("kind", words.text("Kind"), kind, 140, sort=False),
        TableColumn("vehicles", words.text("Vehicles"), lambda r: held(r, "vehicles"), 90, "right", sort=False),
        TableColumn("visits", words.text("Visits"), lambda r: held(r, "visits"), 90, "right", sort=False),
        TableColumn("size", words.text("Size"), size, 90, "right", sort=False),
        TableColumn("state", words.text("State"), state, 90, sort=False, tone=tone),
        TableColumn(
            "file", words.text("File"), lambda r: r.copy.file.name, 360, sort=False, tip=lambda r: str(r.copy.file)
        ),
    )
