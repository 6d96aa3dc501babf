"""Invents a store of believable customers, cars and visits, for trying the desk and for measuring it."""

from __future__ import annotations

from dealerdesk.domain.invented import InventedCar, InventedCustomer, InventedProduct, InventedVisit
from dealerdesk.services.invention.inventor import MOST_VEHICLES, invent

__all__ = ["MOST_VEHICLES", "InventedCar", "InventedCustomer", "InventedProduct", "InventedVisit", "invent"]
