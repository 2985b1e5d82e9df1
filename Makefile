# Everything a person or CI runs. `make help` lists the targets.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --no-input
NODE := tests/node
PAGEFIND := benchmarks/node
PEERS := .peers
UV := 0.13.9

# Versions are pinned here, so pip's wish for a newer self is noise; so is the notice about MkDocs 2, which pyproject.toml rules out.
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
# Two targets at once would install into one environment at once.
.NOTPARALLEL:
.PHONY: help site test lint check serve bench peers generators soak pictures lock clean distclean browser

help: ## list the targets
	@sed -n 's/^\([a-z]*\):[^#]*## /\1\t/p' Makefile | expand -t 12

site: $(VENV)/.package ## seeds/ to docs/ to site/, then check the result
	@$(BIN)/build-corpus site

# -X: warnings about files opened without naming an encoding, which pyproject.toml makes errors. Not an environment
# variable, so that programs started by tests behave as they do for everybody. A file's tests stay in one process: they
# share sites. Three processes on two cores: much of the time a test waits for a browser.
test: $(VENV)/.package $(VENV)/.dev browser $(NODE)/node_modules/.package-lock.json ## run every test
	@$(BIN)/python -X warn_default_encoding -m pytest --dist loadfile --no-loadscope-reorder \
	    --tx '3*popen//python=$(BIN)/python -X warn_default_encoding' $(PYTEST_FLAGS)

lint: $(VENV)/.package $(VENV)/.dev ## format, rules, types, layers
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

check: $(VENV)/.package ## look for broken links, lost text and the like in what is built
	@$(BIN)/build-corpus check

serve: $(VENV)/.package ## preview that follows changes
	@$(BIN)/build-corpus serve

# BENCH_FLAGS='--times 3 --write': medians of three runs, into benchmarks/README.md.
ifdef N
bench: $(VENV)/.package $(PAGEFIND)/node_modules/.package-lock.json ## N=1000: the same texts by other generators; without N, what the stages find
	@for each in hugo zensical; do \
	    $(MAKE) --silent $(PEERS)/$$each/.ready || echo "$$each cannot be installed here and is left out."; \
	done
	@$(BIN)/python -m benchmarks.peers $(N) $(BENCH_FLAGS)
else
bench: $(VENV)/.package
	@$(BIN)/python -m benchmarks.clean
	@$(BIN)/python -m benchmarks.quality
	@$(BIN)/python -m benchmarks.themes
	@$(BIN)/python -m benchmarks.themes --speed
	@$(BIN)/python -m benchmarks.parallels
	@$(BIN)/python -m benchmarks.relate 200 1000
endif

peers: $(VENV)/.package $(VENV)/.dev browser $(PAGEFIND)/node_modules/.package-lock.json ## other searches on the same corpus, as a table
	@$(BIN)/python -m benchmarks.peers_search

# GENERATORS=zensical: one of them. NEWEST=1: in the newest version that installs, whatever the pins say.
GENERATORS ?= properdocs zensical
generators: $(VENV)/.package $(GENERATORS:%=$(PEERS)/%/.ready) ## the same pages by other generators, and what differs
ifdef NEWEST
	@for each in $(GENERATORS); do \
	    $(PEERS)/$$each/bin/python -m pip --quiet --no-input install --upgrade --only-binary :all: $$each || exit 1; \
	done
endif
	@$(BIN)/python -m benchmarks.generators $(GENERATORS)

# Longer than tests may take: an hour or so.
KILLS ?= 50
EDITS ?= 12
LAWS ?= 2000
soak: $(VENV)/.package $(VENV)/.dev ## runs killed at random times, random edits, laws with many more texts
	@$(BIN)/python tests/test_faults.py $(KILLS)
	@$(BIN)/python tests/test_incremental.py $(EDITS)
	@LAWS=$(LAWS) $(BIN)/python -m pytest tests/test_laws.py $(PYTEST_FLAGS)

pictures: site $(VENV)/.dev browser ## pictures of every kind of page into build/pictures/, and the three of the README
	@$(BIN)/python tests/pictures.py

