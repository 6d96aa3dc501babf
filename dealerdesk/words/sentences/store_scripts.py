"""What is said of the scripts that a store calls by, and of files that are to become one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.words.mark import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    "script.no_such": N_("There is no such version of the script “{name}”."),
    "script.not_shipped": N_("The script “{name}” is the store’s own: no wording was shipped with it."),
    "script.same": N_("Calls are led by this very wording already, as version {version:plain}: nothing was changed."),
    "script.unserved": N_("With this, no script would lead calls for: {reasons}. Add them to “reasons”."),
    "script.unreadable": N_("The file “{file}” cannot be read: choose it again, or copy it to this PC first."),
    "script.offer_too_long": N_("At most {most} characters: it is said within one sentence."),
}
