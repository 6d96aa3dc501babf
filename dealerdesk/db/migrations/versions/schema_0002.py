"""Calls, and tasks that calls move to another day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("task", sa.Column("attempts", sa.Integer(), server_default="0", nullable=False))
    op.add_column("task", sa.Column("first_due", sa.Text(), nullable=True))
    op.add_column("task", sa.Column("part_of_day", sa.String(), nullable=True))
    op.add_column("task", sa.Column("promised_at", sa.Text(), nullable=True))
    _call()
    _call_task()


def downgrade() -> None:
    raise NotImplementedError("an older program reads a backup; schemas only go forward")


def _call() -> None:
    op.create_table(
        "call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("disposition", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("promised_on", sa.Text(), nullable=True),
        sa.Column("promised_at", sa.Text(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["staff.id"], name=op.f("fk_call_agent_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_call_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
    )
    op.create_index("ix_call_day", "call", ["day"], unique=False)
    op.create_index("ix_call_customer_id", "call", ["customer_id", "day"], unique=False)


def _call_task() -> None:
    op.create_table(
        "call_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_call_task_call_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_call_task_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_task")),
    )
    op.create_index(op.f("ix_call_task_call_id"), "call_task", ["call_id"], unique=False)
    op.create_index(op.f("ix_call_task_task_id"), "call_task", ["task_id"], unique=False)
