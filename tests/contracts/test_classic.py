from __future__ import annotations

from pathlib import Path

import pytest

from digest.render.theme_file import theme_names
from tests.contracts.theme_contract import ThemeContract


class TestClassic(ThemeContract):
    name = "classic"


@pytest.mark.parametrize("theme", theme_names())
def test_every_theme_is_under_the_contract(theme: str) -> None:
    assert f'(ThemeContract):\n    name = "{theme}"' in Path(__file__).with_name(f"test_{theme}.py").read_text("utf-8")
