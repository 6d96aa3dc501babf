"""The Customers page: the table of all customers with their vehicles, and the file of one beside it."""

from dealerdesk.ui.pages.customers.page import CustomersPage

__all__ = ["CustomersPage"]
