# Chorsu. `make run` sets everything up and serves the portal; `make test` sets up what is missing and passes the tests.
PYTHON ?= python3.11
BIN := .venv/bin
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)

.PHONY: setup run run-once test proof bench bench-smoke lint docs chromium lock messages clean
.DEFAULT_GOAL := help

help:  ## Say what there is to make
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: .venv/.ready  ## Install everything under .venv

.venv/.ready: requirements.lock pyproject.toml $(wildcard src/chorsu/locale/*/LC_MESSAGES/*.po) $(wildcard src/chorsu/portal/locale/*/LC_MESSAGES/*.po)
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@$(MAKE) --no-print-directory messages-compile
	@touch $@

messages-compile:
	@for domain in chorsu; do $(BIN)/pybabel -q compile -d src/chorsu/locale -D $$domain; done
	@if [ -d src/chorsu/portal/locale ]; then $(BIN)/pybabel -q compile -d src/chorsu/portal/locale -D django; fi

messages: setup  ## Gather new sentences into the translation files
	$(BIN)/pybabel -q extract -k say --no-location --sort-output -o var/chorsu.pot $(shell ls -d src/chorsu/*.py) $(addprefix src/chorsu/,geography nomenclature measures assessment routing documents planning cli)
	@for l in zh_Hans ru; do $(BIN)/pybabel -q update -N --ignore-obsolete -i var/chorsu.pot -d src/chorsu/locale -D chorsu -l $$l; done

run: setup  ## Set up, print the example plan, then serve the portal on 127.0.0.1:8000
	$(BIN)/chorsu plan examples/apples-jiaozhou-almaty.json
	$(BIN)/chorsu serve

run-once: setup  ## The same as run, and stop before serving
	$(BIN)/chorsu plan examples/apples-jiaozhou-almaty.json
	$(BIN)/chorsu serve --check

test: setup  ## Run the tests
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: setup  ## Check style, types and the three floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lock:  ## Write requirements.lock anew from pyproject.toml
	$(BIN)/pip-compile -q --all-extras --allow-unsafe --generate-hashes --no-emit-index-url --no-emit-trusted-host \
	  --no-emit-find-links --strip-extras --no-annotate --no-header -o requirements.lock pyproject.toml
