"""Text is cut at every kind of line end, and a line that never ends is not kept in memory."""

from __future__ import annotations

import io
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.files.text import lines
from subscribers.files.text.lines import LONGEST_CELL, blocks_of_lines


def cut(text: str) -> list[str]:
    return [line for block in blocks_of_lines(io.StringIO(text, newline="")) for line in block]


def test_each_line_keeps_its_own_end() -> None:
    assert cut("a\nb\r\nc\rd") == ["a\n", "b\r\n", "c\r", "d"]


def test_only_line_ends_end_a_line() -> None:
    assert cut("a\x0bb\x0cc\x85d\u2028e\x1cf\n") == ["a\x0bb\x0cc\x85d\u2028e\x1cf\n"]


@given(st.text("ab\r\n", max_size=60), st.integers(1, 9))
def test_where_a_block_ends_does_not_matter(text: str, size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "_BLOCK", size)
        assert cut(text) == list(io.StringIO(text, newline=""))


def test_a_line_past_a_million_characters_becomes_one_that_is_refused() -> None:
    first, second = cut("ana@reader.example,{}\nb\n".format("y" * 3_000_000))
    assert first.startswith("ana@reader.example,yyy")
    assert LONGEST_CELL < len(first) < 1_500_000
    assert second == "b\n"


class Endless(io.TextIOBase):
    """Two hundred million characters without a line end."""

    left = 200_000_000

    def read(self, size: int | None = -1) -> str:
        self.left -= size or 0
        return "x" * (size or 0) if self.left > 0 else ""


def test_memory_does_not_grow_with_a_line() -> None:
    tracemalloc.start()
    for _ in blocks_of_lines(Endless()):  # type: ignore[arg-type]
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000
