"""Stand-ins for the system's `crontab` and `systemctl`, so that no test touches the crontab of whoever runs it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

CRONTAB = """\
#!/bin/sh
# Behaves as Debian's: -l prints the table, a carriage return as two letters, or fails; - takes a new one if its last
# line has an end; -r removes it.
table='{folder}/table'
case "$1" in
-l) [ -f "$table" ] || {{ echo "no crontab for $(id -un)" >&2; exit 1; }}
   LC_ALL=C sed "s/$(printf '\\r')/\\\\\\\\r/g" "$table" ;;
-) cat > "$table.new"
   if [ -s "$table.new" ] && [ -n "$(tail -c 1 "$table.new")" ]; then
       echo "new crontab file is missing newline before EOF, can't install." >&2; exit 1
   fi
   mv "$table.new" "$table" ;;
-r) rm "$table" ;;
esac
"""
SYSTEMCTL = """\
#!/bin/sh
echo "$@" >> '{folder}/asked'
if [ -f '{folder}/no-bus' ]; then echo "Failed to connect to bus: No medium found" >&2; exit 1; fi
"""


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the stand-ins, first on the PATH; `table` in it is the crontab, `asked` what systemd was told."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name, text in (("crontab", CRONTAB), ("systemctl", SYSTEMCTL)):
        (folder / name).write_text(text.format(folder=folder))
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return folder
