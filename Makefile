# Everything a newcomer needs; only Python 3.11+ and make must be there.
PYTHON ?= python3
UV_VERSION := 0.13.9
VENV := .venv
RUN := $(VENV)/bin/python
ARGS ?=
# Two processes, each with a Neo4j of its own; a file's tests run in one of them, the long ones of tests/e2e early.
TEST_PROCESSES ?= 2

# A tree without compiled bytecode makes every `python -m hub` of a test three times as slow to start.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo serve check lint types test format bench accuracy lock clean

help: ## List the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.installed ## Make .venv with everything in it

$(VENV)/.installed: requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@echo "Installing the pinned packages into $(VENV) ..."
	@$(VENV)/bin/python -m uv pip sync --quiet --require-hashes --python $(VENV)/bin/python requirements-dev.lock
	@touch $@

demo: setup ## Load six departments' feeds into one graph, resolve, serve (ARGS=--check: verify and exit)
	@$(RUN) -m hub demo $(ARGS)

serve: setup ## Serve the API on the graph there is
	@$(RUN) -m hub serve $(ARGS)

check: setup lint types test ## Lint, type-check and run every test: what CI runs

lint: setup
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports

types: setup
	$(VENV)/bin/basedpyright --warnings

test: setup
	$(RUN) -m pytest --numprocesses $(TEST_PROCESSES) --dist loadfile --no-loadscope-reorder $(ARGS)

spark: setup .venv-spark/.installed ## Test linking on Spark, in an environment of its own (large)
	.venv-spark/bin/python -m pytest tests/spark $(ARGS)

.venv-spark/.installed: requirements-spark.lock
	@test -x .venv-spark/bin/python || $(RUN) -m venv .venv-spark
	@echo "Installing the pinned packages and Spark into .venv-spark ..."
	@$(RUN) -m uv pip sync --quiet --require-hashes --python .venv-spark/bin/python requirements-spark.lock
	@touch $@

format: setup ## Format the code
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

bench: setup ## Measure every figure of docs/benchmarks.md (long)
	@$(RUN) -m hub bench all $(ARGS)

accuracy: setup ## Measure every figure of docs/accuracy.md and write the page (a quarter of an hour)
	@$(RUN) -m tests.accuracy.report --write $(ARGS)

lock: setup ## Renew the locks from pyproject.toml
	$(RUN) -m uv pip compile --universal --generate-hashes --no-header --quiet pyproject.toml -o requirements.lock
	$(RUN) -m uv pip compile --universal --generate-hashes --no-header --quiet pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
	$(RUN) -m uv pip compile --universal --generate-hashes --no-header --quiet pyproject.toml --group spark -c requirements-dev.lock -o requirements-spark.lock

clean: ## Remove the environment and everything the hub wrote into var/
	rm -rf $(VENV) .venv-spark var
