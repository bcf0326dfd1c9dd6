"""The years that benchmarks/ten_years.py lives, in short: a newsroom that is pruned stays as quick as a new one."""

from __future__ import annotations

import importlib.util
from contextlib import closing
from pathlib import Path
from typing import Any

from digest.store.database import open_database
from digest.store.upkeep.soundness import damage, wrong_sums

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "ten_years.py"


def script() -> Any:
    spec = importlib.util.spec_from_file_location("ten_years", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_year_with_retention_is_small_and_whole(tmp_path: Path) -> None:
    found = script().measure(tmp_path, years=1, readers=30, times=1)
    with closing(open_database(found["old"] / "digest.db")) as db:
        assert damage(db) == []
        assert wrong_sums(db) == []
        issues = db["issues"].count
        rows = db["deliveries"].count
        folded = db.conn.execute("SELECT SUM(mails) FROM folded_deliveries").fetchone()[0]
    assert issues == 366
    assert rows + folded == issues * 30
    assert rows <= (90 + 8) * 30 + 30
    assert found["seconds"]["status"][0] <= 3 * found["seconds"]["status"][1], "as far as one try can tell"
