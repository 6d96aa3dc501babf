"""What can be done on the page `customers`."""

from __future__ import annotations

from dealerdesk.services.desk import Right
from dealerdesk.ui.actions.action import Action
from dealerdesk.words.mark import N_

ACTIONS: tuple[Action, ...] = (
    Action("customers.search", N_("Search in the table"), "Ctrl+F", "customers", icon="search"),
    Action("customers.filter", N_("Filter"), "F4", "customers", icon="filter"),
    Action("customers.clear", N_("Clear search and filters"), "Ctrl+Shift+F", "customers"),
    Action("customers.columns", N_("Choose columns"), "Ctrl+Shift+C", "customers", icon="columns"),
    Action("customers.table", N_("Go to the table"), "Alt+1", "customers"),
    Action("customers.facts", N_("Go to the file"), "Alt+2", "customers"),
    Action("customers.timeline", N_("Go to the timeline"), "Alt+3", "customers"),
    Action("customers.changes", N_("Go to the changes"), "Alt+4", "customers"),
    Action("customers.history", N_("History of this field"), "F3", "customers"),
    Action("customers.next_car", N_("Next car of this customer"), "Ctrl+Down", "customers"),
    Action("customers.reveal", N_("Show the numbers"), "Ctrl+R", "customers", Right.FULL_PHONE, "phone"),
    Action("customers.copy_phone", N_("Copy the number"), "Ctrl+Shift+R", "customers", Right.FULL_PHONE),
    Action("customers.data", N_("All data of this customer…"), "", "customers", Right.EXPORT, "print"),
    Action("customers.data_file", N_("Export all data of this customer…"), "", "customers", Right.EXPORT, "save"),
    Action("customers.erase", N_("Erase this customer…"), "", "customers", Right.ERASE),
    Action("customers.print", N_("Print the customer file…"), "Ctrl+P", "customers", Right.EXPORT, "print"),
    Action("customers.print_visits", N_("Print the visits of the car…"), "Ctrl+Shift+V", "customers", Right.EXPORT),
    Action("customers.export_visits", N_("Export the visits of the car…"), "Alt+V", "customers", Right.EXPORT),
    Action("customers.print_table", N_("Print the table…"), "Ctrl+Alt+P", "customers", Right.EXPORT, "print"),
    Action("customers.export_table", N_("Export the table…"), "Ctrl+E", "customers", Right.EXPORT, "save"),
    Action("customers.kinds", N_("Choose what the timeline shows"), "Alt+5", "customers"),
    Action("customers.edit", N_("Edit"), "F2", "customers", Right.ENTER, "edit"),
    Action("customers.add_phone", N_("Add a number"), "Ctrl+Shift+N", "customers", Right.ENTER, "add"),
    Action("customers.save", N_("Save"), "Ctrl+S", "customers", Right.ENTER, "", "primary"),
    Action(
        "customers.delete_customer", N_("Delete the customer"), "Ctrl+Shift+Del", "customers", Right.DELETE, "remove"
    ),
    Action("customers.delete_car", N_("Delete the car"), "Alt+Del", "customers", Right.DELETE, "remove"),
    Action("customers.delete_visit", N_("Delete the visit"), "Ctrl+Del", "customers", Right.DELETE, "remove"),
    Action("customers.more", N_("More about this customer and car"), "Ctrl+M", "customers"),
    Action("customers.confirm", N_("Confirm and save"), "F8", "customers", Right.ENTER),
    Action("customers.do_not_call", N_("Do not call…"), "Ctrl+D", "customers", Right.CALL),
    Action("customers.lift", N_("May be called again…"), "Alt+D", "customers", Right.ENTER),
    Action("customers.complaint", N_("Complaint…"), "Alt+B", "customers", Right.ENTER),
    Action("customers.wechat", N_("Added on WeChat"), "F6", "customers", Right.ENTER),
    Action("customers.tags", N_("Tags…"), "Ctrl+Shift+K", "customers", Right.ENTER),
    Action("customers.tie", N_("Link with a household or company…"), "Ctrl+J", "customers", Right.ENTER),
    Action("customers.untie", N_("Take the link back"), "Alt+J", "customers", Right.ENTER),
    Action("customers.plate", N_("Another plate…"), "Ctrl+L", "customers", Right.ENTER),
    Action("customers.owner", N_("Another owner…"), "Ctrl+O", "customers", Right.ENTER),
    Action("customers.hand_over", N_("Another advisor…"), "Ctrl+H", "customers", Right.ENTER),
    Action("customers.hand_over_all", N_("Hand over all cars of an advisor…"), "Ctrl+Shift+H", "customers", Right.PLAN),
    Action("customers.product", N_("Add a product…"), "Ctrl+T", "customers", Right.ENTER, "add"),
    Action("customers.change_product", N_("Change the product…"), "Ctrl+Shift+T", "customers", Right.ENTER, "edit"),
    Action("customers.drop_product", N_("Delete the product"), "Alt+T", "customers", Right.ENTER, "remove"),
    Action("customers.depart", N_("The car departed…"), "Ctrl+G", "customers", Right.ENTER),
    Action("customers.take_back", N_("The car did not depart"), "Alt+G", "customers", Right.ENTER),
    Action("customers.cancel", N_("Cancel editing"), "Esc", "customers"),
)
