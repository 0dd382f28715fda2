# The two commands of the README, and what else a developer wants by name.

.PHONY: run test sim mutants bench check dist

# Builds Postern and starts its demo; ARGS="--once" or ARGS="--dir DIR" are passed on.
run:
	@scripts/setup run
	@scripts/demo $(ARGS)

# Installs what the tests need and runs all of them.
test:
	@scripts/setup test
	@scripts/test

# Breaks one promise at a time and expects the simulation to show it.
mutants:
	@scripts/setup build
	@scripts/mutants

# Two hundred simulated lives.
sim:
	@scripts/setup build
	SIM_SEEDS=200 cargo test --locked --release -p postern-sim -- --nocapture

# Postern and Postfix side by side, and the pages; writes docs/benchmarks.md. ARGS=pages measures these only.
bench:
	@scripts/setup bench
	@bench/run $(ARGS)

# What a change has to look like.
check:
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings

# The programs, manual pages, completions and the service as a packager wants them, in target/dist-files.
dist:
	@scripts/setup build
	@scripts/dist
