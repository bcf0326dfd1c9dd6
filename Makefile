.PHONY: help demo test lint type bench judge docs pictures clean
PYTHON ?= python3
BIN := .venv/bin
NODE := tests/judges/node_modules/.ready
PYTEST_ARGS ?=
# Else each of the thousand commands that the tests call would compile the whole program.
export PYTHONDONTWRITEBYTECODE =

help:  ## what a developer can do
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

.venv/.ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; give one with: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

$(NODE): tests/judges/package.json tests/judges/package-lock.json
	npm ci --prefix tests/judges --no-audit --no-fund --loglevel=error
	@touch $@

JUDGES := tests/judges/mail/node_modules/.ready

$(JUDGES): tests/judges/mail/package.json tests/judges/mail/package-lock.json
	npm ci --prefix tests/judges/mail --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: machine
machine:
	@sh tests/judges/machine.sh

demo: .venv/.ready  ## set up, then run the whole main job on the bundled newsroom
	rm -rf demo-newsroom
	$(BIN)/digest demo demo-newsroom --no-open

test: .venv/.ready machine $(NODE)  ## set up, then run every test
	$(BIN)/python -m pytest -n auto $(PYTEST_ARGS)

lint: .venv/.ready  ## ruff: style and mistakes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

type: .venv/.ready  ## mypy, strict
	$(BIN)/mypy

bench: .venv/.ready  ## ratios against peers measured in the same run
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@for script in benchmarks/*.py; do echo "== $$script"; PYTHONPATH=. $(BIN)/python $$script || exit 1; done

judge: .venv/.ready $(NODE) $(JUDGES)  ## other people's judges on every theme
	@sh tests/judges/machine.sh spamassassin
	$(BIN)/python -m tests.judges.judge

docs: .venv/.ready  ## write the references and the man page anew from the program
	PYTHONPATH=. $(BIN)/python -m docs.making

pictures: .venv/.ready  ## draw the documentation's mails, pages and terminals anew
	PYTHONPATH=. $(BIN)/python -m docs.making.pictures

clean:  ## remove what the other targets made
	rm -rf .venv tests/judges/node_modules tests/judges/mail/node_modules demo-newsroom .mypy_cache .pytest_cache .ruff_cache .hypothesis
