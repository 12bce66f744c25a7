"""Invented runs for the tests of exports. Nothing in them is real."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kashf import schema
from kashf.schema import RunTables

START = dt.datetime(2024, 3, 1, 9, 0, tzinfo=dt.UTC)

HOSTILE = (
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "'><img src=x onerror=alert(1)>",
    '=HYPERLINK("http://bad.example","x")',
    "abc\u202edcba\u2066x\u2069",
    "line\u2028sep\x00nul\x07bell\x1b[31m",
    "</style><style>body{display:none}</style>",
    "]]> <!-- --> &amp; &#x202e; {{7*7}} ${x} %s",
    "javascript:alert(1)",
    "عربي \u202eمقلوب <b>غامق</b>",
    "Z\u0335\u0321" + "\u0335" * 500,
    "tab\tnew\nline\r\nend",
    "\uffff\ufffe\ufffd",
    "word" * 25_000,
)

NAMES = (
    "صوت الحي", "Harbour Walks", "أخبار الحديقة", "Tea & Rain", "قهوة الصباح", "Blue Kite",
    "يوميات مسافر", "Paper Boats", "نادي القراءة", "Old Bicycle", "حكايا البحر", "Green Lantern Cafe",
)  # fmt: skip
TEXTS = (
    "افتتاح المكتبة الجديدة في الحي غدا الساعة العاشرة صباحا، الدعوة عامة للجميع #مكتبة_الحي",
    "The new library opens tomorrow at ten, everyone is welcome. Bring a book to swap! #library",
    "سباق الدراجات السنوي يبدأ من الساحة الكبرى\nالتسجيل مجاني — Register at the town hall",
    "Rain all week, says the forecast 🌧️\nبرنامج الأسبوع: قراءة، شاي، موسيقى",
    "معرض الزهور: أكثر من مئتي نوع هذا العام https://flowers.example/معرض",
)
URLS = (
    "https://news.example/2024/03/library-opens",
    "https://flowers.example/%D9%85%D8%B9%D8%B1%D8%B6/2024?ref=%3Cb%3E",
    "https://town.example/events/bicycle-race-" + "very-long-" * 12 + "address",
    "https://xn--mgbh0fb.example/a%2Fb",
)


def _table(rows: Sequence[dict[str, Any]], wanted: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=wanted)


def info(**changes: Any) -> dict[str, Any]:
    """A run.json in which everything is filled in."""
    return {
        "title": "Library week (مثال مخترع)",
        "kashf": "0.1.0",
        "command": "kashf detect posts.csv --by url,text --time-window 60s",
        "created": "2024-04-01T12:00:00+00:00",
        "notes": [
            "Invented data: no account or post in this report is real.",
            "2 of 3 files give times in whole minutes: delays below 60 s can't be told apart.",
        ],
        "settings": {
            "import": {"max_rejected": 0.05, "assume_zone": None},
            "actions": {"by": ["url", "text", "hashtag"], "min_words": 5},
            "detect": {
                "time_window": 60.0,
                "weight": "objects",
                "min_edge_weight": 2,
                "min_participation": 1,
                "resolution": 1.0,
                "seed": 0,
            },
        },
        "inputs": [
            {
                "path": "exports/x-2024-03.csv",
                "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "size": 48_120_133,
                "format": "x_csv",
                "rows": 18_020,
                "rejected": 12,
            },
            {
                "path": "exports/قناة.ndjson",
                "sha256": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
                "size": 1_204_991,
                "format": "telegram_json",
                "rows": 2_118,
                "rejected": 0,
            },
        ],
        "counts": {
            "posts": 20_112,
            "rejected": 12,
            "duplicates": 14,
            "actions": 31_870,
            "actions_by_kind": {"url": 12_002, "text": 17_001, "hashtag": 2_867},
            "objects": 9_911,
            "accounts": 1_204,
            "co_actions": 8_820,
        },
        "reasons": {"no time": 9, "no account": 3},
        "dropped_objects": [],
        "timings": {"import": 1.204, "actions": 0.331, "detect": 0.089},
        "threads": 2,
        **changes,
    }


def make(
    sizes: Sequence[int] = (26, 14, 9, 5, 3, 2, 2),
    *,
    seed: int = 1,
    strings: Sequence[str] = (),
    chance: float = 0.35,
    **changes: Any,
) -> RunTables:
    """A run with clusters of ``sizes``; ``strings`` take the place of ids, names and texts."""
    rng = random.Random(seed)

    def text(usual: str) -> str:
        return rng.choice(strings) if strings else usual

    accounts, edges, clusters, objects, samples, timeline = [], [], [], [], [], []
    members: list[list[str]] = []
    for cluster, size in enumerate(sizes):
        ids = [
            strings[n] if n < len(strings) and cluster == 0 else f"{cluster}-{n:05}-{10**17 + n}"
            for n in range(size)
        ]
        members.append(ids)
        pairs = {(n, rng.randrange(n)) for n in range(1, size)}
        if size <= 200:
            pairs |= {(a, b) for a in range(size) for b in range(a) if rng.random() < chance}
        degree, strength = [0] * size, [0] * size
        for a, b in sorted(pairs):
            weight = 2 + int(rng.expovariate(0.25))
            first = START + dt.timedelta(minutes=rng.randrange(9000), microseconds=5)
            edges.append(
                {
                    "account_a": min(ids[a], ids[b]),
                    "account_b": max(ids[a], ids[b]),
                    "weight": weight,
                    "co_actions": weight + rng.randrange(4),
                    "first_time": first,
                    "last_time": first + dt.timedelta(hours=rng.randrange(90)),
                    "mean_delay": round(rng.uniform(1, 60), 3),
                    "min_delay": 0.5,
                }
            )
            for n in (a, b):
                degree[n] += 1
                strength[n] += weight
        for n, account in enumerate(ids):
            actions = 20 + rng.randrange(60)
            in_step = rng.randrange(2, actions)
            accounts.append(
                {
                    "account_id": account,
                    "account_name": None if n % 7 == 6 else text(f"{rng.choice(NAMES)} {n}"),
                    "platform": ("x", "telegram", None)[n % 3],
                    "cluster_id": cluster,
                    "degree": degree[n],
                    "strength": strength[n],
                    "actions": actions,
                    "actions_in_step": in_step,
                    "share_in_step": in_step / actions,
                    "first_time": START + dt.timedelta(minutes=n),
                    "last_time": START + dt.timedelta(days=6, minutes=n),
                }
            )
        clusters.append(
            {
                "cluster_id": cluster,
                "size": size,
                "edges": len(pairs),
                "strength": sum(strength) // 2,
                "density": 2 * len(pairs) / max(1, size * (size - 1)),
                "objects": 4 * size,
                "actions": 50 * size,
                "actions_in_step": 30 * size,
                "share_in_step": 0.6 - 0.05 * (cluster % 9),
                "first_time": START,
                "last_time": START + dt.timedelta(days=6),
                "top_objects": [f"url:{URLS[0]}"],
            }
        )
        if cluster >= 20:
            continue
        for n in range(14):
            kind = ("text", "url", "hashtag")[n % 3]
            name = {"text": f"{n:064x}", "url": URLS[n % 4], "hashtag": "مكتبة_الحي"}[kind]
            at = START + dt.timedelta(hours=5 * n, seconds=n)
            objects.append(
                {
                    "cluster_id": cluster,
                    "kind": kind,
                    "object_id": text(name) if kind != "text" else name,
                    "accounts": max(2, size - n),
                    "actions": max(2, 2 * size - n),
                    "first_time": at,
                    "last_time": at + dt.timedelta(minutes=n),
                }
            )
            samples += [
                {
                    "cluster_id": cluster,
                    "kind": kind,
                    "object_id": name,
                    "platform": "x",
                    "account_id": ids[who],
                    "account_name": text(rng.choice(NAMES)),
                    "post_id": f"{cluster}{n}{who}",
                    "time": at + dt.timedelta(seconds=7 * who),
                    "text": None
                    if n == 11
                    else text(TEXTS[(n + (who if kind == "url" else 0)) % 5]),
                    "post_url": text("https://x.example/p/1"),
                }
                for who in range(min(4, size))
            ]
        timeline += [
            {
                "cluster_id": cluster,
                "time": START + dt.timedelta(hours=hour),
                "actions": 1 + rng.randrange(4 * size),
            }
            for hour in range(24 * 6)
            if rng.random() < 0.25 or hour in (0, 1)
        ]
    flat = [account for ids in members for account in ids]
    known = {(edge["account_a"], edge["account_b"]) for edge in edges}
    for a, b in {tuple(sorted(rng.sample(flat, 2))): None for _ in range(len(flat) // 6)}:
        if (a, b) in known:
            continue
        edges.append({**edges[0], "account_a": a, "account_b": b, "weight": 2, "co_actions": 2})
    return RunTables(
        info=info(**changes),
        edges=_table(edges, schema.EDGES),
        accounts=_table(accounts, schema.ACCOUNTS),
        clusters=_table(clusters, schema.CLUSTERS),
        objects=_table(objects, schema.OBJECTS),
        samples=_table(samples, schema.SAMPLES),
        timeline=_table(timeline, schema.TIMELINE),
    )


def empty(**changes: Any) -> RunTables:
    """A run that found nothing."""
    return make((), **changes)


def judged(sizes: tuple[int, ...] = (12, 9, 6, 4), **changes: Any) -> RunTables:
    """A run with null models, whose last group was not confirmed."""
    tables = make(sizes, **changes)
    count = len(sizes)
    clusters = tables.clusters
    for field in schema.CLUSTER_FIGURES:
        value: list[object] = [i < count - 1 for i in range(count)]
        if field.name != "confirmed":
            value = [1e-9 if i < count - 1 else 0.4 for i in range(count)]
        if field.name == "p_half_window":
            value = [0.2, *value[1:]]
        clusters = clusters.append_column(field, pa.array(value, field.type))
    accounts = tables.accounts.filter(pc.less(tables.accounts["cluster_id"], count - 1))
    for field in schema.MEMBER_FIGURES:
        accounts = accounts.append_column(field, pa.array([0.75] * len(accounts), field.type))
    edges = tables.edges
    for field in schema.EDGE_FIGURES:
        edges = edges.append_column(field, pa.array([1e-6] * len(edges), field.type))
    delays = [
        {"cluster_id": cluster, "above": above, "until": until, "observed": n, "expected": n / 2}
        for cluster in range(count - 1)
        for above, until, n in ((0.0, 60.0, 40), (60.0, 120.0, 4), (120.0, None, 0))
    ]
    return replace(
        tables,
        edges=edges,
        accounts=accounts,
        clusters=clusters,
        delays=_table(delays, schema.DELAYS),
    )
