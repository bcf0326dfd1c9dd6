"""What the tests, and commands that they start, write to disk is not waited for."""

from __future__ import annotations

import os
import subprocess
import sys
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from tests.conftest import UNSYNCED

if TYPE_CHECKING:
    from collections.abc import Callable

CALLS = {"fsync": os.fsync, "fdatasync": os.fdatasync}


def answers(sync: Callable[[int], None]) -> bool:
    """Whether it answers without a look at what is to be synced: a pipe, which nothing can sync."""
    ends = os.pipe()
    try:
        sync(ends[0])
    except OSError:
        return False
    finally:
        for end in ends:
            os.close(end)
    return True


@pytest.mark.parametrize("name", CALLS)
def test_a_sync_answers_at_once_here_in_a_thread_and_in_a_command(name: str) -> None:
    found = [answers(CALLS[name])]
    thread = Thread(target=lambda: found.append(answers(CALLS[name])))
    thread.start()
    thread.join()
    command = [sys.executable, "-c", f"import os; os.{name}(0)"]
    found.append(not subprocess.run(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).returncode)
    assert found == [UNSYNCED] * 3
