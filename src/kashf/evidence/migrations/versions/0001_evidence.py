"""Items of evidence, the entries of the custody log, and how far the log was read."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "entries",
        sa.Column("sequence", sa.Integer, primary_key=True),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("tool", sa.Text, nullable=False),
        sa.Column("item", sa.Text),
        sa.Column("details", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
    )
    op.create_index("entries_by_item", "entries", ["item"])
    op.create_table(
        "items",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("sha256", sa.Text, nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("added", sa.Text, nullable=False),
        sa.Column("source", sa.Text),
        sa.Column("collected_by", sa.Text),
        sa.Column("method", sa.Text),
        sa.Column("note", sa.Text),
        sa.Column("derived_from", sa.Text),
    )
    op.create_index("items_by_name", "items", ["name"])
    op.create_table(
        "applied",
        sa.Column("reader", sa.Text, primary_key=True),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("offset", sa.Integer, nullable=False),
    )
