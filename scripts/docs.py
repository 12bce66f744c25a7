"""Fills the generated parts of the documentation from the code itself.

A page marks such a part with ``<!-- begin:NAME -->`` and ``<!-- end:NAME -->``. Run this after a
change of an option, a setting, a column or an error; ``tests/test_docs.py`` compares.
The part ``demo`` quotes a run: ``python scripts/docs.py`` makes it.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

__all__ = ["BLOCKS", "DEMO_BLOCKS", "FILES", "PART", "ROOT", "RUN_JSON", "filled", "pages"]

ROOT = Path(__file__).resolve().parents[1]
PART = re.compile(r"(<!-- begin:([\w-]+) -->\n)(.*?)(<!-- end:\2 -->)", re.DOTALL)

# file of a run: (when it is there, what it holds, its table in kashf.schema)
FILES: dict[str, tuple[str, str, str | None]] = {
    "report.html": ("always", "the report: one page that opens offline", None),
    "posts.parquet": ("from posts", "the posts, in one shape for all sources", "POSTS"),
    "actions.parquet": ("always", "who acted on which object, when", "ACTIONS"),
    "edges.parquet": ("always", "pairs of accounts in step", "EDGES"),
    "edges_KIND.parquet": (
        "several kinds",
        "the edges of one kind alone, e.g. `edges_url.parquet`",
        "EDGES",
    ),
    "accounts.parquet": ("always", "accounts that have an edge", "ACCOUNTS"),
    "clusters.parquet": ("always", "groups of accounts that the edges hold together", "CLUSTERS"),
    "objects.parquet": (
        "always",
        "what the members of a cluster shared in step; at most 20 objects for each of the "
        "50 largest clusters",
        "OBJECTS",
    ),
    "samples.parquet": (
        "always",
        "the earliest posts in step on the objects that most members shared; at most 5 for each "
        "of 8 objects of the 50 largest clusters",
        "SAMPLES",
    ),
    "timeline.parquet": ("always", "when the 50 largest clusters were in step", "TIMELINE"),
    "delays.parquet": (
        "null models",
        "how far apart members of a cluster act, beside what would be usual; the 50 largest clusters",
        "DELAYS",
    ),
    "unconfirmed.parquet": (
        "null models",
        "accounts of groups that were tested and not confirmed",
        "UNCONFIRMED",
    ),
    "co_actions.parquet": (
        "`--evidence`",
        "the co-actions behind the strongest edges",
        "CO_ACTIONS",
    ),
    "rejected.ndjson": ("rows were rejected", "the rows that could not be read, and why", None),
    "network.gexf": ("`--export gexf`", "the network for Gephi", None),
    "network.graphml": ("`--export graphml`", "the network for igraph, networkx, yEd", None),
    "edges.csv": ("`--export edges_csv`", "the edges for a spreadsheet", None),
    "accounts.csv": ("`--export accounts_csv`", "the accounts for a spreadsheet", None),
    "run.json": ("always", "settings, inputs, counts, versions: what it takes to repeat it", None),
}

FIGURES = {
    "edges.parquet": "EDGE_FIGURES",
    "accounts.parquet": "MEMBER_FIGURES",
    "clusters.parquet": "CLUSTER_FIGURES",
}

RUN_JSON = {
    "kashf": "version of Kashf",
    "title": "title of the report, or null",
    "command": "the command as it was given; null from Python",
    "created": "when the run began, UTC",
    "notes": "what the run has to say about itself: duplicates, files left out, a coarse clock",
    "pseudonymised": "whether names and ids were replaced",
    "settings": "all settings, by stage: see [settings](settings.md)",
    "inputs": "each file: path, SHA-256, size, format, rows, rejected rows",
    "counts": "rows read, posts, rejected rows, duplicates, actions (also by kind), objects that "
    "were shared, accounts, edges, co-actions of the edges, clusters, accounts in clusters",
    "significance": "with null models: `candidates` above the thresholds, `tests`, `edges` that were "
    "kept, `groups` tested, `clusters` confirmed, groups `unconfirmed`, where what is `usual` is from "
    "(data, baseline or reference), and the share of shared things on `foreign` objects, which the data "
    "can't judge; else null",
    "reasons": "why rows were rejected, with their number",
    "dropped_objects": "objects above `max_object_actions`: kind, object, actions",
    "threads": "threads asked for; null for all processors",
    "versions": "versions of Python and of the libraries that compute",
    "timings": "seconds of each step",
    "peak_memory": "most memory that the process held, bytes",
    "files": "names of the files of the run",
}


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(head)]
    lines += [[cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    lines.insert(1, ["---"] * len(lines[0]))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cli() -> str:
    import typer
    from typer.testing import CliRunner

    from kashf.cli.app import app

    group: Any = typer.main.get_command(app)
    parts = []
    for name in ("", *_commands(group)):
        result = CliRunner().invoke(app, [*name.split(), "--help"], terminal_width=78)
        title = f"kashf {name}".strip()
        lines = "\n".join(line.rstrip() for line in result.output.strip().splitlines())
        parts.append(f"## {title}\n\n```text\n{lines}\n```\n")
    return "\n".join(parts)


def _commands(group: Any, before: str = "") -> list[str]:
    """Names of all commands, those of groups after their group."""
    found = []
    for name, command in group.commands.items():
        found.append(f"{before}{name}")
        if hasattr(command, "commands"):
            found += _commands(command, f"{before}{name} ")
    return found


def _settings() -> str:
    from kashf.evidence.speech import SpeechSettings
    from kashf.settings import ActionSettings, DetectSettings, ImportSettings
    from kashf.statements.settings import EndpointSettings, StatementSettings

    parts = []
    for title, stage, model in (
        ("Files to posts", "import", ImportSettings),
        ("Posts to actions", "actions", ActionSettings),
        ("Actions to edges and clusters", "detect", DetectSettings),
        ("Speech to text", None, SpeechSettings),
        ("Texts to statements", None, StatementSettings),
        ("Language model for statements", None, EndpointSettings),
    ):
        doc = (model.__doc__ or "").strip()
        place = f" In `run.json` under `settings.{stage}`." if stage else ""
        parts.append(f"## {title}\n\n{doc}{place}\n\n" + _fields(model))
    return "\n".join(parts)


def _fields(model: Any) -> str:
    rows = [
        (
            f"`{name}`",
            f"`{_default(field.get_default(call_default_factory=True)) if not field.is_required() else 'required'}`",
            field.description or "",
        )
        for name, field in model.model_fields.items()
    ]
    return _table(("setting", "default", "meaning"), rows)


def _world_settings() -> str:
    from kashf.simulate import WorldSettings

    return _fields(WorldSettings)


def _power_settings() -> str:
    from kashf.settings import PowerSettings

    return _fields(PowerSettings)


def _power_files() -> str:
    from kashf.power import FILES as POWER_FILES

    return _table(("file", "holds"), ((f"`{name}`", text) for name, text in POWER_FILES.items()))


def _campaign_settings() -> str:
    from kashf.simulate import CampaignSettings

    return _fields(CampaignSettings)


def _case_settings() -> str:
    from kashf.evidence import case_settings as models

    parts = []
    for title, name in (
        ("At the top", "CaseSettings"),
        ("[[people]]", "Person"),
        ("[[runs]]", "RunSettings"),
        ("[statements]", "StatementsSettings"),
        ("[dossier]", "DossierSettings"),
        ("[[dossier.redactions]]", "Redaction"),
    ):
        model = getattr(models, name)
        rows = [
            (
                f"`{field.alias or key}`",
                "needed"
                if field.is_required()
                else f"`{_short(field.get_default(call_default_factory=True))}`",
                field.description or "",
            )
            for key, field in model.model_fields.items()
        ]
        doc = (model.__doc__ or "").strip()
        parts.append(f"## {title}\n\n{doc}\n\n{_table(('key', 'default', 'meaning'), rows)}")
    return "\n".join(parts)


def _short(value: Any) -> str:
    from pydantic import BaseModel

    if isinstance(value, BaseModel) or value == {}:
        return "its defaults"
    return str(value).lower() if isinstance(value, bool) else _default(value)


def _scenarios() -> str:
    from kashf.simulate import SCENARIOS

    rows = [(f"`{name}`", made.about, _changed(made, "about")) for name, made in SCENARIOS.items()]
    return _table(("scenario", "the world", "settings other than the defaults"), rows)


def _campaigns() -> str:
    from kashf.simulate import CAMPAIGNS

    rows = [
        (
            f"`{name}`",
            "nothing is planted"
            if plan is None
            else f"{plan.group_size} accounts, {plan.objects} objects, {plan.taking_part:.0%} take "
            f"part, within {plan.jitter:g} s",
        )
        for name, plan in CAMPAIGNS.items()
    ]
    return _table(("campaign", "a group"), rows)


def _changed(settings: Any, *but: str) -> str:
    fields = type(settings).model_fields
    names = [n for n in fields if n not in but and getattr(settings, n) != fields[n].default]
    return ", ".join(f"`{name} = {_default(getattr(settings, name))}`" for name in names) or "none"


def _world_files() -> str:
    from kashf.simulate import PUSHED, TRUTH
    from kashf.simulate.writing import FILES as WORLD_FILES

    parts = [_table(("file", "holds"), ((f"`{name}`", what) for name, what in WORLD_FILES.items()))]
    for name, schema in (("truth.parquet", TRUTH), ("pushed.parquet", PUSHED)):
        head = ("column", "type", "may be empty", "meaning")
        parts.append(f"### {name}\n\n{_table(head, _schema_rows(schema))}")
    return "\n".join(parts)


def _default(value: object) -> str:
    if value is None or value in ((), {}):
        return "none"
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _files() -> str:
    rows = ((f"`{name}`", when, what) for name, (when, what, _) in FILES.items())
    return _table(("file", "there when", "holds"), rows)


def _columns() -> str:
    from kashf import schema

    parts = []
    for name, (_, what, table) in FILES.items():
        if table is None or name == "edges_KIND.parquet":
            continue
        head = ("column", "type", "may be empty", "meaning")
        parts.append(
            f"### {name}\n\n{what[0].upper()}{what[1:]}.\n\n"
            + _table(head, _schema_rows(getattr(schema, table)))
        )
        if name in FIGURES:
            rows = _schema_rows(getattr(schema, FIGURES[name]))
            parts.append(f"With null models also:\n\n{_table(head, rows)}")
    return "\n".join(parts)


def _schema_rows(schema: Any) -> list[tuple[str, ...]]:
    return [
        (
            f"`{field.name}`",
            _type(field.type),
            "yes" if field.nullable else "no",
            (field.metadata or {}).get(b"meaning", b"").decode(),
        )
        for field in schema
    ]


def _type(type_: Any) -> str:
    import pyarrow as pa

    if pa.types.is_list(type_):
        return f"list of {_type(type_.value_type)}"
    if pa.types.is_timestamp(type_):
        return "time (UTC, µs)"
    return {"string": "text", "double": "number", "bool": "yes or no"}.get(
        str(type_), "whole number"
    )


def _run_json() -> str:
    return _table(("key", "holds"), ((f"`{key}`", what) for key, what in RUN_JSON.items()))


def _errors() -> str:
    from kashf import errors

    classes = [getattr(errors, name) for name in errors.__all__]
    rows = [
        (str(c.exit_code), f"`{c.__name__}`", (c.__doc__ or "").partition("\n")[0])
        for c in sorted(classes, key=lambda c: (c.exit_code, len(c.__mro__), c.__name__))
    ]
    return _table(("exit code", "error", "when"), rows)


def _plugins(group: str, title: Callable[[Any], str]) -> str:
    from kashf import registry

    rows = [(f"`{name}`", title(registry.load(group, name))) for name in registry.names(group)]
    return _table(("name", "what it is"), rows)


BLOCKS: Mapping[str, Callable[[], str]] = {
    "cli": _cli,
    "settings": _settings,
    "case-settings": _case_settings,
    "files": _files,
    "columns": _columns,
    "run-json": _run_json,
    "errors": _errors,
    "scenarios": _scenarios,
    "campaigns": _campaigns,
    "world-files": _world_files,
    "world-settings": _world_settings,
    "campaign-settings": _campaign_settings,
    "power-files": _power_files,
    "power-settings": _power_settings,
    "exports": lambda: _plugins("kashf.exports.formats", lambda module: module.TITLE),
}


def _info(run: Path) -> dict[str, Any]:
    import json

    found: dict[str, Any] = json.loads((run / "run.json").read_text(encoding="utf-8"))
    return found


def _rows(run: Path, name: str) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    rows: list[dict[str, Any]] = pq.read_table(run / f"{name}.parquet").to_pylist()
    return rows


def _top(run: Path) -> Path:
    """The folder of the demonstration that ``case/runs/NAME`` is in."""
    return run.parents[2]


def _truth(run: Path) -> dict[str, tuple[str, str]]:
    """Planted accounts, as the run calls them: (group, platform)."""
    import csv

    with (_top(run) / "story" / "truth" / "truth.csv").open(encoding="utf-8", newline="") as file:
        return {
            f"{row['platform']}:{row['account']}": (row["group"], row["platform"])
            for row in csv.DictReader(file)
        }


def _demo_figures(run: Path) -> str:
    counts = _info(run)["counts"]
    kinds = counts["actions_by_kind"]
    rows = [
        ("rows read", f"{counts['read']:,}"),
        ("rejected rows", f"{counts['rejected']:,}"),
        ("doubles, merged", f"{counts['duplicates']:,}"),
        ("posts", f"{counts['posts']:,}"),
        ("actions", f"{counts['actions']:,} ({', '.join(f'{n:,} {k}' for k, n in kinds.items())})"),
        ("edges", f"{counts['edges']:,}"),
        ("clusters", f"{counts['clusters']:,}"),
        ("accounts in clusters", f"{counts['clustered_accounts']:,}"),
    ]
    return _table(("what", "number"), rows)


def _demo_clusters(run: Path) -> str:
    return _cluster_table(run, {})


def _demo_clusters_named(run: Path) -> str:
    truth = _truth(run)
    names: dict[int, set[str]] = {}
    for account in _rows(run, "accounts"):
        group, platform = truth.get(account["account_id"], ("not planted", "?"))
        names.setdefault(account["cluster_id"], set()).add(f"{group} ({platform})")
    return _cluster_table(run, {key: ", ".join(sorted(found)) for key, found in names.items()})


def _cluster_table(run: Path, names: Mapping[int, str]) -> str:
    rows = [
        (
            str(c["cluster_id"]),
            f"{c['size']:,}",
            f"{c['edges']:,}",
            f"{c['objects']:,}",
            f"{c['share_in_step']:.0%}",
            f"{c['first_time']:%d %b}",
            f"{c['last_time']:%d %b}",
            *([names[c["cluster_id"]]] if names else []),
        )
        for c in _rows(run, "clusters")
    ]
    head = ["cluster", "accounts", "edges", "objects in step", "share in step", "first", "last"]
    return _table([*head, *(["planted as"] if names else [])], rows)


def _demo_rejected(run: Path) -> str:
    reasons = _info(run)["reasons"]
    rows = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    return _table(("rows", "reason"), ((f"{n:,}", reason) for reason, n in rows))


def _demo_truth(run: Path) -> str:
    from collections import Counter

    truth = _truth(run)
    accounts = _rows(run, "accounts")
    found: Counter[tuple[str, int]] = Counter()
    for account in accounts:
        group, _ = truth.get(account["account_id"], ("not planted", ""))
        found[group, account["cluster_id"]] += 1
    planted = Counter(truth.values())
    rows = [
        (group, platform, str(size), ", ".join(
            f"{n} in cluster {cluster}" for (g, cluster), n in sorted(found.items()) if g == group
        ) or "none")
        for (group, platform), size in sorted(planted.items(), key=lambda item: -item[1])
    ]  # fmt: skip
    others = sum(n for (group, _), n in found.items() if group == "not planted")
    return (
        _table(("planted group", "platform", "accounts", "found"), rows)
        + f"\nAccounts with an edge that were not planted: {others}.\n"
    )


def _demo_story(run: Path) -> str:
    import pyarrow.parquet as pq

    counts = _info(run)["counts"]
    authors = pq.read_table(run / "posts.parquet", columns=["platform", "account_id"])
    people = authors.group_by(["platform", "account_id"]).aggregate([]).num_rows
    edges = _rows(run, "edges")
    clusters = _rows(run, "clusters")
    truth = _truth(run)
    planted = sum(account["account_id"] in truth for account in _rows(run, "accounts"))
    *most, last = (str(c["size"]) for c in clusters)
    sizes = f"{', '.join(most)} and {last}"
    return f"""\
