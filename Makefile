# Needs Python 3.11 or newer and make; everything else is set up here. `make run` and `make test` are all one must know.

PYTHON ?= python3
VENV := .venv
# Most tests wait for servers or take turns (LANES in tests/conftest.py); browser stories, the longest, begin.
PARALLEL := --numprocesses 4 --no-loadscope-reorder
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --quiet --disable-pip-version-check install
UV := uv==0.13.9
LOCK := $(PY) -m uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11

.PHONY: run class test check bench soak endurance setup setup-dev assets format lock clean

run: setup
	@$(PY) -m app

class: setup
	@$(PY) -m app class

test: setup-dev
	@$(PY) tests/support/browser/find_browser.py
	@$(PY) -m app.assets test
	@$(PY) -m pytest $(PARALLEL)

# It needs no built files, which would nearly double its time.
check: $(VENV)/.development
	@$(VENV)/bin/ruff format --check
	@$(VENV)/bin/ruff check
	@printf '%s\n' mypy 'app.assets check' | xargs -P 2 -L 1 $(PY) -m

bench: setup-dev
	@$(PY) -m trials.load.bench $(if $(QUICK),--quick)

soak: setup-dev
	@$(PY) -m trials.load.soak --minutes $(or $(MINUTES),10)

endurance: setup-dev
	@$(PY) -m trials.hostile.endurance

setup: $(VENV)/.runtime
	@$(PY) -m app.assets build

setup-dev: $(VENV)/.development
	@$(PY) -m app.assets build

assets: setup

format: setup-dev
	@$(VENV)/bin/ruff format
	@$(VENV)/bin/ruff check --fix
	@$(PY) -m app.assets format

lock: setup-dev
	@$(PIP) $(UV)
	@$(LOCK) requirements.in -o requirements.txt
	@$(LOCK) requirements-dev.in -c requirements.txt -o requirements-dev.txt
	@$(LOCK) requirements-node.in -o requirements-node.txt

clean:
	rm -rf $(VENV) .tools .bench static/node_modules static/dist static/dist.* static/generated .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/.runtime: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit("All Aboard needs Python 3.11 or newer." if sys.version_info < (3, 11) else 0)'
	@echo "Setting up $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.development: $(VENV)/.runtime requirements-dev.txt
	@echo "Installing what the tests need …"
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@
