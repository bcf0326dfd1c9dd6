"""The line of a mistake in digest.toml."""

from __future__ import annotations

import pytest

from digest.lines import line_of

TEXT = """\
# the settings
[mail]
from = "x"
smtp.port = 1

[ editions."early bird" ]   # a comment
"quiet_day" = "x"
[[strange]]
[tags]
a = "b = c"
"""


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        ("digest.toml: mail.from: is no address", 3),
        ("digest.toml: mail.smtp.port: 0 is none", 4),
        ("digest.toml: mail.reply_to: is missing", 2),
        ('digest.toml: editions."early bird".quiet_day: no', 7),
        ("digest.toml: strange: unknown key", 8),
        ("digest.toml: tags.b: no", 9),
        ("digest.toml: publication: is missing", 0),
        ("digest.toml: is not TOML: Expected '=' after a key (at line 4, column 2)", 4),
        ("digest.toml: is not TOML: Unterminated string (at end of document)", 10),
        ("digest.toml: line 5 is not UTF-8 text; save the file as UTF-8", 5),
        ("no digest.toml in /x; make one with: digest init", 0),
    ],
)
def test_a_mistake_is_found_by_its_key_or_by_what_the_parser_said(problem: str, line: int):
    assert line_of(problem, TEXT) == line
