"""Lets `python -m digest.cli` be the command `digest`."""

from digest.cli.main import main

main()
