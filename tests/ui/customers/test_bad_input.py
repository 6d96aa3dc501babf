"""Whatever is pasted into a panel is normalised, or refused beside its field; what was typed stays."""

from __future__ import annotations

import pytest

LONG = "字" * 10_000
PASTED = "沪A12345\t王小明\r\n沪A54321\t李四\r\n"
ODD = ("2/30", "2026-02-30", "1890-01-01", "yesterday", "９９９９-12-31", LONG)


def errors(page):
    panel = page.doing.panel
    return {name: place.text() for name, place in panel.form._errors.items() if place.text()}


def save(page):
    page.action("customers.save").trigger()
    page.settled()


@pytest.mark.parametrize(
    ("action", "entered", "field"),
    [
        ("do_not_call", {"reason": LONG}, "reason"),
        ("depart", {"note": LONG}, "note"),
        ("plate", {"plate": LONG}, "plate"),
        ("plate", {"plate": PASTED}, "plate"),
        ("plate", {"plate": "😀😀😀😀😀"}, "plate"),
        ("owner", {"customer.name": LONG}, "customer.name"),
        ("owner", {"customer.name": "王", "phones.0": LONG}, "phones.0"),
        ("owner", {"customer.name": "王", "phones.0": "+++"}, "phones.0"),
        ("product", {"balance_fen": "-5"}, "balance_fen"),
        ("product", {"balance_fen": "123456789012"}, "balance_fen"),
        ("product", {"balance_fen": "lots"}, "balance_fen"),
        ("product", {"starts": "2026-05-01", "ends": "2026-04-01"}, "ends"),
        ("product", {"ends": "2/30"}, "ends"),
        ("product", {"state": "declined", "declined_on": "2/30", "declined_reason": "x"}, "declined_on"),
        ("product", {"state": "declined", "declined_on": "", "declined_reason": "x"}, "declined_on"),
        ("tags", {"tags": LONG}, "tags"),
        ("tie", {"text": LONG}, "text"),
    ],
)
def test_what_cannot_be_is_refused_beside_the_field_and_stays(page, do, action, entered, field):
    do(page, action)
    panel = page.doing.panel
    panel.put(entered)
    page.settled()
    typed = panel.typed()
    save(page)
    assert page.doing.panel is panel
    assert set(errors(page)) == {field}
    assert panel.typed() == typed


@pytest.mark.parametrize("day", ODD)
@pytest.mark.parametrize("action", ["do_not_call", "depart", "plate", "owner", "hand_over"])
def test_a_day_that_is_none_is_refused_beside_the_field(page, do, action, day):
    do(page, action)
    panel = page.doing.panel
    panel.put({"reason": "asked", "plate": "沪A9Z9Z8", "customer.name": "某某某", "day": day})
    if action == "hand_over":
        panel.put({"advisor": next(key for key, _ in panel.offered() if key is not None)})
    save(page)
    assert page.doing.panel is panel
    assert set(errors(page)) == {"day"}
    assert panel.form.fields["day"].text() == day


def test_full_width_signs_are_brought_to_one_form(page, do):
    do(page, "owner")
    page.doing.panel.put(
        {
            "customer.name": "　欧阳　𠮷祥 ",
            "phones.0": "＋８６　１３９－００００－１２３４",
            "day": "２０２６．１１．３",
        }
    )
    save(page)
    assert not page.doing.is_open
    person = page.file.file.person
    assert person.name == "欧阳 𠮷祥"
    assert person.phones[0].phone.shown == "139****1234"


@pytest.mark.parametrize("plate", ["粤Z1234港", "粤Z1234澳", "琼A1234警", "琼A1234学", "琼A1234挂", "琼AD12345"])
def test_plates_of_every_kind_are_taken(page, do, plate):
    do(page, "plate")
    page.doing.panel.put({"plate": f" {plate.lower()} "})
    save(page)
    if page.doing.is_open:
        do(page, "confirm")
    assert page.file.file.car.plate == plate
