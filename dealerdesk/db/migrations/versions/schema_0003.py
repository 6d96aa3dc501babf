"""Accounts, what was disclosed, who was erased, drafts, and the head of the chain of acts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _account()
    _secret()
    _disclosure()
    _erased()
    _erasure()
    _draft()
    _chain_head()
    _reception()


def downgrade() -> None:
    raise NotImplementedError("an older program reads a backup; schemas only go forward")


def _recorded() -> tuple[sa.Column[int], sa.Column[int]]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
    )


def _account() -> None:
    op.create_table(
        "account",
        *_recorded(),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("granted", sa.Text(), nullable=False),
        sa.Column("withheld", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Text(), nullable=True),
        sa.Column("passwords", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_account_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("staff_id", name=op.f("uq_account_staff_id")),
    )


def _secret() -> None:
    op.create_table(
        "secret",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("password", sa.String(), nullable=False),
        sa.Column("pin", sa.String(), nullable=True),
        sa.Column("recovery", sa.String(), nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failed_at", sa.Text(), nullable=True),
        sa.Column("seen_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_secret_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_secret")),
    )


def _disclosure() -> None:
    op.create_table(
        "disclosure",
        *_recorded(),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("phone_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_disclosure_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure")),
    )
    op.create_index(op.f("ix_disclosure_customer_id"), "disclosure", ["customer_id"], unique=False)


def _erased() -> None:
    op.create_table(
        "erased",
        *_recorded(),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("erased_on", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erased")),
    )
    op.create_index("ix_erased_hash", "erased", ["hash"], unique=False)


def _erasure() -> None:
    op.create_table(
        "erasure",
        *_recorded(),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )


def _draft() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_index("uq_draft_who_kind_key", "draft", ["who", "kind", "key"], unique=True)


def _chain_head() -> None:
    op.create_table(
        "chain_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("acts", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("mac", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_head")),
    )


def _reception() -> None:
    op.add_column("visit", sa.Column("met_advisor", sa.Boolean(), nullable=True))
    op.add_column("visit", sa.Column("brought_by", sa.String(), nullable=True))
    op.add_column("visit", sa.Column("changed_why", sa.String(), nullable=True))
    op.add_column("visit", sa.Column("taken_fen", sa.Integer(), nullable=True))
    op.create_index("ix_visit_date_in", "visit", ["date_in"], unique=False)
    op.create_index(
        "ix_visit_open", "visit", ["state"], unique=False, sqlite_where=sa.text("state IN ('arrived', 'in-workshop')")
    )
    op.add_column("customer", sa.Column("wechat_on", sa.Text(), nullable=True))
    op.add_column("customer", sa.Column("wechat_by", sa.Integer(), nullable=True))
    op.add_column("customer", sa.Column("hobbies", sa.String(), nullable=True))
    op.add_column("customer", sa.Column("driving_since", sa.Text(), nullable=True))
    op.add_column("customer", sa.Column("consent_on", sa.Text(), nullable=True))
    op.add_column("vehicle", sa.Column("delivered_by", sa.Integer(), nullable=True))
    op.add_column("vehicle", sa.Column("wished_service", sa.String(), nullable=True))
    _ties()
    op.create_table(
        "visit_kind",
        *_recorded(),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("maintenance", sa.Boolean(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("workshop", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("retired_on", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_kind")),
        sa.UniqueConstraint("name", name=op.f("uq_visit_kind_name")),
    )


def _ties() -> None:
    op.create_table(
        "tag",
        *_recorded(),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_tag_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
    )
    op.create_index(op.f("ix_tag_customer_id"), "tag", ["customer_id"], unique=False)
    op.create_table(
        "tie",
        *_recorded(),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_tie_customer_id")),
        sa.ForeignKeyConstraint(["other_id"], ["customer.id"], name=op.f("fk_tie_other_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tie")),
    )
    op.create_index(op.f("ix_tie_customer_id"), "tie", ["customer_id"], unique=False)
    op.create_index(op.f("ix_tie_other_id"), "tie", ["other_id"], unique=False)
