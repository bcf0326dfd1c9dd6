from pathlib import Path

from digest.check.registry import RULES

PAGE = Path(__file__).parents[2] / "docs" / "check.md"


def test_the_documentation_lists_every_rule_as_it_is() -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    assert rows == [f"| `{rule.name}` | {rule.severity} | {rule.finds} |" for rule in RULES]


def test_no_two_rules_share_a_name() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