Kashf read {counts["read"]:,} rows, put {counts["rejected"]:,} aside as unreadable (each with its reason), merged {counts["duplicates"]:,} doubles, and kept
{counts["posts"]:,} posts of {people:,} accounts. From these it took {counts["actions"]:,} actions: an account shared a link, or
posted a text. It looked for pairs of accounts that did the same at most 60 seconds apart, on at least
3 different links or texts, and found {counts["edges"]:,} pairs, with {min(e["weight"] for e in edges):,} to {max(e["weight"] for e in edges):,} links and texts in common. They
form {counts["clusters"]:,} clusters of {sizes} accounts. Of the {len(truth):,} accounts that were planted, {planted:,} are in them;
of all others, {len(_rows(run, "accounts")) - planted:,}.
"""


def _demo_sensitivity(run: Path) -> str:
    import kashf

    truth = _truth(run)
    rows = []
    for window, weight in (("10s", 3), ("60s", 3), ("60s", 2), ("60s", 1), ("5m", 3), ("1h", 3)):
        cells = []
        for null in (None, ()):
            judged = {} if null is None else {"null": null}
            network = kashf.detect(
                run / "posts.parquet",
                by="url,text",
                window=window,
                min_edge_weight=weight,
                **judged,
            )
            names = network.accounts["account_id"].to_pylist()
            cells += [len(names), sum(name not in truth for name in names)]
        rows.append((window, str(weight), *(f"{number:,}" for number in cells)))
    head = ("window", "min. weight", "accounts", "of these not planted", "by thresholds alone",
            "of these not planted")  # fmt: skip
    return _table(head, rows)


def _demo_evidence(run: Path) -> str:
    from kashf.evidence.case import Case

    with Case(_top(run) / "case") as case:
        rows = [(f"E{item.number}", f"`{item.name}`", item.note or "") for item in case.items()]
    return _table(("item", "file", "note"), rows)


def _demo_dossier(run: Path) -> str:
    from collections import Counter

    from kashf.evidence.case import Case
    from kashf.statements.review import Reviews

    with Case(_top(run) / "case") as case:
        found = Reviews(case).all()
    states = Counter(one.state for one in found)
    corrected = sum(any(made.action == "edit" for made in one.decisions) for one in found)
    return f"""\
