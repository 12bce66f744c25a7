"""What Python users call: posts in, a network out."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kashf import exports, pipeline, runs
from kashf.errors import UsageError
from kashf.files import replacing_folder, temporary_folder
from kashf.posts import import_files
from kashf.settings import ActionSettings, DetectSettings, ImportSettings, make

__all__ = ["Drawing", "Network", "detect", "read_posts"]


def read_posts(
    *paths: str | Path,
    format: str | None = None,  # noqa: A002
    mapping: str | Path | None = None,
    max_rejected: float = 0.05,
    assume_zone: str | None = None,
) -> pa.Table:
    """Read export files or folders as one table of :data:`kashf.schema.POSTS`.

    Files that already hold actions give a table of :data:`kashf.schema.ACTIONS`. The arguments
    are those of ``kashf detect``. Raises :class:`~kashf.errors.InputError` for files that can't
    be read and :class:`~kashf.errors.TooManyRejectedError` for too many unreadable rows.
    """
    settings = make(
        ImportSettings,
        format=format,
        mapping=None if mapping is None else str(mapping),
        max_rejected=max_rejected,
        assume_zone=assume_zone,
    )
    with temporary_folder() as folder:
        report = import_files([Path(path) for path in paths], settings, folder)
        return pq.read_table(report.path, memory_map=False)


def detect(
    posts: object,
    by: str | Iterable[str] = ("url",),
    window: str | float = "60s",
    *,
    min_words: int = 5,
    exports: Iterable[str] = (),
    evidence: bool = False,
    title: str | None = None,
    threads: int | None = None,
    mapping: str | Path | None = None,
    assume_zone: str | None = None,
    **settings: Any,
) -> Network:
    """Find coordinated accounts in ``posts``.

    ``posts`` is any table that speaks Arrow (pandas, Polars, DuckDB, pyarrow) with the columns of
    posts, of actions, of CooRTweet, or of a ``mapping``; or a path, or several. ``by`` are kinds
    of action, ``window`` is the longest delay of a co-action (``"60s"``, ``"5m"``, or seconds).
    ``settings`` are the further fields of :class:`kashf.settings.DetectSettings`.

    Raises :class:`~kashf.errors.UsageError` and :class:`~kashf.errors.InputError`.
    """
    kinds = tuple(by.split(",")) if isinstance(by, str) else tuple(by)
    options = pipeline.Options(
        imports=make(
            ImportSettings,
            mapping=None if mapping is None else str(mapping),
            assume_zone=assume_zone,
        ),
        actions=make(ActionSettings, by=kinds, min_words=min_words),
        detect=make(DetectSettings, time_window=window, **settings),
        exports=tuple(exports),
        evidence=evidence,
        title=title,
        threads=threads,
    )
    source: object = posts
    if isinstance(posts, str | Path):
        source = [Path(posts)]
    elif isinstance(posts, list | tuple):
        source = [Path(path) for path in posts]
    folder = Path(tempfile.mkdtemp(prefix="kashf-"))
    try:
        network = Network(pipeline.detect(source, folder / "run", options))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    weakref.finalize(network, shutil.rmtree, folder, ignore_errors=True)
    return network


class Network:
    """A coordinated network: its tables, its picture, its report.

    The files of the run live in ``folder`` as long as the object that
    :func:`detect` returned; :meth:`write` keeps them.
    """

    def __init__(self, run: runs.Run) -> None:
        self._run = run

    @classmethod
    def open(cls, folder: str | Path) -> Network:
        """The run that ``kashf detect --out`` wrote to ``folder``."""
        return cls(runs.open_run(Path(folder)))

    @property
    def folder(self) -> Path:
        """Where the files of the run are."""
        return self._run.folder

    @property
    def info(self) -> dict[str, Any]:
        """Content of ``run.json``: settings, inputs, counts, versions, notes."""
        return dict(self._run.info)

    @cached_property
    def edges(self) -> pa.Table:
        """Edges (:data:`kashf.schema.EDGES`), the heaviest first."""
        return self._table("edges").sort_by(
            [("weight", "descending"), ("account_a", "ascending"), ("account_b", "ascending")]
        )

    @cached_property
    def accounts(self) -> pa.Table:
        """Accounts that have an edge (:data:`kashf.schema.ACCOUNTS`)."""
        return self._table("accounts")

    @cached_property
    def clusters(self) -> pa.Table:
        """Clusters (:data:`kashf.schema.CLUSTERS`), the largest first.

        With null models also groups that were not ``confirmed``, after them.
        """
        return self._table("clusters")

    def explain(self, account: str, other: str) -> pa.Table:
        """Co-actions of two accounts (:data:`kashf.schema.CO_ACTIONS`)."""
        return runs.explain(self.folder, account, other)[0]

    def plot(self, *, width: int = 960, height: int = 640) -> Drawing:
        """A picture of the strongest accounts and edges, which notebooks show."""
        return Drawing(exports.network_svg(self._tables, width=width, height=height))

    def report(self, path: str | Path) -> Path:
        """Write the report to ``path`` as one HTML file."""
        exports.export("report", self._tables, Path(path))
        return Path(path)

    def write(self, folder: str | Path) -> Path:
        """Copy all files of the run to ``folder``, which must be new or empty."""
        target = Path(folder)
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise UsageError(f"{target} is not an empty folder.", hint="Name a new one.")
        with replacing_folder(target) as part:
            for name in self._run.info["files"]:
                shutil.copyfile(self.folder / name, part / name)
        return target

    def _table(self, name: str) -> pa.Table:
        return pq.read_table(self.folder / f"{name}.parquet", memory_map=False)

    @cached_property
    def _tables(self) -> Any:
        return runs.read_tables(self.folder, self._run.info, most_edges=1_000_000)

    def __repr__(self) -> str:
        counts = self._run.info["counts"]
        return (
            f"Network({counts['clustered_accounts']:,} accounts in {counts['clusters']:,} "
            f"clusters, {counts['edges']:,} edges)"
        )

    def _repr_svg_(self) -> str:
        return self.plot().svg


class Drawing:
    """An SVG picture."""

    def __init__(self, svg: str) -> None:
        self.svg = svg

    def save(self, path: str | Path) -> Path:
        """Write the picture to ``path``."""
        Path(path).write_text(self.svg, encoding="utf-8")
        return Path(path)

    def _repr_svg_(self) -> str:
        return self.svg
