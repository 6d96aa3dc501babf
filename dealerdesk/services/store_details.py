"""The store's own details: its name, where it is, how it opens a call, and its logo, as papers carry them."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dealerdesk.db.settings import set_setting, setting
from dealerdesk.domain.errors import Refused, Said, WrongUse, said
from dealerdesk.services.desk import Changed, Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from dealerdesk.db.acts import Writer
    from dealerdesk.db.reading import Reading

LARGEST_LOGO: Final = 1_000_000
"""Bytes of a picture that is taken for a logo."""

LONGEST: Final = {"name": 80, "address": 120, "phone": 60, "opening": 300}
"""Characters that each detail may have, so that papers have room for it."""


@dataclass(frozen=True)
class StoreDetails:
    """What the store says of itself; empty where nothing is set. `logo` is a PNG.

    `opening`: the words with which the store begins a call, on top of the sheet's script; `{store}` and `{agent}` in
    them are filled in.
    """

    name: str = ""
    address: str = ""
    phone: str = ""
    opening: str = ""
    logo: bytes | None = None

    @property
    def contact(self) -> str:
        """Address and phone as the foot of a page has them."""
        return "  ·  ".join(part for part in (self.address, self.phone) if part)


@use_case("read-store-details", Right.SEE)
def store_details(desk: Desk) -> StoreDetails:
    """What the store says of itself."""
    with desk.store.read() as conn:
        return _details(conn)


@use_case("change-store-details", Right.POLICIES)
def change_store_details(desk: Desk, wanted: StoreDetails, seen: StoreDetails | None = None) -> Changed:
    """Save what the store says of itself; `seen` is what it was when the change was begun.

    Raises WrongUse for a text that is too long, Refused `record.changed_meanwhile` if somebody else changed it since.
    """
    wanted = tidied(wanted)
    for wrong in detail_problems(wanted).values():
        raise WrongUse(wrong.code, **wrong.params)
    with desk.store.write(desk.header("change-store-details")) as writer:
        if seen is not None and _details(writer.conn) != seen:
            raise Refused("record.changed_meanwhile", table="setting", key=0)
        changed = [_put(writer, name, value) for name, value in _values(wanted)]
        return Changed(frozenset({"setting"}), writer.act_id) if any(changed) else Changed()


def tidied(details: StoreDetails) -> StoreDetails:
    """The details without line breaks and spare spaces."""
    name, address, phone, opening = (" ".join(getattr(details, one).split()) for one in LONGEST)
    return replace(details, name=name, address=address, phone=phone, opening=opening)


def detail_problems(details: StoreDetails) -> Mapping[str, Said]:
    """What is wrong with the details, by field."""
    found = {
        name: said("settings.too_long", most=most)
        for name, most in LONGEST.items()
        if len(getattr(details, name)) > most
    }
    if details.phone and not any(char.isdigit() for char in details.phone):
        found["phone"] = said("settings.phone_without_digits")
    return found


@use_case("read-logo", Right.POLICIES)
def read_logo(desk: Desk, file: Path, draw_svg: Callable[[bytes], bytes | None] | None = None) -> bytes:  # noqa: ARG001
    """The picture in a file as the logo that papers can carry; nothing is saved yet.

    `draw_svg` turns an SVG drawing into a PNG; without it, only PNG and JPEG are taken. Raises WrongUse
    `settings.logo_unreadable`, `settings.logo_too_large`, `settings.logo_no_picture`.
    """
    from dealerdesk.documents.logo import logo_for_paper

    try:
        size = file.stat().st_size
        data = file.read_bytes() if size <= LARGEST_LOGO else b""
    except OSError as error:
        raise WrongUse("settings.logo_unreadable", file=str(file)) from error
    if size > LARGEST_LOGO:
        raise WrongUse("settings.logo_too_large", file=file.name, size=size, most=LARGEST_LOGO)
    if draw_svg is not None and _is_svg(data):
        data = draw_svg(data) or b""
    try:
        return logo_for_paper(data)
    except ValueError as error:
        raise WrongUse("settings.logo_no_picture", file=file.name) from error


def _is_svg(data: bytes) -> bool:
    return b"<svg" in data[:4096]


def _details(conn: Reading) -> StoreDetails:
    texts = {name: str(setting(conn, f"store_{name}") or "") for name in LONGEST}
    logo = setting(conn, "store_logo")
    return StoreDetails(**texts, logo=b64decode(logo) if logo else None)


def _values(details: StoreDetails) -> list[tuple[str, str]]:
    logo = "" if details.logo is None else b64encode(details.logo).decode("ascii")
    return [*((name, getattr(details, name)) for name in LONGEST), ("logo", logo)]


def _put(writer: Writer, name: str, value: str) -> bool:
    """Set a detail unless it is what it was: a text that was never set is empty."""
    if (setting(writer.conn, f"store_{name}") or "") == value:
        return False
    return set_setting(writer, f"store_{name}", value)