Kashf found {len(found)} statements in the call, the reports and the denial. In the name of an invented reviewer
{states["accepted"]} were accepted, {corrected} of them after a correction, and {states["rejected"]} rejected; {states["candidate"]} still wait.
"""


DEMO_BLOCKS: Mapping[str, Callable[[Path], str]] = {
    "demo-clusters": _demo_clusters,
    "demo-clusters-named": _demo_clusters_named,
    "demo-dossier": _demo_dossier,
    "demo-evidence": _demo_evidence,
    "demo-figures": _demo_figures,
    "demo-rejected": _demo_rejected,
    "demo-sensitivity": _demo_sensitivity,
    "demo-story": _demo_story,
    "demo-truth": _demo_truth,
}


def pages() -> list[Path]:
    """All pages of the documentation."""
    top = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
    return [*top, *sorted((ROOT / "docs").rglob("*.md"))]


def filled(text: str, run: Path | None = None) -> str:
    """``text`` with its generated parts made anew; those of the demo where its ``run`` is given."""

    def fill(match: re.Match[str]) -> str:
        name = match[2]
        if name in DEMO_BLOCKS:
            return match[0] if run is None else f"{match[1]}{DEMO_BLOCKS[name](run)}{match[4]}"
        return f"{match[1]}{BLOCKS[name]()}{match[4]}"

    return PART.sub(fill, text)


def _main() -> None:
    from typer.testing import CliRunner

    from kashf.cli.app import app

    with tempfile.TemporaryDirectory() as folder:
        made = CliRunner().invoke(app, ["demo", "--quiet", "--out", f"{folder}/demo"])
        if made.exit_code:
            raise SystemExit(made.output)
        for page in pages():
            old = page.read_text(encoding="utf-8")
            new = filled(old, Path(folder) / "demo" / "case" / "runs" / "posts")
            if new != old:
                page.write_text(new, encoding="utf-8", newline="\n")
                sys.stdout.write(f"{page.relative_to(ROOT)}\n")


if __name__ == "__main__":
    _main()
