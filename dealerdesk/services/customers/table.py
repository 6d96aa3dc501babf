"""The table of customers: which rows in which order, and those that are being looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealerdesk.db.customer_ids import AskedRows
from dealerdesk.db.customer_ids import customer_ids as ids_of
from dealerdesk.db.customer_rows import rows_with
from dealerdesk.db.filters import advisors, models
from dealerdesk.db.rulebooks import current_rules
from dealerdesk.domain.customer_query import CustomerChoices
from dealerdesk.services.desk import Desk, Right, use_case

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dealerdesk.domain.customer_file import CustomerRow
    from dealerdesk.domain.customer_query import CustomersQuery


@use_case("customers", Right.SEE)
def customers_query(desk: Desk, query: CustomersQuery) -> tuple[int, ...]:
    """The ids of the rows in their order: one a vehicle with its latest owner, and customers without a car below zero.

    All of them, however many there are. They are rows for `customer_rows`.
    """
    with desk.store.read() as conn:
        rules_id, rules = current_rules(conn)
        policy, masked = rules.policy_on(desk.today), Right.FULL_PHONE not in desk.actor.rights
        asked = AskedRows(query, desk.today, rules_id, policy, desk.actor.scope.advisor_id, masked)
        return tuple(ids_of(conn, asked))


@use_case("customer-rows", Right.SEE)
def customer_rows(desk: Desk, ids: Iterable[int]) -> Mapping[int, CustomerRow]:
    """These rows by id, as they stand on the desk's day; those that are gone or out of scope are left out."""
    with desk.store.read() as conn:
        rules_id, rules = current_rules(conn)
        return rows_with(conn, tuple(ids), desk.today, rules_id, rules, desk.actor.scope.advisor_id)


@use_case("customer-choices", Right.SEE)
def customer_choices(desk: Desk) -> CustomerChoices:
    """What the rows can be filtered by: the models that there are, the most frequent first, and the advisors."""
    with desk.store.read() as conn:
        return CustomerChoices(models(conn), advisors(conn))
