from __future__ import annotations

from tests.contracts.theme_contract import ThemeContract


class TestMinimal(ThemeContract):
    name = "minimal"
