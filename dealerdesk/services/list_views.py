"""Saved views: a list with its filters, order, groups and columns under a name, the same for the whole store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dealerdesk.db.list_views import drop_view, keep_view, kept_views, rename_view
from dealerdesk.domain.errors import WrongUse
from dealerdesk.domain.list_fields import FIELDS
from dealerdesk.domain.list_query import AS_IT_IS, Query
from dealerdesk.domain.month_list import ListName
from dealerdesk.domain.rules import POLICIES
from dealerdesk.services.desk import Changed, Desk, Right, use_case

if TYPE_CHECKING:
    from dealerdesk.db.acts import Writer

LONGEST_NAME: Final = 60
_KINDS: Final = frozenset({"view"})


@dataclass(frozen=True)
class SavedView:
    """A list as somebody wanted to see it again. `policy`: None is the store's; `columns`: empty is the usual ones.

    The target month is not among it: a view is looked at again in other months.
    """

    name: str
    list_name: ListName
    query: Query = AS_IT_IS
    policy: str | None = None
    columns: tuple[str, ...] = ()


@use_case("list-views", Right.SEE)
def saved_views(desk: Desk) -> tuple[SavedView, ...]:
    """The saved views, in the order in which they were first saved; what this version does not know is left out."""
    with desk.store.read() as conn:
        found = [_view(name, data) for name, data in kept_views(conn).items()]
    return tuple(view for view in found if view is not None)


@use_case("save-list-view", Right.SEE)
def save_view(desk: Desk, view: SavedView) -> Changed:
    """Save a view, in place of the one that has its name. Raises WrongUse `view.no_name`, `view.long_name`."""
    name = _named(view.name)
    data = {
        "list": view.list_name.value,
        "query": view.query.plain(),
        "policy": view.policy,
        "columns": list(view.columns),
    }
    with desk.store.write(desk.header("save-list-view")) as writer:
        return Changed(_KINDS, writer.act_id) if keep_view(writer, name, data) else Changed()


@use_case("rename-list-view", Right.SEE)
def rename_saved_view(desk: Desk, name: str, new_name: str) -> Changed:
    """Give a view another name. Raises WrongUse as saving does, and `view.gone`, `view.name_taken`."""
    new = _named(new_name)
    with desk.store.write(desk.header("rename-list-view")) as writer:
        _present(writer, name)
        if new == name:
            return Changed()
        if new in kept_views(writer.conn):
            raise WrongUse("view.name_taken", name=new)
        rename_view(writer, name, new)
        return Changed(_KINDS, writer.act_id)


@use_case("delete-list-view", Right.SEE)
def delete_view(desk: Desk, name: str) -> Changed:
    """Delete a view. Raises WrongUse `view.gone`."""
    with desk.store.write(desk.header("delete-list-view")) as writer:
        _present(writer, name)
        drop_view(writer, name)
        return Changed(_KINDS, writer.act_id)


def _named(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise WrongUse("view.no_name")
    if len(name) > LONGEST_NAME:
        raise WrongUse("view.long_name", most=LONGEST_NAME)
    return name


def _present(writer: Writer, name: str) -> None:
    if name not in kept_views(writer.conn):
        raise WrongUse("view.gone", name=name)


def _view(name: str, data: Any) -> SavedView | None:  # noqa: ANN401 - whatever another version wrote
    if not isinstance(data, dict) or data.get("list") not in set(ListName):
        return None
    columns = data.get("columns")
    known = tuple(code for code in columns if code in FIELDS) if isinstance(columns, list) else ()
    policy = data.get("policy")
    return SavedView(
        name,
        ListName(data["list"]),
        Query.from_plain(data.get("query")),
        policy if policy in POLICIES else None,
        known,
    )
