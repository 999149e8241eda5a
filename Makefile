# Chorsu. `make run` sets everything up and serves the portal; `make test` sets up what is missing and passes the tests.
PYTHON ?= python3.11
BIN := .venv/bin
# The browser that the tests drive; another one: make test CHROMIUM=/path/to/chromium
export CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
BENCHMARKS := $(sort $(wildcard benchmarks/[a-z]*.py))

.PHONY: setup run run-once test test-postgresql proof bench bench-smoke lint docs chromium heavy lock messages clean
.DEFAULT_GOAL := help

help:  ## Say what there is to make
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: .venv/.ready  ## Install everything under .venv

.venv/.ready: requirements.lock pyproject.toml $(wildcard src/chorsu/locale/*/LC_MESSAGES/*.po) $(wildcard src/chorsu/*/locale/*/LC_MESSAGES/*.po) $(wildcard src/chorsu/desks/*/locale/*/LC_MESSAGES/*.po)
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@$(MAKE) --no-print-directory messages-compile
	@touch $@

messages-compile:
	@$(BIN)/pybabel -q compile -d src/chorsu/locale -D chorsu
	@for each in src/chorsu/portal/locale src/chorsu/desks/*/locale; do $(BIN)/pybabel -q compile -d $$each -D django; done

messages: setup  ## Gather new sentences into the translation files
	$(BIN)/python tools/gather_sentences.py
	$(BIN)/python tools/gather_messages.py

# Exit status 1 of a plan says that something in it is unknown: an answer, not a failure.
PLAN_APPLES = $(BIN)/chorsu plan examples/apples-jiaozhou-almaty.json || [ $$? -eq 1 ]

run: export CHORSU_DATA ?= $(CURDIR)/var
run: setup  ## Set up, print the example plan, then serve the demo zone on 127.0.0.1:8000
	@$(PLAN_APPLES)
	$(BIN)/chorsu serve --demo

run-once: export CHORSU_DATA ?= $(CURDIR)/var
run-once: setup  ## The same as run, and stop before serving
	@$(PLAN_APPLES)
	$(BIN)/chorsu serve --demo --check

test: export CHORSU_DATA = $(CURDIR)/var/test
test: setup  ## Install what is missing, and run the tests
	-@$(MAKE) --no-print-directory chromium
	$(BIN)/python -m pytest -n 2 --dist loadfile
	@$(MAKE) --no-print-directory test-postgresql TESTS="$(SOME)"

# What every run proves on PostgreSQL too: services, states, permissions' queries, the worker. All of the desks: make test-postgresql.
AT_ONCE = tests/journal/at_once.py tests/trade/at_once.py tests/reference/at_once.py
SOME = $(AT_ONCE) tests/journal/test_record.py tests/journal/test_erasure.py tests/trade/test_offers.py tests/trade/test_enquiries.py \
  tests/api/test_repeats.py tests/running/test_running_work.py tests/portal/test_portal_odd_input.py
TESTS = $(AT_ONCE) tests/organisations tests/journal tests/trade tests/reference tests/api tests/matrix tests/running/test_running_work.py \
  tests/portal/test_portal_odd_input.py

test-postgresql: export CHORSU_DATA = $(CURDIR)/var/test
test-postgresql: setup  ## Run the tests of the desks on PostgreSQL
	$(BIN)/python tools/on_postgresql.py -n 2 --dist loadfile -m "not proof and not browser" $(TESTS)

lint: setup  ## Check style, types and the three floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

proof: export CHORSU_DATA = $(CURDIR)/var/test
proof: setup  ## Run the slow proofs
	CHORSU_SEEDS=3000 $(BIN)/python -m pytest -n 2 --dist loadfile tests/assessment
	CHORSU_API_EXAMPLES=60 $(BIN)/python -m pytest -n 2 tests/api/test_contract.py
	$(BIN)/python -m pytest -m proof

bench: setup  ## Measure: each benchmark in full size
	@set -e; for each in $(BENCHMARKS); do echo "== $$each"; $(BIN)/python $$each; done

bench-smoke: setup  ## Run each benchmark once in small size, to see that it works
	@set -e; for each in $(BENCHMARKS); do echo "== $$each --smoke"; $(BIN)/python $$each --smoke; done

docs: setup  ## Build the documentation into docs/_build/html; a warning is an error
	$(BIN)/sphinx-build -q -W --keep-going -b html docs docs/_build/html
	@echo "The documentation: docs/_build/html/index.html"

chromium:  ## Install Chromium, which the browser's tests drive, where there is none
	@if [ -n "$(CHROMIUM)" ]; then \
	  echo "Chromium is here: $(CHROMIUM)"; \
	elif ! command -v apt-get >/dev/null; then \
	  echo "There is no Chromium, and no apt-get to install one with. Install Chromium by your system's own means," >&2; \
	  echo "or name the one you have: make test CHROMIUM=/path/to/chromium" >&2; exit 1; \
	elif [ "$$(id -u)" != 0 ]; then \
	  echo "There is no Chromium. Install it as root: sudo apt-get update && sudo apt-get install -y chromium" >&2; exit 1; \
	else \
	  apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q chromium; \
	fi

heavy: setup  ## Install what only a cluster and the benchmarks' peers need: Spark (with Java 17 beside it) and Polars
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-heavy.lock

LOCK = $(BIN)/pip-compile -q --allow-unsafe --generate-hashes --no-emit-index-url --no-emit-trusted-host \
	  --no-emit-find-links --strip-extras --no-annotate --no-header

lock:  ## Write requirements.lock and requirements-heavy.lock anew from pyproject.toml
	$(LOCK) --extra dev --extra postgresql -o requirements.lock pyproject.toml
	$(LOCK) --extra spark --extra peers -c requirements.lock -o requirements-heavy.lock pyproject.toml
