"""The lock of an edition: one holder, and it dies with its process."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from digest.errors import Locked
from digest.store.lock import edition_lock

if TYPE_CHECKING:
    from pathlib import Path

HOLD = """
import sys, time
from pathlib import Path
from digest.store.lock import edition_lock
with edition_lock(Path(sys.argv[1]), "daily"):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_holder_is_turned_away_and_another_edition_is_not(tmp_path: Path) -> None:
    database = tmp_path / "digest.db"
    with edition_lock(database, "daily"):
        with pytest.raises(Locked, match="another run is sending daily"), edition_lock(database, "daily"):
            pass
        with edition_lock(database, "weekend"):
            pass
    with edition_lock(database, "daily"):
        pass


def test_the_lock_of_a_killed_process_is_free_at_once(tmp_path: Path) -> None:
    database = tmp_path / "digest.db"
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(database)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    with holder, holder.stdout:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Locked), edition_lock(database, "daily"):
            pass
        holder.kill()
        holder.wait()
    with edition_lock(database, "daily"):
        pass
