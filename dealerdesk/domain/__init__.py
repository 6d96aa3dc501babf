"""The rulebook: frozen values and pure functions; today, rules and tables are arguments."""
