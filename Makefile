# The one task runner. Each target makes its own environment; `make` alone lists the targets.
.PHONY: help setup demo test test-engines torture check format bench docs pictures clean
.DEFAULT_GOAL := help
PY := .venv/bin/python
export PYTHONHASHSEED ?= 0

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup:  ## make the environment .venv from the lock file
	@tools/setup.sh

demo: setup  ## build, measure and draw the demo map from real data; opens it where there is a display
	@$(PY) -m footpath demo demo

check: setup  ## formatting, lint, types: what pre-commit runs
	$(PY) -m ruff format --check src tests benchmarks tools
	$(PY) -m ruff check src tests benchmarks tools
	$(PY) -m mypy

test: check  ## everything that must pass before a change lands (brings Chromium on Debian, Mermaid and a YAML editor from npm)
	@sh tools/browser.sh
	@sh tools/npm.sh
	$(PY) -m pytest -n 2 --dist worksteal

test-engines: setup  ## the other engines: ClickHouse (in process) and Spark (a cluster of two workers; brings Java on Debian)
	@sh tools/engines.sh
	FOOTPATH_ENGINES=clickhouse,spark $(PY) -m pytest -n 0 -p no:randomly \
		tests/engines/test_clickhouse.py tests/engines/test_every_engine.py tests/engines/spark

torture: setup  ## long property runs: 10,000 sequences of operations (SEQUENCES=N sets how many)
	FOOTPATH_SEQUENCES=$(or $(SEQUENCES),10000) $(PY) -m pytest -n 2 tests/properties/test_atlas_machine.py

format: setup  ## put the code in form
	$(PY) -m ruff format src tests benchmarks tools
	$(PY) -m ruff check --fix src tests benchmarks tools

bench: setup  ## measure speed and memory as ratios; writes nothing into the repository
	$(PY) benchmarks/draw.py
	$(PY) benchmarks/mining.py
	$(PY) benchmarks/document.py

docs: setup  ## write the generated pages: rules, problems, measures, schemas, command line
	$(PY) tools/make_docs.py

pictures: setup  ## render the pictures of the docs with a headless browser (installs Chromium on Debian)
	tools/pictures.sh

clean:  ## remove what was made
	rm -rf .venv build dist demo .mypy_cache .ruff_cache .pytest_cache .hypothesis
