"""A file on its way into the store, as the page knows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

    from dealerdesk.domain.errors import Said
    from dealerdesk.services.importing import ImportResult, Kind, Mapped, Preview, Stage
    from dealerdesk.ui.background import Work


class Step(StrEnum):
    """Where a file is: being looked into, its columns shown, being tried, tried, being imported, in the store."""

    LOOKING = "looking"
    FAILED = "failed"
    COLUMNS = "columns"
    TRYING = "trying"
    TRIED = "tried"
    IMPORTING = "importing"
    DONE = "done"


UNDER_WAY: Final = frozenset({Step.LOOKING, Step.TRYING, Step.IMPORTING})
BACK: Final = {Step.LOOKING: Step.FAILED, Step.TRYING: Step.COLUMNS, Step.IMPORTING: Step.TRIED}
"""Where a file is again when what was under way did not end well."""


@dataclass(eq=False)
class Job:
    """One file: what was recognised of it, what a person said, what a dry run found, and what became of it."""

    path: Path
    step: Step = Step.LOOKING
    kind: Kind | None = None
    mapping: Mapped | None = None
    sheet: str | None = None
    line: int | None = None
    existing: str = "update"
    preview: Preview | None = None
    dry: ImportResult | None = None
    result: ImportResult | None = None
    trouble: Said | None = None
    work: Work | None = None
    stage: Stage | None = None

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    @property
    def can_go_on(self) -> bool:
        """Whether the next step may be taken."""
        if self.step is Step.COLUMNS:
            return self.preview is not None and self.preview.trouble is None
        return self.step in {Step.TRIED, Step.FAILED}

    def state(self) -> dict[str, Any]:
        """What a person said of the file, as JSON can hold it."""
        mapping = None if self.mapping is None else dict(self.mapping)
        said = {"kind": self.kind, "mapping": mapping, "sheet": self.sheet, "line": self.line}
        return {"path": str(self.path), "existing": self.existing, **said}
