# make demo: a finished report from an invented case    make test: every check
# make bench: speed and memory, beside a peer           make calibrate: how often it is wrong
# make format, make clean
PYTHON ?= python3
PY := .venv/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check

.PHONY: demo test bench calibrate format clean setup
.DELETE_ON_ERROR:

demo: setup
	@$(PY) -m kashf demo --out demo-run

test: setup
	@$(PY) -m ruff format --check
	@$(PY) -m ruff check
	@$(PY) -m mypy
	@.venv/bin/lint-imports
	@$(PY) -m pytest -n auto

bench: .venv/.installed-bench
	@$(PY) benchmarks/run.py

calibrate: setup
	@$(PY) benchmarks/calibrate.py
	@$(PY) benchmarks/calibration_bicm.py

format: setup
	@$(PY) -m ruff format
	@$(PY) -m ruff check --fix

clean:
	@rm -rf .venv demo-run dist benchmarks/work .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find src tests benchmarks -name __pycache__ -prune -exec rm -rf {} +

setup: .venv/.installed

.venv/.installed: pyproject.toml
	@"$(PYTHON)" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null \
		|| { echo "Kashf needs Python 3.11 to 3.14 and '$(PYTHON)' is not one of them. Name one: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up .venv (once; it takes a minute or two) ..."
	@"$(PYTHON)" -m venv .venv
	@$(PIP) -e '.[dev]'
	@touch $@

.venv/.installed-bench: .venv/.installed
	@$(PIP) -e '.[bench]'
	@touch $@
