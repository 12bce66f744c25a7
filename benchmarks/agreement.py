"""Do two programs give the same edges? Exactly the same, or the bench fails."""

from __future__ import annotations

from pathlib import Path

__all__ = ["DisagreementError", "check"]


class DisagreementError(Exception):
    """Two programs that should agree don't."""


_EDGES = "SELECT account_a::VARCHAR, account_b::VARCHAR, weight::BIGINT FROM read_parquet('{}')"
_DIRECTED = """SELECT account_a::VARCHAR, account_b::VARCHAR, own_posts_a FROM read_parquet('{0}')
    WHERE own_posts_a >= 2 UNION ALL
    SELECT account_b::VARCHAR, account_a::VARCHAR, own_posts_b FROM read_parquet('{0}')
    WHERE own_posts_b >= 2"""


def check(kashf: Path, peer: Path, name: str, *, directed: bool = False) -> int:
    """Compare the rows (account, account, weight) of two Parquet files; returns their number.

    ``directed`` turns each edge of Kashf into its two ``own_posts``, each way where it is 2 or
    above. The rows are compared as multisets, through their number and two sums of their
    64-bit hashes: billions of rows fit. Raises :class:`DisagreementError`, with a row that only
    one of the two has.
    """
    import duckdb

    ours = (_DIRECTED if directed else _EDGES).format(kashf)
    theirs = _EDGES.format(peer)
    with duckdb.connect() as con:
        con.execute(f"SET temp_directory = '{peer}.spill'")
        con.execute("SET enable_progress_bar = false")
        prints = [
            con.execute(
                f"""SELECT count(*), sum(hash(a, b, w)::HUGEINT), bit_xor(hash(w, b, a))
                FROM ({rows}) AS x(a, b, w)"""
            ).fetchall()[0]
            for rows in (ours, theirs)
        ]
        if prints[0] == prints[1]:
            return int(prints[0][0])
        found = []
        for who, one, other in (("Kashf", ours, theirs), (name, theirs, ours)):
            ((count, row),) = con.execute(
                f"SELECT count(*), min(x::VARCHAR) FROM ({one} EXCEPT ALL ({other})) AS x"
            ).fetchall()
            if count:
                found.append(f"{count} rows only from {who}, e.g. {row}")
    raise DisagreementError(f"Kashf and {name} differ: {'; '.join(found)}.")
