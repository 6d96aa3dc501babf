"""Appointments: making, moving and ending them, looking at their days, and how visits keep them (Rulebook 6, 9)."""
