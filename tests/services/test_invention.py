"""The invented store: repeatable, exact in its counts, without collisions, and believable."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealerdesk.domain.calendar import Month, add_months
from dealerdesk.domain.history import History, Stretch, fold, stretch_on
from dealerdesk.domain.identity import check_plate, check_vin
from dealerdesk.domain.month_list import ListName
from dealerdesk.domain.phone import normal_phone
from dealerdesk.domain.retention import BASE_SOURCES, is_quasi_lost, returns, status_on
from dealerdesk.domain.rules import POLICIES, Rules, Status
from dealerdesk.domain.visit import Payer, Visit, VisitState, is_counting
from dealerdesk.services.invention import MOST_VEHICLES, InventedCar, invent

TODAY = date(2026, 11, 22)
RULES = Rules()
VEHICLES = 1500


@lru_cache(maxsize=1)
def store() -> tuple[InventedCar, ...]:
    return tuple(invent(VEHICLES, 7, TODAY))


@lru_cache(maxsize=1)
def histories() -> tuple[tuple[InventedCar, tuple[Stretch, ...], tuple[date, ...]], ...]:
    return tuple((car, *fold(history_of(car), RULES)) for car in store())


def history_of(car: InventedCar) -> History:
    visits = tuple(
        Visit(
            nth,
            visit.date_in,
            visit.order_no,
            visit.odometer,
            visit.kind,
            visit.state,
            visit.payer,
            visit.due_fen,
            visit.discount_fen,
            visit.paid_fen,
            visit.redeemed_fen,
        )
        for nth, visit in enumerate(car.visits)
    )
    departed = () if car.departure is None else (car.departure[0],)
    return History(car.source, car.delivered, car.model, car.drive, visits, departed=departed)


def share(part: int, whole: int) -> float:
    return part / whole


def all_visits(cars=None):
    return [visit for car in cars or store() for visit in car.visits]


# Repeatable


def test_the_same_seed_invents_the_same_store():
    assert list(invent(60, 3, TODAY)) == list(invent(60, 3, TODAY))


def test_another_seed_invents_another_store():
    assert list(invent(20, 3, TODAY)) != list(invent(20, 4, TODAY))


def test_a_smaller_store_is_the_beginning_of_a_larger_one():
    large = list(invent(100, 3, TODAY))
    for vehicles in (0, 1, 19, 20, 21, 57):
        assert list(invent(vehicles, 3, TODAY)) == large[:vehicles]


def test_a_smaller_store_of_the_same_mean_is_the_beginning_of_a_larger_one():
    large = list(invent(200, 3, TODAY, visits=2000))
    assert list(invent(100, 3, TODAY, visits=1000)) == large[:100]
    smaller = list(invent(50, 3, TODAY, visits=500))
    assert smaller[:40] == large[:40]


def test_cars_are_yielded_one_by_one():
    assert len(list(islice(invent(MOST_VEHICLES, 3, TODAY), 5))) == 5


# Exact


@pytest.mark.parametrize(
    ("vehicles", "visits"), [(1, 10), (1, 0), (20, 7), (100, 1000), (333, 1234), (333, 3331), (5, 400)]
)
def test_there_are_exactly_as_many_visits_as_asked_for(vehicles, visits):
    cars = list(invent(vehicles, 11, TODAY, visits))
    assert (len(cars), len(all_visits(cars) if cars else [])) == (vehicles, visits)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 45), st.integers(0, 700), st.integers(-5, 1 << 70), st.dates(date(2012, 1, 1), date(2060, 12, 31))
)
def test_any_counts_seed_and_day_give_a_sound_store(vehicles, visits, seed, today):
    cars = list(invent(vehicles, seed, today, visits))
    orders = [visit.order_no for car in cars for visit in car.visits]
    assert len(orders) == len(set(orders)) == visits
    for car in cars:
        assert_nothing_after(today, car)
        assert_in_order(car)


@pytest.mark.parametrize(("vehicles", "visits"), [(-1, None), (MOST_VEHICLES + 1, None), (0, 3), (10, -1)])
def test_a_count_that_no_store_has_is_an_error(vehicles, visits):
    with pytest.raises(ValueError):
        invent(vehicles, 1, TODAY, visits)


def test_an_empty_store_has_no_cars():
    assert list(invent(0, 1, TODAY, 0)) == []


# Without collisions


def test_vins_are_unique_and_their_check_digits_valid():
    vins = [car.vin for car in store()]
    assert len(set(vins)) == VEHICLES
    assert all(check_vin(vin).usable and check_vin(vin).warning is None for vin in vins)


def test_order_numbers_are_unique_and_name_their_month():
    visits = all_visits()
    assert len({visit.order_no for visit in visits}) == len(visits)
    assert all(visit.order_no.startswith(f"RO{visit.date_in:%y%m}") for visit in visits)


def test_plates_are_usual_and_unique_among_their_holders_of_today():
    held = [car.plates[-1][0] for car in store() if car.plates]
    assert len(set(held)) == len(held)
    for car in store():
        kinds = {check_plate(plate).kind for plate, _ in car.plates}
        assert kinds <= {"fuel" if car.drive == "fuel" else "new-energy"}


def test_a_plate_moves_on_only_after_its_holder_gave_it_up():
    since = {}
    for car in store():
        for nth, (plate, from_day) in enumerate(car.plates):
            until = car.plates[nth + 1][1] if nth + 1 < len(car.plates) else None
            if plate in since:
                assert since[plate] is not None
                assert from_day is not None
                assert from_day >= since[plate]
            since[plate] = until


def test_customers_with_one_number_are_one_customer_and_no_two_share_a_phone():
    customers = {}
    for car in store():
        for customer in car.customers:
            assert customers.setdefault(customer.number, customer) == customer
    phones = [phone for customer in customers.values() for phone in customer.phones]
    assert len(set(phones)) == len(phones)
    assert all(set(customer.bad_phones) <= set(customer.phones) for customer in customers.values())


# In time


def assert_nothing_after(today, car):
    days = [car.delivered, car.registered, *(day for _, day in (*car.plates, *car.owners))]
    days += [product.starts for product in car.products]
    days += [customer.do_not_call[0] for customer in car.customers if customer.do_not_call]
    days += [customer.birthday for customer in car.customers]
    if car.departure:
        days.append(car.departure[0])
    for visit in car.visits:
        days += [visit.date_in, visit.date_settled, visit.date_out]
    assert max((day for day in days if day), default=today) <= today


def assert_in_order(car):
    for before, after in pairwise(car.visits):
        assert before.date_in <= after.date_in
    for visit in car.visits:
        assert visit.date_settled is None or visit.date_settled >= visit.date_in
        assert visit.date_out is None or visit.date_out >= visit.date_settled
        if car.source == "own":
            assert visit.date_in >= car.delivered
    for changes in (car.plates, car.owners):
        assert all(day is not None for _, day in changes[1:])


@pytest.mark.parametrize("today", [date(2026, 2, 18), date(2028, 2, 29), date(2026, 10, 2), date(2025, 12, 31)])
def test_nothing_but_ends_is_later_than_today(today):
    for car in invent(200, 5, today):
        assert_nothing_after(today, car)
        assert_in_order(car)


def test_nobody_comes_on_a_closed_day_and_fewer_come_after_spring_festival():
    days = Counter(visit.date_in for visit in all_visits())
    for year in range(2018, 2027):
        assert not any(days[date(year, 10, day)] for day in (1, 2, 3))
    assert not any(days[date(2026, 2, 16) + timedelta(days=n)] for n in range(6))
    festivals = (date(2023, 1, 22), date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17))
    quiet = sum(days[first + timedelta(days=n)] for first in festivals for n in range(5, 15))
    usual = sum(days[first + timedelta(days=n)] for first in festivals for n in range(40, 50))
    assert quiet < 0.8 * usual


def test_a_visit_is_as_its_state_says():
    for visit in all_visits():
        state = VisitState(visit.state)
        Payer(visit.payer)
        assert (visit.date_settled is not None) == (state in {VisitState.SETTLED, VisitState.HANDED_OVER})
        assert (visit.date_out is not None) == (state is VisitState.HANDED_OVER)
        if state in {VisitState.ARRIVED, VisitState.IN_WORKSHOP}:
            assert TODAY - visit.date_in <= timedelta(days=14)
        assert visit.due_fen in {0, visit.labour_fen + visit.parts_fen}
        assert visit.due_fen < 0 or 0 <= visit.discount_fen <= visit.due_fen


# Believable


def test_a_car_comes_about_six_times():
    assert 5 <= share(len(all_visits()), VEHICLES) <= 7


def test_sources_uses_and_drives_are_mixed():
    sources = Counter(car.source for car in store())
    assert 0.55 < share(sources["own"], VEHICLES) < 0.8
    assert 0.1 < share(sources["other-store"], VEHICLES) < 0.3
    assert 0.03 < share(sources["passing"], VEHICLES) < 0.12
    assert 0.01 < share(sources["other-brand"], VEHICLES) < 0.08
    assert {car.use for car in store()} == {"private", "company", "operating"}
    assert {car.drive for car in store()} == {"fuel", "electric", "hybrid"}
    assert 0.01 < share(sum(car.use == "operating" for car in store()), VEHICLES) < 0.06


def test_some_are_active_some_at_risk_some_lost():
    policy = POLICIES["6-12"]
    base = [stretch_on(stretches, TODAY) for car, stretches, _ in histories() if car.source in BASE_SOURCES]
    statuses = Counter(status_on(now.reference, TODAY, policy) for now in base)
    assert 0.35 < share(statuses[Status.ACTIVE], len(base)) < 0.6
    assert 0.05 < share(statuses[Status.AT_RISK], len(base)) < 0.2
    assert 0.3 < share(statuses[Status.LOST], len(base)) < 0.55


def test_some_leave_after_the_first_service_some_after_the_second():
    old = [car for car in store() if car.source == "own" and car.delivered < add_months(TODAY, -24)]
    visits = Counter(len([v for v in history_of(car).visits if is_counting(v, RULES)]) for car in old)
    for often in (0, 1, 2):
        assert 0.02 < share(visits[often], len(old)) < 0.25


def test_many_stop_coming_when_the_warranty_ends():
    last_months = Counter()
    for car in store():
        if car.source == "own" and car.visits and car.visits[-1].date_in < add_months(TODAY, -14):
            last_months[(car.visits[-1].date_in - car.delivered).days // 180] += 1
    around = last_months[5] + last_months[6]
    assert around > 2 * (last_months[3] + last_months[4])


def test_some_come_back_after_a_year():
    returned = sum(bool(returns(stretches, RULES)) for _, stretches, _ in histories())
    assert 0.03 < share(returned, VEHICLES) < 0.2


def test_orders_are_of_every_sort():
    visits = all_visits()
    settled = [visit for visit in visits if visit.date_settled]
    kinds = Counter(visit.kind for visit in visits)
    payers = Counter(visit.payer for visit in visits)
    assert {"首次保养", "常规保养", "一般维修", "事故车维修", "保修索赔", "上门检测", "精品销售", "内部维修"} == set(
        kinds
    )
    assert set(payers) == set(Payer)
    assert all(visit.payer == "manufacturer" for visit in visits if visit.kind in {"首次保养", "保修索赔"})
    assert all(visit.due_fen == 0 for visit in visits if visit.kind == "上门检测")
    assert any(visit.due_fen == 0 and visit.items in {"更换灯泡", "更换保险丝", "紧固卡箍"} for visit in settled)
    assert any(visit.due_fen == visit.discount_fen > 0 for visit in settled), "waived"
    assert any(visit.due_fen > 0 and visit.paid_fen == 0 and visit.note == "挂账" for visit in settled), "on account"
    assert any(visit.redeemed_fen and visit.payer == "package" for visit in settled), "package"
    assert 0 < sum(visit.due_fen < 0 for visit in visits) < 0.005 * len(visits), "reversals"
    assert 0.002 < share(sum(visit.state == "void" for visit in visits), len(visits)) < 0.03


def test_cars_are_in_the_workshop_today():
    open_now = [visit for visit in all_visits() if visit.state in {"arrived", "in-workshop"}]
    assert 3 <= len(open_now) <= 40
    assert {"arrived", "in-workshop"} == {visit.state for visit in open_now}


def test_odometers_rise_but_for_slips_of_the_clerk():
    pairs = [
        (before.odometer, after.odometer)
        for car in store()
        for before, after in pairwise(car.visits)
        if before.odometer is not None and after.odometer is not None
    ]
    falls = sum(after < before for before, after in pairs)
    assert 0.001 < share(falls, len(pairs)) < 0.012


def test_fleets_and_families_share_their_customer():
    cars = Counter((car.customers[0].number, car.customers[0].kind) for car in store())
    assert any(kind == "company" and count >= 3 for (_, kind), count in cars.items())
    assert any(kind == "person" and count == 2 for (_, kind), count in cars.items())


def test_plates_owners_and_cars_change():
    cars = store()
    assert any(len(car.plates) == 2 for car in cars)
    assert any(not car.plates and TODAY - car.delivered <= timedelta(days=20) for car in cars if car.delivered)
    assert any(len(car.owners) == 2 and car.customers[0] != car.customers[1] for car in cars)
    assert {car.departure[1] for car in cars if car.departure} == {"sold", "scrapped", "moved"}
    plates = Counter(plate for car in cars for plate, _ in car.plates)
    assert max(plates.values()) == 2, "the plate of a car that was sold goes to the next one of its owner"


def test_products_bind_some():
    kinds = Counter(product.kind for car in store() for product in car.products)
    assert set(kinds) == {"prepaid-maintenance", "stored-value", "extended-warranty", "voucher"}
    assert any(
        TODAY <= product.ends <= TODAY + timedelta(days=60)
        for car in store()
        for product in car.products
        if product.ends
    )


def test_customers_are_not_all_easy_to_reach():
    customers = {customer.number: customer for car in store() for customer in car.customers}.values()
    assert any(not customer.phones for customer in customers)
    assert any(customer.bad_phones for customer in customers)
    assert 0.005 < share(sum(c.do_not_call is not None for c in customers), len(customers)) < 0.05
    assert {normal_phone(phone).kind for c in customers for phone in c.phones} == {"mobile", "landline", "odd"}
    assert any((c.birthday.month, c.birthday.day) == (2, 29) for c in customers if c.birthday)
    assert any(c.birthday is None for c in customers if c.kind == "person")
    assert any(c.name.startswith(("欧阳", "上官", "司马", "诸葛", "尉迟", "麴", "亓", "仉")) for c in customers)


def test_advisors_come_and_go():
    recent = {v.advisor for v in all_visits() if v.date_in > add_months(TODAY, -1)}
    ever = {v.advisor for v in all_visits()}
    assert 5 <= len(recent) <= 9
    assert len(ever) > len(recent)
    assert {car.advisor for car in store()} - recent, "some cars still name an advisor who has left"


# The lists of next month

MONTH = Month.of(TODAY).plus(1)


def in_list(name, car, stretches, evidence):
    now = stretch_on(stretches, TODAY)
    policy = POLICIES["3-6-9" if name == "watch" else "6-12"]
    reference = now.reference
    status = status_on(reference, MONTH.last, policy)
    fresh = car.source == "own" and now.maintained is None and add_months(car.delivered, 12) > TODAY
    due = now.next_maintenance if not fresh and status_on(reference, TODAY, policy) is not Status.LOST else None
    birthday = car.customers[car.owners[-1][0]].birthday
    return {
        "about-to-be-lost": reference is not None and reference in MONTH.plus(-12),
        "second-visit": reference is not None and reference in MONTH.plus(-6),
        "watch": status is Status.WATCH,
        "at-risk": status is Status.AT_RISK,
        "lost": status is Status.LOST,
        "quasi-lost": is_quasi_lost(reference, evidence, MONTH.last, policy, RULES, TODAY),
        "first-maintenance": fresh and add_months(car.delivered, 3) <= MONTH.last,
        "maintenance-due": due is not None and due in MONTH,
        "overdue": due is not None and due < MONTH.first,
        "warranty": car.warranty_end is not None and car.warranty_end in MONTH,
        "insurance": car.insurance_end is not None and car.insurance_end in MONTH,
        "inspection": car.inspection_end is not None and car.inspection_end in MONTH,
        "birthdays": birthday is not None and birthday.month == MONTH.month,
    }[name]


@pytest.mark.parametrize("name", [name.value for name in ListName])
def test_every_list_of_next_month_has_cars(name):
    listed = [
        car
        for car, stretches, evidence in histories()
        if car.source in BASE_SOURCES and car.departure is None and in_list(name, car, stretches, evidence)
    ]
    assert len(listed) >= 4
