"""What an import says: why a row was set aside, rejected or doubted, and why a file cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealerdesk.words.mark import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealerdesk.words.mark import Sentence

SENTENCES: Final[Mapping[str, Sentence]] = {
    # Set aside (INTERFACES, "Import, exactly").
    "import.blank": N_("The row is empty."),
    "import.total_line": N_("This is a total line, not a record."),
    "import.free_plate": N_("The row bears the dummy plate 免单车号, and its VIN names no car that is known here."),
    # Rejected.
    "import.bad_row": N_("The row does not fit the headings: compare its cells with those of its neighbours."),
    "import.no_order_number": N_("The order number is missing: fill it in."),
    "import.no_vehicle": N_("Neither plate nor VIN is filled in: enter one of them."),
    "import.bad_plate": N_("The plate cannot be a plate, and there is no usable VIN beside it: correct one of them."),
    "import.bad_vin": N_(
        "The VIN needs 17 characters without I, O and Q, and there is no usable plate beside it: correct one of them."
    ),
    "import.bad_date": N_("The date in is missing or cannot be read: write it as 2026-02-28."),
    "import.future_date": N_(
        "The date in lies after the store's day: correct it, or import the row once that day has come."
    ),
    "import.bad_amount": N_("An amount is not a number: correct it, or empty the cell."),
    "import.bad_odometer": N_("The odometer is below zero or not a number: correct it, or empty the cell."),
    "import.unknown_customer": N_(
        "No customer of the store has this plate, VIN or phone: import the vehicle file first, or correct the row."
    ),
    "import.no_result": N_("Neither a result that is known here nor a note: write what came of the call."),
    # Warnings: the row was taken.
    "import.vin_check": N_("The check digit of the VIN is wrong: compare it with the vehicle licence."),
    "import.plate_pattern": N_("The plate is outside the usual patterns: compare it with the vehicle licence."),
    "import.bad_plate_beside_vin": N_("The plate cannot be a plate and was left out; the car was found by its VIN."),
    "import.bad_vin_beside_plate": N_(
        "The VIN needs 17 characters without I, O and Q and was left out; the car was found by its plate."
    ),
    "import.odd_phone": N_(
        "The phone is neither a mobile nor a landline number with area code: ask at the next visit."
    ),
    "import.odometer_fell": N_(
        "The odometer is lower than at an earlier visit; it was kept as entered and is not used for mileage."
    ),
    "import.vin_plate_disagree": N_("VIN and plate belong to different cars; the VIN decided."),
    "import.owner_changed": N_(
        "The car stands under another customer than before; the owner changed on the day of the import."
    ),
    "import.plate_changed": N_("The car bears another plate than before; the old one stays findable."),
    "import.plate_differs": N_("The plate of the order differs from the one that the car bears."),
    "import.reversal": N_("The amounts are negative: kept as a reversal, which is no counting visit."),
    "import.name_alone": N_("A name alone does not make an owner: add the customer number or a phone."),
    "import.bad_settled_date": N_("The settlement date cannot be read and was left out."),
    "import.settled_before_in": N_("The settlement date lies before the date in."),
    "import.bad_other_date": N_("A date beside the date in cannot be read and was left out."),
    "import.unknown_state": N_("The order's state is not known here: check the order."),
    "import.unknown_source": N_("The car's source is not known here; it counts as unknown until somebody sets it."),
    "import.unknown_payer": N_("The payer is not known here and was left out."),
    "import.unknown_result": N_("The result is no word known here; the call counts by its note as completed."),
    "import.result_taken_as_completed": N_("Without a result the call counts as completed."),
    "import.unknown_channel": N_("The channel is not known here; it counts as a phone call."),
    "import.unknown_direction": N_("Whether it came in or went out is not known here; it counts as outgoing."),
    # The file itself.
    "import.not_found": N_("There is no such file: check its name and folder."),
    "import.is_folder": N_("This is a folder: give a file that lies in it."),
    "import.not_a_table": N_("The file is no table that can be read: export it again as .xlsx, .xls or .csv."),
    "import.open_elsewhere": N_("The file is open in another program: close it there and try again."),
    "import.encrypted": N_("The file is protected by a password: save it without one and try again."),
    "import.empty": N_("The file holds no rows: check the period that was chosen, and export it again."),
    "import.no_headings": N_(
        "No row of the file has headings that are known here: say by hand what each column "
        "means, or export it with its headings."
    ),
    "import.missing_column": N_(
        "No column of the file is known to be {field:inline}; its headings are {headings}: "
        "say by hand which one it is, or export it with that column."
    ),
    "import.unknown_field": N_(
        "“{field}” is nothing that an import knows: name a field such as plate, vin or date_in."
    ),
    "import.unknown_column": N_("The file has no column “{heading}”: copy the heading exactly as it stands there."),
    "import.too_many_rows": N_(
        "The file has more than {limit} rows: export shorter periods and import them one after another."
    ),
    "import.too_large": N_("The file is too large: export shorter periods and import them one after another."),
    "import.bomb": N_(
        "The file unpacks to far more than its size promises, as harmful files do: export it again from its own system."
    ),
    "import.cut_off": N_("The file breaks off in the middle: copy or export it again."),
    "import.no_permission": N_(
        "You may not read the file: ask whoever looks after this computer for the right, or copy it to your own folder."
    ),
    "import.reader_stopped": N_(
        "Reading the file stopped unexpectedly and nothing was imported: try again, and "
        "export it again if that does not help."
    ),
    "import.cancelled": N_("The import was cancelled; the store is as it was."),
    # The import as a whole.
    "import.wrong_kind": N_(
        "The file holds {found:inline}, not {wanted:inline}: choose another file, or the other kind."
    ),
    "import.unknown_batch": N_(
        "There is no import {batch:plain}: “dealerdesk import” prints the number of each import."
    ),
    "import.already_undone": N_("Import {batch:plain} was already taken back."),
}
