from __future__ import annotations

import pytest

from tests.snapshots.refresh import FOLDER, snapshots


@pytest.mark.parametrize("file", snapshots())
def test_a_fixed_issue_is_rendered_as_it_was_last_looked_at(file: str) -> None:
    assert snapshots()[file] == (FOLDER / file).read_text("utf-8")
