"""What the store says of itself: kept with its data, checked, and on its papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from dealerdesk.db.backup import restore
from dealerdesk.documents.logo import LARGEST
from dealerdesk.domain.errors import Refused, WrongUse
from dealerdesk.domain.month_list import ListName
from dealerdesk.services.backups import back_up
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.list_files import list_on_paper
from dealerdesk.services.lists import AskFor, month_list
from dealerdesk.services.opening import open_desk
from dealerdesk.services.settings import store_name
from dealerdesk.services.sheets import call_sheet
from dealerdesk.services.store_details import (
    LARGEST_LOGO,
    StoreDetails,
    change_store_details,
    read_logo,
    store_details,
)
from dealerdesk.services.tasks import generate_tasks
from tests.stores import a_shop, clerk

TODAY = date(2026, 11, 23)
SET = StoreDetails("恒信海口店", "海口市滨海大道1号", "0898-6666 8888", "您好，这里是{store}，我是{agent}。")


@pytest.fixture
def shop(tmp_path):
    with a_shop(tmp_path / "store", TODAY) as shop:
        yield shop


def picture(size=(900, 300), kind="PNG", mode="RGBA", colour=(200, 30, 30, 128)):
    made = BytesIO()
    Image.new(mode, size, colour[: len(mode)]).save(made, kind)
    return made.getvalue()


@pytest.fixture
def logo(tmp_path):
    file = tmp_path / "标志 d'or.png"
    file.write_bytes(picture())
    return file


def test_a_new_store_says_nothing_of_itself(shop):
    assert store_details(shop.desk) == StoreDetails()


def test_details_are_kept_tidied_and_known_by_name(shop):
    assert change_store_details(shop.desk, replace(SET, name="  恒信海口店 \n")).act
    assert store_details(shop.desk) == SET
    assert store_name(shop.desk) == "恒信海口店"
    assert change_store_details(shop.desk, SET).act is None


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": "x" * 81}, "settings.too_long"),
        ({"opening": "x" * 301}, "settings.too_long"),
        ({"phone": "ask us"}, "settings.phone_without_digits"),
    ],
)
def test_details_that_papers_cannot_carry_are_refused(shop, wrong, code):
    with pytest.raises(WrongUse) as refused:
        change_store_details(shop.desk, replace(SET, **wrong))
    assert refused.value.said.code == code
    assert store_details(shop.desk) == StoreDetails()


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(shop):
    seen = store_details(shop.desk)
    change_store_details(shop.desk, SET, seen)
    with pytest.raises(Refused):
        change_store_details(shop.desk, replace(SET, name="B"), seen)
    assert store_details(shop.desk) == SET


def test_only_who_may_set_policies_changes_details(shop):
    with pytest.raises(Refused):
        change_store_details(shop.on(TODAY, actor=clerk("see")), SET)


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "L"), ("JPEG", "RGB"), ("PNG", "P")])
def test_a_picture_is_scaled_on_white(shop, tmp_path, kind, mode):
    file = tmp_path / "logo"
    file.write_bytes(picture((1800, 300), kind, mode, (9, 9, 9, 0)))
    with Image.open(BytesIO(read_logo(shop.desk, file))) as small:
        assert (small.format, small.mode, small.size) == ("PNG", "RGB", (LARGEST[0], 120))
        if mode == "RGBA":
            assert small.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "settings.logo_no_picture"),
        (b"%PDF-1.7 no picture", "settings.logo_no_picture"),
        (picture()[:60], "settings.logo_no_picture"),
        (picture(kind="GIF", mode="L"), "settings.logo_no_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "settings.logo_no_picture"),
        (b"\0" * (LARGEST_LOGO + 1), "settings.logo_too_large"),
        (picture((9_000, 6_000), mode="L"), "settings.logo_no_picture"),
    ],
    ids=["empty", "other", "cut off", "gif", "svg that nobody draws", "large", "claims too much"],
)
def test_what_is_no_picture_or_too_large_is_refused(shop, tmp_path, data, code):
    file = tmp_path / "x.png"
    file.write_bytes(data)
    with pytest.raises(WrongUse) as refused:
        read_logo(shop.desk, file)
    assert refused.value.said.code == code


def test_a_file_that_is_not_there_or_a_folder_is_refused(shop, tmp_path):
    for file in (tmp_path / "gone.png", tmp_path):
        with pytest.raises(WrongUse) as refused:
            read_logo(shop.desk, file)
        assert refused.value.said.code == "settings.logo_unreadable"


def test_a_drawing_is_taken_where_somebody_draws_it(shop, tmp_path):
    file = tmp_path / "logo.svg"
    file.write_bytes(b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>")
    assert read_logo(shop.desk, file, lambda _svg: picture())
    with pytest.raises(WrongUse):
        read_logo(shop.desk, file, lambda _svg: None)


def test_the_logo_comes_back_with_a_backup(shop, logo, tmp_path):
    wanted = replace(SET, logo=read_logo(shop.desk, logo))
    change_store_details(shop.desk, wanted)
    made = back_up(shop.desk)
    restore(tmp_path / "other", made.file)
    other = open_desk(Doorstep(tmp_path / "other", TODAY, "en"))
    with other.store:
        assert store_details(other) == wanted
    change_store_details(shop.desk, replace(wanted, logo=None))
    assert store_details(shop.desk).logo is None


def test_papers_carry_logo_address_phone_and_opening(shop, logo):
    change_store_details(shop.desk, replace(SET, logo=read_logo(shop.desk, logo)))
    shop.car(visits=[date(2025, 12, 5)])
    listed = month_list(shop.desk, AskFor(ListName.ABOUT_TO_BE_LOST))
    page = PdfReader(BytesIO(list_on_paper(shop.desk, listed))).pages[0]
    assert len(page.images) == 1
    assert "海口市滨海大道1号  ·  0898-6666 8888" in page.extract_text()
    generate_tasks(shop.desk)
    sheet = PdfReader(BytesIO(call_sheet(shop.desk, TODAY).pdf))
    assert [len(page.images) for page in sheet.pages] == [1, 1]
    assert "您好，这里是恒信海口店，我是[your name]。" in sheet.pages[0].extract_text()
    assert "海口市滨海大道1号" in sheet.pages[1].extract_text()
