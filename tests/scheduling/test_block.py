"""A block goes into a crontab and out of it, and no byte of anybody else's changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import DigestError
from digest.scheduling.block import has_block, line_outside, with_block, without_block

NAME = "/srv/herald/digest.toml"
LINE = "*/5 * * * * /usr/bin/digest --config /srv/herald/digest.toml run"
OTHERS = """\
# m h dom mon dow   command
SHELL=/bin/bash
MAILTO="desk@herald.example"

  5   4 * * *\t/usr/bin/x  --a   # note
#disabled:
# 1 2 3 4 5 /bin/off
@daily    /usr/bin/nightly
not a line at all
PATH = /a:/b
0 0 1 1 * x
"""
crontabs = st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"))).map(
    lambda lines: "".join(f"{line}\n" for line in lines)
)


def test_the_block_stands_at_the_end_and_what_was_there_is_as_it_was() -> None:
    after = with_block(OTHERS, NAME, [LINE])
    assert after == f"{OTHERS}# BEGIN digest {NAME}\n{LINE}\n# END digest {NAME}\n"
    assert without_block(after, NAME) == OTHERS


def test_a_new_line_takes_the_place_of_the_old_one_among_the_others() -> None:
    old = with_block(OTHERS, NAME, ["old"]) + "0 1 * * * later\n"
    assert with_block(old, NAME, [LINE]) == with_block(OTHERS, NAME, [LINE]) + "0 1 * * * later\n"


def test_newsrooms_live_side_by_side_even_where_one_name_begins_like_the_other() -> None:
    both = with_block(with_block("", NAME, ["one"]), NAME + "2", ["two"])
    assert without_block(both, NAME) == with_block("", NAME + "2", ["two"])
    assert without_block(both, NAME + "2") == with_block("", NAME, ["one"])


def test_a_crontab_without_an_end_to_its_last_line_gets_one() -> None:
    assert with_block("@daily x", NAME, [LINE]).startswith("@daily x\n# BEGIN")


@given(crontabs)
def test_in_and_out_again_leaves_any_crontab_as_it_was(crontab: str) -> None:
    there = with_block(crontab, NAME, [LINE])
    assert has_block(there, NAME)
    assert with_block(there, NAME, [LINE]) == there
    assert without_block(there, NAME) == crontab


@pytest.mark.parametrize(
    "broken",
    [
        f"# BEGIN digest {NAME}\n{LINE}\n",
        f"{LINE}\n# END digest {NAME}\n",
        f"# END digest {NAME}\n# BEGIN digest {NAME}\n",
        f"# BEGIN digest {NAME}\n# BEGIN digest {NAME}\n# END digest {NAME}\n",
    ],
)
def test_half_a_block_is_left_to_a_person(broken: str) -> None:
    for act in (lambda: with_block(broken, NAME, [LINE]), lambda: without_block(broken, NAME)):
        with pytest.raises(DigestError, match=r"is not whole: .* mend it or take it out with: crontab -e"):
            act()


def test_a_line_put_there_by_hand_is_found_and_one_inside_the_block_is_not() -> None:
    assert line_outside(with_block(OTHERS, NAME, [LINE]), NAME, LINE) is None
    assert line_outside(OTHERS + LINE.replace(" ", "  ") + "\n", NAME, LINE) == 12
    assert line_outside(OTHERS + "#" + LINE + "\n", NAME, LINE) is None


def test_a_line_that_somebody_put_between_the_marks_is_left_to_them() -> None:
    mixed = with_block(OTHERS, NAME, [LINE]).replace(LINE, f"{LINE}\n@daily mine")
    for act in (lambda: with_block(mixed, NAME, [LINE]), lambda: without_block(mixed, NAME)):
        with pytest.raises(DigestError, match="holds lines that we did not write; move them out"):
            act()
