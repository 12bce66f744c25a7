"""Candidates for statements, and the decisions about them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "statements",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("item", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("extractor", sa.Text, nullable=False),
        sa.Column("machine", sa.Text, nullable=False),
        sa.Column("statement", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("grade", sa.Text),
        sa.Column("accepted_by", sa.Text, nullable=False),
        sa.Column("needs", sa.Integer, nullable=False),
        sa.Column("found", sa.Integer, nullable=False),
        sa.Column("revision", sa.Text, nullable=False),
    )
    op.create_index("statements_by_key", "statements", ["item", "key"], unique=True)
    op.create_table(
        "decisions",
        sa.Column("sequence", sa.Integer, primary_key=True),
        sa.Column("statement", sa.Integer, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("changes", sa.Text, nullable=False),
        sa.Column("needs", sa.Integer, nullable=False),
    )
    op.create_index("decisions_by_statement", "decisions", ["statement"])