# ---------------------------------------------------------------- environment
# Each stamp says that one step is done; a stamp older than what the step reads does it again.

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	    { echo 'Python 3.11 or newer is needed. Install it, or name one: make PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	    { echo 'Python lacks venv and ensurepip. On Debian and Ubuntu: apt-get install python3-venv' >&2; exit 1; }
	@echo 'Preparing $(VENV) ...'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.build: requirements-build.txt $(VENV)/.python
	@$(PIP) install --require-hashes --only-binary :all: -r requirements-build.txt
	@touch $@

# jieba comes as source; without isolation it is built by the tools pinned above, not by ones fetched unseen.
INSTALL := $(PIP) install --require-hashes --no-build-isolation --use-pep517

$(VENV)/.run: requirements.txt $(VENV)/.build
	@echo 'Installing what requirements.txt lists ...'
	@$(INSTALL) -r requirements.txt
	@touch $@

# __init__.py holds the version.
$(VENV)/.package: pyproject.toml build_corpus/__init__.py $(VENV)/.run
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	@echo 'Installing what requirements-dev.txt lists ...'
	@$(INSTALL) -r requirements-dev.txt
	@touch $@

# Tests that need a page look for a browser themselves and skip without one.
browser:
	@sh tests/install-browser.sh

# npm writes this file last. Without npm it stays away, and the test that wants it skips.
$(NODE)/node_modules/.package-lock.json: $(NODE)/package.json $(NODE)/package-lock.json
	@if command -v npm >/dev/null; then \
	    cd $(NODE) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null && \
	        touch node_modules/.package-lock.json; \
	else \
	    echo 'npm not found: the workflow linter is skipped. Install Node.js 20 or newer to run it.'; \
	fi

$(PAGEFIND)/node_modules/.package-lock.json: $(PAGEFIND)/package.json $(PAGEFIND)/package-lock.json
	@if command -v npm >/dev/null; then \
	    cd $(PAGEFIND) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null && \
	        touch node_modules/.package-lock.json; \
	else \
	    echo 'npm not found: Pagefind is left out. Install Node.js 20 or newer.'; \
	fi

# Other generators, each in an environment of its own: they are compared with, never built with.
$(PEERS)/%/.ready: benchmarks/requirements-%.txt requirements-build.txt $(VENV)/.python
	@echo 'Installing $* in $(@D) ...'
	@$(PYTHON) -m venv $(@D)
	@$(@D)/bin/python -m pip --quiet --no-input install --require-hashes --only-binary :all: -r requirements-build.txt
	@$(@D)/bin/python -m pip --quiet --no-input install --require-hashes --no-build-isolation --use-pep517 -r $<
	@touch $@

# Keeps the pins that still fit. All newest: make lock LOCK_FLAGS=--upgrade
# The flags keep addresses and this machine's paths out of the files.
lock: $(VENV)/.python ## renew requirements*.txt and the npm lock file
	@$(PIP) install uv==$(UV)
	@set -e; compile() { $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	        --no-header --no-emit-index-url $(LOCK_FLAGS) "$$@"; }; \
	    compile --group build -o requirements-build.txt >/dev/null; \
	    compile pyproject.toml -o requirements.txt >/dev/null; \
	    compile pyproject.toml --group dev --extra dask -c requirements.txt -o requirements-dev.txt >/dev/null; \
	    for each in hugo properdocs zensical; do \
	        compile --group $$each -c requirements.txt -o benchmarks/requirements-$$each.txt >/dev/null; \
	    done
	@for each in $(NODE) $(PAGEFIND); do (cd $$each && \
	    npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund --loglevel=error >/dev/null) || exit 1; done

# ---------------------------------------------------------------- tidying

# In docs/ only what git ignores goes: hand-written pages are tracked, or at least not ignored.
clean: ## remove site/, build/, caches and generated pages
	@rm -rf site build .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find build_corpus tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
	@if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then \
	    git clean -fdqX -- docs; \
	else \
	    echo 'Not a git checkout: the generated pages in docs/ stay.'; \
	fi

distclean: clean ## also remove .venv/ and the npm packages
	@rm -rf $(VENV) $(PEERS) $(NODE)/node_modules $(PAGEFIND)/node_modules
