"""In a week of invented news no event is told twice, none is missed, updates say so, and each reason is true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.invented.news import Inventor
from benchmarks.invented_month import lived

if TYPE_CHECKING:
    from pathlib import Path


def test_a_week_of_invented_news_has_no_fault(tmp_path: Path) -> None:
    verdict = lived(tmp_path, Inventor(7).month(days=8), days=8).verdict
    assert verdict.faults == []
    assert verdict.f1 >= 0.97
    assert verdict.issues >= 7
    assert verdict.quiet >= 1
    assert verdict.updates >= 3
    assert len(list((tmp_path / "outbox").rglob("*.eml"))) == verdict.issues
