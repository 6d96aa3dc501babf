"""The benchmark runs every measurement that it names, beside the floor that it names; how fast is not judged here."""

from __future__ import annotations

from datetime import date

import pytest

from dealerdesk.benchmark import subset
from dealerdesk.benchmark.ground import Ground, side_by_side
from dealerdesk.benchmark.measured import Measured, Race
from dealerdesk.benchmark.month_lists import LISTS
from dealerdesk.benchmark.plan import PLAN
from dealerdesk.benchmark.run import measure
from dealerdesk.benchmark.stopwatch import Contest, Memory
from dealerdesk.domain.errors import WrongUse
from dealerdesk.services.lists import month_list
from dealerdesk.words import Words
from dealerdesk.words.labels import LABELS

TODAY = date(2026, 3, 31)
VEHICLES, VISITS = 240, 2_000
FIELDS = {"name", "value", "unit", "floor", "floor_value", "ratio", "goal", "size", "peak_memory_mib"}


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """Everything, measured once in this process; and what was told meanwhile."""
    told = []
    patch = pytest.MonkeyPatch()
    patch.setattr("dealerdesk.benchmark.stopwatch._PATIENCE", 0.0)
    patch.setattr("dealerdesk.benchmark.orders._ROUNDS", 1)
    patch.setattr("dealerdesk.benchmark.paper.CALLS", 30)
    patch.setattr("dealerdesk.benchmark.window._ROUNDS", 1)
    patch.setattr("dealerdesk.benchmark.window._RUNS", 1)
    store = tmp_path_factory.mktemp("bench") / "store"
    found = measure(VEHICLES, VISITS, None, TODAY, told.append, keep=store, apart=False)
    patch.undo()
    return found, told, store


def test_every_measurement_answers_once_in_the_order_of_the_plan(measured):
    found, told, _ = measured
    assert [one.name for one in found] == [planned.name for planned in PLAN]
    assert [note.params["name"] for note in told] == list(dict.fromkeys(planned.family for planned in PLAN))


def test_an_answer_has_the_fields_of_the_contract(measured):
    for one in measured[0]:
        data = one.as_data()
        assert data.keys() == FIELDS
        assert data["unit"] in {"s", "ms", "MiB"}
        assert data["value"] > 0
        assert data["peak_memory_mib"] > 0


def test_a_ratio_and_a_goal_stand_where_there_is_a_floor_and_nowhere_else(measured):
    for one in measured[0]:
        data = one.as_data()
        given = [data[field] is not None for field in ("floor", "floor_value", "ratio", "goal")]
        assert all(given) != (data["name"] in {"invent", "tasks-generate"})
        assert any(given) == all(given)


def test_every_floor_has_a_name_in_words(measured):
    floors = {one.floor for one in measured[0] if one.floor}
    assert {f"floor.{floor}" for floor in floors} == {code for code in LABELS if code.startswith("floor.")}


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_a_line_tells_a_person_value_floor_ratio_goal_and_memory(lang):
    race = Race(desk=0.5, floor=0.25, size=10, peak=64 << 20)
    line = Measured("check", "s", "fetch-all-visits", 10.0, race).line(Words(lang))
    for part in ("check", "0.5 s", "0.25 s", "2.0", "10", "64 MiB", Words(lang).label("floor.fetch-all-visits")):
        assert part in line
    assert Measured("invent", "s", None, None, Race(1.0, None, 10, 1)).line(Words(lang)).startswith("invent")


def test_a_name_chooses_one_and_the_part_before_its_colon_chooses_a_family(measured):
    store = measured[2]
    one = measure(VEHICLES, VISITS, "list-page:lost", TODAY, lambda _: None, keep=store, apart=False)
    assert [found.name for found in one] == ["list-page:lost"]
    family = measure(VEHICLES, VISITS, "list-columns-past", TODAY, lambda _: None, keep=store, apart=False)
    assert [found.name for found in family] == [f"list-columns-past:{name}" for name in LISTS]


def test_a_kind_is_measured_in_a_process_of_its_own(measured):
    (found,) = measure(VEHICLES, VISITS, "search-order", TODAY, lambda _: None, keep=measured[2])
    assert (found.name, found.race.size) == ("search-order", 1)


def test_an_unknown_name_is_wrong_use_that_names_the_known_ones():
    with pytest.raises(WrongUse) as wrong:
        measure(VEHICLES, VISITS, "nonsense", TODAY, lambda _: None)
    sentence = Words("en").say(wrong.value.said)
    assert "nonsense" in sentence
    assert "list-page" in sentence
    assert wrong.value.exit_code == 2


@pytest.mark.parametrize(("vehicles", "visits"), [(0, 0), (-1, 10), (10, 5), (10, 1_000), (10**9, 10**9)])
def test_a_store_that_cannot_be_is_wrong_use(vehicles, visits):
    with pytest.raises(WrongUse) as wrong:
        measure(vehicles, visits, "check", TODAY, lambda _: None)
    assert wrong.value.said.code == "use.bad_number"


def test_the_part_of_a_store_has_so_many_vehicles_and_visits_and_the_same_list(measured, tmp_path):
    store = measured[2]
    ground = Ground(store, tmp_path, TODAY, VEHICLES, VISITS)
    subset.part_and_whole(ground)
    with side_by_side(store, TODAY) as (whole, _), side_by_side(tmp_path / "part", TODAY) as (part, bare):
        rows = month_list(whole, subset._ASK).rows
        assert rows
        assert month_list(part, subset._ASK).rows == rows
        (vehicles,) = bare.execute("SELECT count(*) FROM vehicle").fetchone()
        assert len(rows) <= vehicles < VEHICLES


def test_neighbours_are_chosen_whose_counts_add_up():
    counts = {key: key for key in range(1, 11)}
    assert list(subset._with_sum(list(counts), counts, 3, 15)) == [4, 5, 6]
    assert list(subset._with_sum(list(counts), counts, 3, 1_000)) == [8, 9, 10]
    assert list(subset._with_sum(list(counts), counts, 0, 15)) == []
    assert list(subset._with_sum([1, 2], counts, 5, 3)) == [1, 2]


def test_both_run_equally_often_and_the_best_counts():
    ran = []
    race = Contest(lambda: ran.append("desk") or "abc", lambda: ran.append("floor"), rounds=3).race()
    assert ran.count("desk") == ran.count("floor") >= 4
    assert race.size == 3
    assert 0 < race.desk < 1
    assert race.peak > 0


def test_memory_watches_until_its_block_ends():
    with Memory() as memory:
        before = memory.peak
        held = bytearray(64 << 20)
        held[::4096] = b"x" * len(held[::4096])
    assert memory.peak >= before + (60 << 20)
