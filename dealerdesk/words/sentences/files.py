"""What is said of files that cannot be written, and of a few that cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.words.mark import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "import.unreadable": N_("The disk cannot read “{file}”: copy it to this computer and import the copy."),
    "import.stray_quote": N_(
        "From line {line:plain} on, a quotation mark that does not end makes the file unreadable: "
        "remove it, or export the file again as .xlsx."
    ),
    "import.unknown_value": N_("A word for sex, use or WeChat is not known here and was left out."),
    "export.open_elsewhere": N_("“{file}” is open in another program: close it there and try again."),
    "export.no_permission": N_("“{file}” cannot be written: choose a folder that you may write to."),
    "export.no_folder": N_("The folder of “{file}” does not exist: create it or choose another one."),
    "export.is_folder": N_("“{file}” is a folder: choose another name for the file."),
    "export.disk_full": N_("The disk is full and “{file}” was not written: free some space and try again."),
    "export.bad_name": N_("“{file}” cannot be the name of a file: choose a shorter one."),
    "export.not_a_file": N_("“{file}” is a device or a pipe, not a file: choose another name for the file."),
    "export.failed": N_("The disk cannot write “{file}”: choose another folder and try again."),
    "export.too_many_rows": N_("A worksheet holds at most {limit} rows: narrow the list, or save it as .csv."),
}
