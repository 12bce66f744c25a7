"""Python's search for cycles rests while a text is read; there is nothing for it to find."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from kashf.statements import extract, rules
from kashf.statements.settings import StatementSettings

TEXT = (
    "The mayor told Ivo Marr on Monday that he had paid 500 dinars. “It was false,” she said.\n\n"
    "وقالت الوزيرة هند الزاغوري إن المرفأ مغلق، وأضافت أنه لن يُفتح. ثم نفى القائد ذلك."
)


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    yield
    gc.enable()


def test_reading_makes_no_cycles() -> None:
    extract(TEXT)
    gc.collect()
    gc.disable()
    assert extract(TEXT)
    assert gc.collect() == 0


@pytest.mark.parametrize("enabled", [True, False])
def test_it_is_left_as_it_was(enabled: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    (gc.enable if enabled else gc.disable)()
    extract(TEXT)
    assert gc.isenabled() is enabled

    def fail(text: str) -> None:
        assert not gc.isenabled()
        raise ValueError(text)

    monkeypatch.setattr(rules, "read", fail)
    with pytest.raises(ValueError):
        rules.extract_by_rules(TEXT, StatementSettings())
    assert gc.isenabled() is enabled
