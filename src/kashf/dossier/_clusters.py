"""The confirmed groups of a run: rows that can be cited, and the table that shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kashf.dossier.built import ClusterView, KeyView
from kashf.dossier.model import RunResult
from kashf.dossier.redaction import Veil
from kashf.sureness import CHANGES

__all__ = ["CELLS", "cluster_anchor", "cluster_of", "cluster_views", "with_clusters"]

# What the table shows of a group; whatever else a row holds can be cited all the same.
CELLS = ("size", "edges", "objects", "actions_in_step", "actions", "share_in_step", "first_time",
         "last_time", "p_value", "q_value", *(name for name, _ in CHANGES))  # fmt: skip


def with_clusters(run: RunResult) -> Mapping[str, Any]:
    """``run.json`` with the groups of the run under ``clusters``, by their number."""
    if not run.clusters:
        return run.info
    return {**run.info, "clusters": {str(row["cluster_id"]): row for row in run.clusters}}


def cluster_of(key: str, info: Mapping[str, Any]) -> str | None:
    """The number of the group that ``key`` is about, if it is about one."""
    first, _, rest = key.partition(".")
    if first != "clusters" or not isinstance(info.get("clusters"), Mapping):
        return None
    return rest.partition(".")[0]


def cluster_anchor(run: int, row: str) -> str:
    """Where the page has a group."""
    return f"R{run}-cluster-{row}"


def cluster_views(run: RunResult, number: int, veil: Veil) -> tuple[ClusterView, ...]:
    """The groups as they may be shown."""
    return tuple(
        ClusterView(
            int(row["cluster_id"]),
            cluster_anchor(number, str(row["cluster_id"])),
            tuple(
                KeyView(veil.text(name), veil.text(_shown(name, row[name])))
                for name in CELLS
                if row.get(name) is not None
            ),
        )
        for row in run.clusters
    )


def _shown(name: str, value: Any) -> str:
    if name == "share_in_step":
        return f"{value:.0%}"
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:.2g}" if isinstance(value, float) else str(value)
