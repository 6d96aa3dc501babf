"""The window: what people see and press. The one room that imports Qt; every figure comes from the services."""

from __future__ import annotations

from dealerdesk.ui.steadying import hold_singletons

hold_singletons()
