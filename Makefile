# The commands are in make.py, which needs no make: `make results` is `python3.11 make.py results`.
PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3.11)
COMMANDS := setup results study referee test test-slow lint format docs lock \
    bench-efficiency bench-coverage bench-panel bench-placebo bench-curve bench-cost bench-plan bench-rules bench-demo bench-spatial bench-spatial-bias bench-manuscripts bench-papers calibrate-demo clean

.PHONY: $(COMMANDS)
$(COMMANDS) .DEFAULT:
	@$(PYTHON) make.py $@ $(filter-out PYTHON=%,$(MAKEOVERRIDES))
