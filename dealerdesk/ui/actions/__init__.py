"""The one table of actions: it feeds buttons, menus, shortcuts, the palette, the list of shortcuts, and the help."""

from __future__ import annotations
