"""Asks the reference implementation of MJML: one process of node, slow to start, for any number of documents."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Self

SCRIPT = Path(__file__).with_name("mjml-strict.mjs")


class Reference:
    """npm's mjml at work, strict; whatever else it prints is no answer, and raises where one was awaited."""

    def __enter__(self) -> Self:
        pipe = subprocess.PIPE
        self._node = subprocess.Popen(["node", SCRIPT], stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT, text=True)
        return self

    def __exit__(self, *_: object) -> None:
        said, _unused = self._node.communicate()
        assert (said, self._node.returncode) == ("", 0)

    def errors(self, source: str) -> str:
        """What it finds wrong with a document, a line each; empty if it accepts it."""
        assert self._node.stdin
        assert self._node.stdout
        print(json.dumps(source), file=self._node.stdin, flush=True)
        return str(json.loads(self._node.stdout.readline()))
