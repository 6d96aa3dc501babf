"""Runs migrations on the connection that `dealerdesk.db.schema` hands over, within its one transaction."""

from __future__ import annotations

from alembic import context

from dealerdesk.db.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
