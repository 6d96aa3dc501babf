"""The schema of the first release."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _act()
    _batch()
    _customer()
    _layout()
    _rule_book()
    _setting()
    _source_row()
    _staff()
    _vehicle()
    _act_row()
    _departure()
    _do_not_call()
    _evidence()
    _ownership()
    _phone()
    _plate()
    _product()
    _responsibility()
    _search_text()
    _sheet()
    _stretch()
    _task()
    _told()
    _visit()
    _sheet_row()


def downgrade() -> None:
    raise NotImplementedError("an older program reads a backup; schemas only go forward")


def _act() -> None:
    op.create_table(
        "act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("use_case", sa.String(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("first_row", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_act")),
    )


def _batch() -> None:
    op.create_table(
        "batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("existing", sa.String(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("rejects_file", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
    )


def _customer() -> None:
    op.create_table(
        "customer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("customer_type", sa.String(), nullable=True),
        sa.Column("sex", sa.String(), nullable=True),
        sa.Column("birthday", sa.Text(), nullable=True),
        sa.Column("birthday_month", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("district", sa.String(), nullable=True),
        sa.Column("occupation", sa.String(), nullable=True),
        sa.Column("preferred_channel", sa.String(), nullable=True),
        sa.Column("wechat", sa.Boolean(), nullable=True),
        sa.Column("referrals", sa.Integer(), server_default="0", nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
        sa.UniqueConstraint("number", name=op.f("uq_customer_number")),
    )
    op.create_index(op.f("ix_customer_birthday_month"), "customer", ["birthday_month"], unique=False)
    op.create_index("ix_customer_name", "customer", ["name"], unique=False)


def _layout() -> None:
    op.create_table(
        "layout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_layout")),
        sa.UniqueConstraint("signature", name=op.f("uq_layout_signature")),
    )


def _rule_book() -> None:
    op.create_table(
        "rule_book",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_book")),
    )


def _setting() -> None:
    op.create_table(
        "setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
        sa.UniqueConstraint("name", name=op.f("uq_setting_name")),
    )


def _source_row() -> None:
    op.create_table(
        "source_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_row")),
    )
    op.create_index("ix_source_row_record_id", "source_row", ["kind", "record_id"], unique=False)
    op.create_index("uq_source_row_kind_key", "source_row", ["kind", "key"], unique=True)


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("left_on", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("name", name=op.f("uq_staff_name")),
    )


def _vehicle() -> None:
    op.create_table(
        "vehicle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("vin", sa.String(), nullable=True),
        sa.Column("model", sa.String(), nullable=True),
        sa.Column("drive", sa.String(), nullable=True),
        sa.Column("delivered", sa.Text(), nullable=True),
        sa.Column("registered", sa.Text(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("use", sa.String(), nullable=True),
        sa.Column("warranty_end", sa.Text(), nullable=True),
        sa.Column("insurance_end", sa.Text(), nullable=True),
        sa.Column("insurance_company", sa.String(), nullable=True),
        sa.Column("inspection_end", sa.Text(), nullable=True),
        sa.Column("needs_file", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicle")),
        sa.UniqueConstraint("vin", name=op.f("uq_vehicle_vin")),
    )
    op.create_index(op.f("ix_vehicle_delivered"), "vehicle", ["delivered"], unique=False)
    op.create_index(op.f("ix_vehicle_inspection_end"), "vehicle", ["inspection_end"], unique=False)
    op.create_index(op.f("ix_vehicle_insurance_end"), "vehicle", ["insurance_end"], unique=False)
    op.create_index(op.f("ix_vehicle_model"), "vehicle", ["model"], unique=False)
    op.create_index(op.f("ix_vehicle_warranty_end"), "vehicle", ["warranty_end"], unique=False)


def _act_row() -> None:
    op.create_table(
        "act_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("table", sa.String(), nullable=False),
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("after", sa.String(), nullable=True),
        sa.Column("nonce", sa.LargeBinary(), nullable=True),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_act_row_act_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_act_row")),
    )
    op.create_index("ix_act_row_table_key", "act_row", ["table", "key"], unique=False)


def _departure() -> None:
    op.create_table(
        "departure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("vehicle_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("undone_on", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_departure_vehicle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departure")),
    )
    op.create_index(op.f("ix_departure_vehicle_id"), "departure", ["vehicle_id"], unique=False)


def _do_not_call() -> None:
    op.create_table(
        "do_not_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("digits", sa.String(), nullable=True),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("lifted_on", sa.Text(), nullable=True),
        sa.Column("lifted_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_do_not_call_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_do_not_call")),
    )
    op.create_index(op.f("ix_do_not_call_customer_id"), "do_not_call", ["customer_id"], unique=False)
    op.create_index(op.f("ix_do_not_call_digits"), "do_not_call", ["digits"], unique=False)


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("vehicle_id", sa.Integer(), nullable=False),
        sa.Column("rules_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_evidence_vehicle_id")),
        sa.PrimaryKeyConstraint("vehicle_id", "rules_id", "day", name=op.f("pk_evidence")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_evidence_day", "evidence", ["rules_id", "day", "vehicle_id"], unique=False)


def _ownership() -> None:
    op.create_table(
        "ownership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("vehicle_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Text(), nullable=False),
        sa.Column("until_day", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_ownership_customer_id")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_ownership_vehicle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ownership")),
    )
    op.create_index(op.f("ix_ownership_customer_id"), "ownership", ["customer_id"], unique=False)
    op.create_index(op.f("ix_ownership_vehicle_id"), "ownership", ["vehicle_id"], unique=False)


def _phone() -> None:
    op.create_table(
        "phone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("digits", sa.String(), nullable=False),
        sa.Column("preferred", sa.Boolean(), nullable=False),
        sa.Column("quality", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_phone_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone")),
    )
    op.create_index(op.f("ix_phone_customer_id"), "phone", ["customer_id"], unique=False)
    op.create_index(op.f("ix_phone_digits"), "phone", ["digits"], unique=False)


def _plate() -> None:
    op.create_table(
        "plate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("vehicle_id", sa.Integer(), nullable=False),
        sa.Column("plate", sa.String(), nullable=False),
        sa.Column("from_day", sa.Text(), nullable=False),
        sa.Column("until_day", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_plate_vehicle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plate")),
    )
    op.create_index(op.f("ix_plate_plate"), "plate", ["plate"], unique=False)
    op.create_index(op.f("ix_plate_vehicle_id"), "plate", ["vehicle_id"], unique=False)


def _product() -> None:
    op.create_table(
        "product",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("vehicle_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("starts", sa.Text(), nullable=True),
        sa.Column("ends", sa.Text(), nullable=True),
        sa.Column("balance_fen", sa.Integer(), nullable=True),
        sa.Column("declined_on", sa.Text(), nullable=True),
        sa.Column("declined_reason", sa.String(), nullable=True),
        sa.Column("interest", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_product_vehicle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
    )
    op.create_index("ix_product_vehicle_id", "product", ["vehicle_id", "kind", "ends"], unique=False)


def _responsibility() -> None:
    op.create_table(
        "responsibility",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("vehicle_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Text(), nullable=False),
        sa.Column("until_day", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_responsibility_staff_id")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_responsibility_vehicle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responsibility")),
    )
    op.create_index(op.f("ix_responsibility_staff_id"), "responsibility", ["staff_id"], unique=False)
    op.create_index(op.f("ix_responsibility_vehicle_id"), "responsibility", ["vehicle_id"], unique=False)


def _search_text() -> None:
    op.create_table(
        "search_text",
        sa.Column("vehicle_id", sa.Integer(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_search_text_vehicle_id")),
        sa.PrimaryKeyConstraint("vehicle_id", name=op.f("pk_search_text")),
    )


def _sheet() -> None:
    op.create_table(
        "sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("reserved_until", sa.Text(), nullable=False),
        sa.Column("keyed_in_on", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["staff.id"], name=op.f("fk_sheet_agent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet")),
        sa.UniqueConstraint("code", name=op.f("uq_sheet_code")),
    )
    op.create_index("ix_sheet_day", "sheet", ["day", "agent_id"], unique=False)


def _stretch() -> None:
    op.create_table(
        "stretch",
        sa.Column("vehicle_id", sa.Integer(), nullable=False),
        sa.Column("rules_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Text(), nullable=False),
        sa.Column("until_day", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("departed", sa.Boolean(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("do_not_call", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("delivered", sa.Text(), nullable=True),
        sa.Column("last_day", sa.Text(), nullable=True),
        sa.Column("last_km", sa.Integer(), nullable=True),
        sa.Column("rate_km", sa.Integer(), nullable=True),
        sa.Column("rate_days", sa.Integer(), nullable=True),
        sa.Column("maintained", sa.Text(), nullable=True),
        sa.Column("maintained_km", sa.Integer(), nullable=True),
        sa.Column("next_maintenance", sa.Text(), nullable=True),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("spend_fen", sa.Integer(), nullable=False),
        sa.Column("owner_paid_fen", sa.Integer(), nullable=False),
        sa.Column("first_seen", sa.Text(), nullable=True),
        sa.Column("last_visit_id", sa.Integer(), nullable=True),
        sa.Column("first_visit_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_stretch_vehicle_id")),
        sa.PrimaryKeyConstraint("vehicle_id", "rules_id", "from_day", name=op.f("pk_stretch")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_stretch_next_maintenance",
        "stretch",
        [
            "rules_id",
            "until_day",
            "next_maintenance",
            "from_day",
            "source",
            "departed",
            "do_not_call",
            "reference",
            "maintained",
            "delivered",
            "vehicle_id",
        ],
        unique=False,
    )
    op.create_index("ix_stretch_owner_id", "stretch", ["owner_id", "rules_id", "until_day"], unique=False)
    op.create_index(
        "ix_stretch_reference",
        "stretch",
        ["rules_id", "until_day", "reference", "from_day", "source", "departed", "do_not_call", "vehicle_id"],
        unique=False,
    )


def _task() -> None:
    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("list_name", sa.String(), nullable=True),
        sa.Column("vehicle_id", sa.Integer(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("created_on", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("ended_on", sa.Text(), nullable=True),
        sa.Column("ended_why", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["staff.id"], name=op.f("fk_task_agent_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_task_customer_id")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_task_vehicle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("code", name=op.f("uq_task_code")),
        sa.UniqueConstraint("key", name=op.f("uq_task_key")),
    )
    op.create_index(op.f("ix_task_customer_id"), "task", ["customer_id"], unique=False)
    op.create_index("ix_task_state", "task", ["state", "due"], unique=False)
    op.create_index(op.f("ix_task_vehicle_id"), "task", ["vehicle_id"], unique=False)


def _told() -> None:
    op.create_table(
        "told",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("vehicle_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("odometer", sa.Integer(), nullable=True),
        sa.Column("maintenance", sa.Boolean(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_told_vehicle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told")),
    )
    op.create_index(op.f("ix_told_vehicle_id"), "told", ["vehicle_id"], unique=False)


def _visit() -> None:
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("vehicle_id", sa.Integer(), nullable=False),
        sa.Column("order_no", sa.String(), nullable=True),
        sa.Column("order_tail", sa.String(), nullable=True),
        sa.Column("customer_name", sa.String(), nullable=True),
        sa.Column("date_in", sa.Text(), nullable=False),
        sa.Column("date_settled", sa.Text(), nullable=True),
        sa.Column("date_out", sa.Text(), nullable=True),
        sa.Column("odometer", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("advisor_id", sa.Integer(), nullable=True),
        sa.Column("items", sa.String(), nullable=True),
        sa.Column("labour_fen", sa.Integer(), nullable=True),
        sa.Column("parts_fen", sa.Integer(), nullable=True),
        sa.Column("due_fen", sa.Integer(), nullable=True),
        sa.Column("discount_fen", sa.Integer(), nullable=True),
        sa.Column("paid_fen", sa.Integer(), nullable=True),
        sa.Column("redeemed_fen", sa.Integer(), nullable=True),
        sa.Column("payer", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("maintenance", sa.Boolean(), nullable=True),
        sa.Column("counts", sa.Boolean(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["advisor_id"], ["staff.id"], name=op.f("fk_visit_advisor_id")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_visit_vehicle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("order_no", name=op.f("uq_visit_order_no")),
    )
    op.create_index("ix_visit_order_tail", "visit", ["order_tail"], unique=False)
    op.create_index("ix_visit_vehicle_id", "visit", ["vehicle_id", "date_in"], unique=False)


def _sheet_row() -> None:
    op.create_table(
        "sheet_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], name=op.f("fk_sheet_row_sheet_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_sheet_row_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_row")),
    )
    op.create_index(op.f("ix_sheet_row_sheet_id"), "sheet_row", ["sheet_id"], unique=False)
    op.create_index(op.f("ix_sheet_row_task_id"), "sheet_row", ["task_id"], unique=False)
    # ### end Alembic commands ###
