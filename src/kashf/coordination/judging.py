"""Candidate edges in, edges that chance hardly makes out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from kashf.coordination.load import Actions
from kashf.coordination.nulls import Pairs
from kashf.coordination.sharing import sharing
from kashf.coordination.significance import judge, possible_pairs, q_values
from kashf.coordination.sink import Gathered
from kashf.errors import UsageError
from kashf.settings import DetectSettings

__all__ = ["Judgement", "judge_edges", "keep_edges"]


@dataclass(frozen=True)
class Judgement:
    """Figures of ``k`` candidates, in their order."""

    expected: NDArray[np.float64]  #: (k,), expected weight, by the model with the largest p-value
    p_value: NDArray[np.float64]  #: (k,), the largest of all models
    q_value: NDArray[np.float64]  #: (k,)
    tests: int  #: pairs that could have become candidates

    def kept(self, q: float) -> NDArray[np.bool_]:
        """Which candidates are edges at the false-discovery rate ``q``."""
        return self.q_value <= q


def judge_edges(actions: Actions, gathered: Gathered, settings: DetectSettings) -> Judgement:
    """Judge all candidates by the null models of ``settings``; each must reject.

    Raises :class:`~kashf.errors.UsageError` where there are more candidates than can be held.
    """
    if gathered.weakest is not None:
        raise UsageError(
            f"{gathered.edges:,} pairs are too many to judge.",
            hint="Raise --min-edge-weight, narrow --window, or use --null none.",
        )
    x = sharing(actions, settings.time_window)
    pairs = Pairs(*gathered.arrays())
    judged = list(judge(pairs, x, settings.null).values())
    p_values = np.stack([model.p_value for model in judged])
    worst = p_values.argmax(axis=0)
    rows = np.arange(len(pairs.a))
    p_value = p_values[worst, rows]
    least = int(pairs.weight.min(initial=1))
    tests = max(possible_pairs(x, least), len(rows))
    return Judgement(
        np.stack([model.expected for model in judged])[worst, rows],
        p_value,
        q_values(p_value, tests),
        tests,
    )


def keep_edges(path: Path, out: Path, judgement: Judgement, q: float) -> int:
    """The candidates of the file ``path`` that are edges at ``q``, with their figures, to ``out``.

    Returns the sum of their co-actions.
    """
    kept = judgement.kept(q)
    tables = []
    first = 0
    with pq.ParquetFile(path) as file:
        for number in range(file.num_row_groups):
            table = file.read_row_group(number)
            rows = np.flatnonzero(kept[first : first + len(table)])
            first += len(table)
            tables.append(table.take(pa.array(rows)))
        whole = pa.concat_tables([file.schema_arrow.empty_table(), *tables])
    for name in ("expected", "p_value", "q_value"):
        field = pa.field(name, pa.float64(), nullable=False)
        whole = whole.append_column(field, pa.array(getattr(judgement, name)[kept]))
    pq.write_table(whole, out, store_schema=False)
    return int(np.sum(whole["co_actions"].to_numpy()))
