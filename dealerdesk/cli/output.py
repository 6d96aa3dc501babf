"""The files that commands write: where they may go, said before any work is done for them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dealerdesk.domain.errors import Refused, WrongUse

if TYPE_CHECKING:
    from collections.abc import Sequence


def output_file(form: str | None, out: str | None, known: Sequence[str]) -> Path | None:
    """The file that an output goes to, with the format as its ending; None: to the screen. Raises WrongUse, Refused."""
    if form is not None and form not in known:
        raise WrongUse("use.bad_choice", value=form, option="--format", choices=tuple(known))
    file = named_file(out)
    if file is None:
        if form not in {None, "json"}:
            raise WrongUse("use.missing_out")
        return None
    ending = form or file.suffix.removeprefix(".").casefold()
    if ending not in known:
        raise WrongUse("use.bad_choice", value=ending or file.name, option="--format", choices=tuple(known))
    return file if file.suffix.casefold() == f".{ending}" else file.with_name(f"{file.name}.{ending}")


def named_file(out: str | None) -> Path | None:
    """The file that --out names, None without it. Raises WrongUse and Refused where none can be written."""
    if out is None:
        return None
    if not out:
        raise WrongUse("use.missing_out")
    file = Path(out)
    try:
        is_folder, has_folder = file.is_dir(), file.absolute().parent.is_dir()
    except PermissionError as error:
        raise Refused("export.no_permission", file=out) from error
    except OSError:
        raise WrongUse("use.out_bad_name", file=out) from None
    if is_folder:
        raise WrongUse("use.out_is_folder", file=out)
    if not has_folder:
        raise WrongUse("use.out_no_folder", file=out)
    return file
