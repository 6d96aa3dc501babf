"""The call desk: appointments, complaints, scripts and interviews, flags, reservations, days and absences."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def downgrade() -> None:
    raise NotImplementedError("an older program reads a backup; schemas only go forward")


def _recorded() -> tuple[sa.Column[int], sa.Column[int]]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
    )


def upgrade() -> None:
    _script()
    _store_day()
    _absence()
    _appointment()
    _complaint()
    _flag()
    _interview()
    _reservation()
    _answer()
    _added()


def _script() -> None:
    op.create_table(
        "script",
        *_recorded(),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Text(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_script")),
    )
    op.create_index("uq_script_name_version", "script", ["name", "version"], unique=True)


def _store_day() -> None:
    op.create_table(
        "store_day",
        *_recorded(),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_store_day")),
        sa.UniqueConstraint("day", name=op.f("uq_store_day_day")),
    )


def _absence() -> None:
    op.create_table(
        "absence",
        *_recorded(),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_absence_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(op.f("ix_absence_staff_id"), "absence", ["staff_id"], unique=False)


def _appointment() -> None:
    op.create_table(
        "appointment",
        *_recorded(),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("vehicle_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("advisor_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("offer", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("booked_on", sa.Text(), nullable=False),
        sa.Column("booked_by", sa.String(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("call_id", sa.Integer(), nullable=True),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("moved_from", sa.Text(), nullable=True),
        sa.Column("ended_on", sa.Text(), nullable=True),
        sa.Column("ended_why", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["advisor_id"], ["staff.id"], name=op.f("fk_appointment_advisor_id")),
        sa.ForeignKeyConstraint(["agent_id"], ["staff.id"], name=op.f("fk_appointment_agent_id")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_appointment_call_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_appointment_customer_id")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_appointment_vehicle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint("code", name=op.f("uq_appointment_code")),
    )
    op.create_index(op.f("ix_appointment_customer_id"), "appointment", ["customer_id"], unique=False)
    op.create_index("ix_appointment_day", "appointment", ["day", "state"], unique=False)
    op.create_index(op.f("ix_appointment_vehicle_id"), "appointment", ["vehicle_id"], unique=False)


def _complaint() -> None:
    op.create_table(
        "complaint",
        *_recorded(),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("vehicle_id", sa.Integer(), nullable=True),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("call_id", sa.Integer(), nullable=True),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("happened", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=True),
        sa.Column("department", sa.String(), nullable=True),
        sa.Column("received_on", sa.Text(), nullable=False),
        sa.Column("received_by", sa.String(), nullable=False),
        sa.Column("limit_from", sa.Text(), nullable=False),
        sa.Column("handler_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("solution", sa.Text(), nullable=True),
        sa.Column("solved_on", sa.Text(), nullable=True),
        sa.Column("told_on", sa.Text(), nullable=True),
        sa.Column("confirmed_on", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Text(), nullable=True),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_complaint_call_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_complaint_customer_id")),
        sa.ForeignKeyConstraint(["handler_id"], ["staff.id"], name=op.f("fk_complaint_handler_id")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_complaint_vehicle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("code", name=op.f("uq_complaint_code")),
    )
    op.create_index(op.f("ix_complaint_customer_id"), "complaint", ["customer_id"], unique=False)
    op.create_index("ix_complaint_state", "complaint", ["state", "received_on"], unique=False)
    op.create_index(op.f("ix_complaint_vehicle_id"), "complaint", ["vehicle_id"], unique=False)


def _flag() -> None:
    op.create_table(
        "flag",
        *_recorded(),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("vehicle_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("call_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("raised_on", sa.Text(), nullable=False),
        sa.Column("raised_by", sa.String(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("solved_on", sa.Text(), nullable=True),
        sa.Column("solved_by", sa.String(), nullable=True),
        sa.Column("solution", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["staff.id"], name=op.f("fk_flag_agent_id")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_flag_call_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_flag_customer_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_flag_task_id")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_flag_vehicle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
    )
    op.create_index(op.f("ix_flag_customer_id"), "flag", ["customer_id"], unique=False)
    op.create_index("ix_flag_solved_on", "flag", ["solved_on", "raised_on"], unique=False)
    op.create_index(op.f("ix_flag_task_id"), "flag", ["task_id"], unique=False)
    op.create_index(op.f("ix_flag_vehicle_id"), "flag", ["vehicle_id"], unique=False)


def _interview() -> None:
    op.create_table(
        "interview",
        *_recorded(),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("script", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("vehicle_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("began_at", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.Text(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("proposed", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_interview_call_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_interview_customer_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_interview_task_id")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_interview_vehicle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview")),
    )
    op.create_index(op.f("ix_interview_call_id"), "interview", ["call_id"], unique=False)
    op.create_index(op.f("ix_interview_customer_id"), "interview", ["customer_id"], unique=False)
    op.create_index("ix_interview_script", "interview", ["script", "day"], unique=False)
    op.create_index(op.f("ix_interview_task_id"), "interview", ["task_id"], unique=False)
    op.create_index(op.f("ix_interview_vehicle_id"), "interview", ["vehicle_id"], unique=False)


def _reservation() -> None:
    op.create_table(
        "reservation",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_reservation_task_id")),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_reservation")),
    )


def _answer() -> None:
    op.create_table(
        "answer",
        *_recorded(),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("option", sa.String(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("day", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["interview_id"], ["interview.id"], name=op.f("fk_answer_interview_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
    )
    op.create_index(op.f("ix_answer_interview_id"), "answer", ["interview_id"], unique=False)
    op.create_index("ix_answer_step", "answer", ["step", "option"], unique=False)


def _added() -> None:
    op.add_column("call", sa.Column("channel", sa.String(), server_default="call", nullable=False))
    op.add_column("call", sa.Column("incoming", sa.Boolean(), server_default="0", nullable=False))
    op.add_column("call", sa.Column("vehicle_id", sa.Integer(), nullable=True))
    op.add_column("call", sa.Column("phone_id", sa.Integer(), nullable=True))
    op.add_column("call", sa.Column("topic", sa.String(), nullable=True))
    op.add_column("call", sa.Column("for_next", sa.String(), nullable=True))
    op.add_column("call", sa.Column("batch_id", sa.Integer(), nullable=True))
    op.add_column("call", sa.Column("timed", sa.Boolean(), server_default="1", nullable=False))
    op.add_column("task", sa.Column("visit_id", sa.Integer(), nullable=True))
    op.add_column("task", sa.Column("complaint_id", sa.Integer(), nullable=True))
    op.add_column("task", sa.Column("step", sa.Integer(), nullable=True))
    op.add_column("task", sa.Column("last_try", sa.String(), nullable=True))
    op.add_column("task", sa.Column("not_before", sa.Text(), nullable=True))
    op.add_column("task", sa.Column("about", sa.String(), nullable=True))
