# `make results` and `make test` do all the set-up themselves; after either, `snakemake --cores N` is the interface.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
CORES ?= 2
ENV := .venv
BIN := $(ENV)/bin
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1

.PHONY: setup results study test test-slow bench-efficiency bench-coverage bench-panel bench-demo calibrate-demo lint format lock docs clean
.DELETE_ON_ERROR:

setup: $(ENV)/complete

$(ENV)/complete: requirements.lock
	$(PYTHON) -m venv --clear $(ENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

results: setup
	PATH="$(CURDIR)/$(BIN):$$PATH" snakemake --cores $(CORES)

# A first draft of config/studies/NAME.yaml from the raw tables in raw/NAME: `make study NAME=mine`.
study: setup
	@PYTHONPATH=scripts $(BIN)/python -m draft.study $(NAME)

test: setup lint
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest -n $(CORES) --dist loadfile -m "not slow"

test-slow: setup
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest -n $(CORES) --dist loadfile -m slow

# OTHERS_PYTHON may name the interpreter of an environment with other packages, which are compared if it does.
bench-efficiency: setup
	$(BIN)/python tests/benchmarks/benchmark_efficiency.py

bench-coverage: setup
	$(BIN)/python tests/benchmarks/benchmark_coverage.py

bench-panel: setup
	$(BIN)/python tests/benchmarks/benchmark_panel.py

# Coverage of intervals in the generator's outcome mode, 200 seeds.
bench-demo: setup
	PYTHONPATH=scripts $(BIN)/python tests/benchmarks/benchmark_demo.py

# The shift that gives the simulated policy of aipz its wanted effect on the score; after a change of the generator.
calibrate-demo: setup
	PYTHONPATH=scripts $(BIN)/python tests/benchmarks/calibrate_demo.py aipz

lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/snakefmt --check Snakefile rules
	$(BIN)/codespell
	PATH="$(CURDIR)/$(BIN):$$PATH" snakemake --lint

format: setup
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/snakefmt Snakefile rules

# The lock holds hashes and no addresses; uv is needed only here.
lock:
	uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
	    --group test pyproject.toml --output-file requirements.lock

# Everything in the documentation that is made from the code or from results.
# (The picture of the rules needs Graphviz: apt-get install graphviz.)
docs: results
	PYTHONPATH=scripts $(BIN)/python -m study.keys
	PYTHONPATH=scripts $(BIN)/python -m study.results
	cp results/castle/figures/*.png docs/
	PATH="$(CURDIR)/$(BIN):$$PATH" snakemake --rulegraph dot --forceall | tred | dot -Tpng -Gdpi=110 -o docs/rulegraph.png

clean:
	rm -rf results logs .snakemake
