# make demo, make test: all that a newcomer needs. Everything lands in .venv/ and out/.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INPUTS := setup.cfg pyproject.toml
YASGUI := kg/serve/pages/static/yasgui/yasgui.min.js

.PHONY: help demo test floors calibrate notebooks lint types front package bench clean

help:
	@echo "make demo    build a graph from the articles in data/, and look at it under out/"
	@echo "make test    run the tests"
	@echo "make floors  raise the floors of quality to the present figures"
	@echo "make calibrate  count confidences anew on the development gold"
	@echo "make notebooks  run the notebooks and write them with what they show"
	@echo "make lint    ruff"
	@echo "make types   mypy --strict"
	@echo "make front   install the editor of the query page (needs npm)"
	@echo "make package build the source archive and the wheel, and try it elsewhere"
	@echo "make bench   figures beside a named peer (installs spaCy)"
	@echo "make clean   remove out/, .venv/ and what builds leave behind"

demo: $(VENV)/installed
	$(BIN)/kg demo

test: $(VENV)/installed-dev
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

floors: $(VENV)/installed-dev
	$(BIN)/python -m tests.quality.floors --raise

calibrate: $(VENV)/installed-dev
	$(BIN)/python -m tests.quality.calibrate

notebooks: $(VENV)/installed-dev
	$(BIN)/python -m tests.notebooks.write

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .

types: $(VENV)/installed-dev
	$(BIN)/mypy

# The editor of the query page is not ours and not in the repository; npm installs what the lock
# file names. Without it the server shows a plain editor.
front: $(YASGUI)

$(YASGUI): front/package.json front/package-lock.json front/take.py
	@command -v npm >/dev/null || \
	    { echo "npm is not there (Debian: apt-get install npm); the plain editor needs none" >&2; exit 1; }
	cd front && npm ci --silent
	$(PYTHON) front/take.py

# The source archive, the wheel built from it, and that wheel at work where no checkout is near.
package: $(VENV)/installed-dev
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory front; else \
	    echo "npm is not there: the wheel has the plain editor alone" >&2; fi
	rm -rf out/package && mkdir -p out/package
	$(BIN)/python -m build --outdir out/package . >out/package/log 2>&1 || \
	    { cat out/package/log >&2; exit 1; }
	$(BIN)/python -m venv out/package/venv
	out/package/venv/bin/python -m pip install --quiet --disable-pip-version-check out/package/*.whl
	cd out/package && echo "Kenya and Cuba signed a memorandum of understanding on malaria." | \
	    venv/bin/kg extract - --format jsonl | grep -q '"agreement"'
	@if [ -f $(YASGUI) ]; then $(PYTHON) -m zipfile --list out/package/*.whl | grep -q $(YASGUI) || \
	    { echo "the wheel lacks the editor that make front installed" >&2; exit 1; }; fi
	@echo "the wheel works: $$(ls out/package/*.whl)"

bench: $(VENV)/installed-bench
	$(BIN)/python bench/extract.py
	$(BIN)/python bench/long.py
	$(BIN)/python bench/stream.py
	$(BIN)/python bench/registry.py

clean:
	rm -rf out $(VENV) front/node_modules $(dir $(YASGUI)) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
	    { echo "kg needs Python 3.10 or later; try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	    { rm -rf $(VENV); echo "no venv could be made (Debian: apt-get install python3-venv)" >&2; exit 1; }

# Each kind of installation has its stamp, so that a second run starts at once and a changed
# list of dependencies is installed.
$(VENV)/installed: $(INPUTS) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/installed-dev: $(INPUTS) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/installed

$(VENV)/installed-bench: $(INPUTS) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@ $(VENV)/installed
