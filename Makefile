# Stepwell: `make run` solves the example, `make test` runs the tests; both do all their set-up.

DEBIAN_PACKAGES = libopenblas-dev liblapacke-dev pkg-config gnuplot-nox fonts-dejavu-core
TEST_PACKAGES = qemu-user chromium
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
STEPWELL = .build/release/stepwell
LIBRARIES = OffloadModel VectorKernels CertifiedSolving SuccessiveConvex LinearAlgebra InteriorPoint CrossChecking \
    ScenarioFiles BatchSolving Experiments Plotting Reporting Stepwell

.DEFAULT_GOAL := help
FUZZ_SECONDS ?= 60
FUZZ_PROPERTIES ?= scenario plan number batch table command
FUZZ_PROBLEMS ?= 100000
FUZZ_SEED ?= $(shell date +%Y%m%d)
FUZZER = .build-fuzz/release/StepwellFuzz

.PHONY: help setup setup-tests build build-tests run test test-all test-rest test-client test-debug test-emulated test-thoroughly sanitize sanitize-libraries sanitize-address sanitize-thread \
	sanitize-command audit mutate mutate-all peers bench bench-check bench-baseline docs lint format clean \
	fuzz fuzz-build fuzz-numeric soundness

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

define install-missing
	@missing=""; \
	for package in $(1); do \
	    dpkg -s $$package > /dev/null 2>&1 || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
	    echo "installing$$missing"; \
	    $(SUDO) apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends $$missing; \
	fi
endef

setup: ## Install the Debian packages that are missing
	$(call install-missing,$(DEBIAN_PACKAGES))

setup-tests: setup ## Install what only the tests need
	$(call install-missing,$(TEST_PACKAGES))

build: setup ## Build the command in release configuration
	swift build -c release --product stepwell

run: build ## Solve the example scenario and show the certificate
	$(STEPWELL) solve Examples/example.json --output example.plan.json

test: build-tests ## Run the tests in release configuration, with a quarter of the random problems
	Tests/brief.sh swift test -c release --skip-build --skip BrowserTests

# `swift test` alone would build everything once more, with internals laid open for @testable, which no test here asks for.
build-tests: setup
	Tests/brief.sh swift build -c release --build-tests

test-all: test test-rest ## Run the tests, and everything else that can fail; most of an hour

# What `test` leaves out: most random problems, programs of another package, a real browser, emulated processors, sanitizers.
test-rest: setup-tests test-thoroughly test-browser test-client audit test-emulated sanitize

# The filter is made of file names: a suite stands in a file of its name.
test-thoroughly: build-tests ## Run the tests that draw random problems with all that they can draw
	STEPWELL_EFFORT=all Tests/brief.sh swift test -c release --skip-build --filter \
	    "\.($$(grep -rlE 'Effort\.(rounds|isWhole)' Tests/*Tests --include=*.swift | sed 's|.*/||; s|\.swift||' | paste -sd '|'))/"

test-browser: build-tests setup-tests
	Tests/brief.sh swift test -c release --skip-build --filter BrowserTests

test-client: setup ## Build and run programs that use the library from another package, and the code of the documents
	Tests/Client/run.sh

# In debug and under a sanitizer numeric code is several times slower, so that tests draw fewer random problems (Effort).
# There are no tests of XCTest, and its own runner leaks.
SANITIZED = --disable-xctest -Xswiftc -DSANITIZED

test-debug sanitize-address: setup-tests ## The same tests with overflow and exclusivity checks and AddressSanitizer, with leaks
	Tests/brief.sh Tests/sanitized.sh address swift test $(SANITIZED) --sanitize=address --scratch-path .build-asan

sanitize: sanitize-libraries sanitize-thread ## The sanitizers on the libraries, which takes minutes

comma = ,
empty =
space = $(empty) $(empty)
LIBRARY_TESTS = OffloadModel VectorKernels CertifiedSolving SuccessiveConvex LinearAlgebra InteriorPoint CrossChecking \
    ScenarioFiles BatchSolving FuzzReplay NumericFuzz
# In release: that is the code that users run, and its tests take a twelfth of the time.
sanitize-libraries: setup ## The libraries' tests under AddressSanitizer, without figures, pages and the command
	STEPWELL_TARGETS=$(subst $(space),$(comma),$(LIBRARY_TESTS:%=%Tests)) \
	    Tests/brief.sh Tests/sanitized.sh address swift test -c release $(SANITIZED) --sanitize=address --scratch-path .build-asan-libraries

test-emulated: build-tests setup-tests ## Run kernels and solver on emulated processors without AVX and without AVX-512
	Tests/emulated.sh

sanitize-thread: setup ## Run the tests of what has threads under ThreadSanitizer, without the command
	STEPWELL_TARGETS=VectorKernelsTests,CertifiedSolvingTests,SuccessiveConvexTests,BatchSolvingTests \
	    Tests/brief.sh Tests/sanitized.sh thread swift test -c release $(SANITIZED) --sanitize=thread --scratch-path .build-tsan

sanitize-command: setup-tests ## Run the command's batches, signals and time limits under ThreadSanitizer
	Tests/brief.sh Tests/sanitized.sh command swift test -c release $(SANITIZED) --sanitize=thread --scratch-path .build-tsan-command

audit: build-tests ## Check that no code of one instruction set can stand in for another's
	Tests/audit-kernels.sh
	Tests/compile-neon.sh

mutate: setup-tests ## Plant the core set of small faults in a copy of the sources; the tests must notice each (hours)
	Tests/mutation/mutate.py --core

mutate-all: setup-tests ## The same with every fault
	Tests/mutation/mutate.py

# `--sanitize`, given twice, keeps only the last one, and without the fuzzer's the code counts no coverage.
fuzz-build: setup
	STEPWELL_FUZZ=1 STEPWELL_TARGETS=StepwellFuzz swift build --scratch-path .build-fuzz -c release --product StepwellFuzz \
	    --sanitize=fuzzer --sanitize=address -Xswiftc -sanitize=fuzzer,address

fuzz: fuzz-build ## Fuzz everything that is read, FUZZ_SECONDS for each property, with the address sanitiser
	Tests/Fuzzing/run.sh $(FUZZER) $(FUZZ_SECONDS) $(FUZZ_PROPERTIES)

fuzz-numeric: build-tests ## Check every claim on FUZZ_PROBLEMS hostile problems of seed FUZZ_SEED, by default the date
	STEPWELL_FUZZ_PROBLEMS=$(FUZZ_PROBLEMS) STEPWELL_FUZZ_SEED=$(FUZZ_SEED) \
	    swift test -c release --skip-build --filter NumericFuzzTests

soundness: build ## Recompute objectives and bounds of plan files in fifty digits
	Tests/Soundness/run.sh

peers: build ## Time other solvers on the same scenario files
	Benchmarks/peers/run.sh
	Benchmarks/peers/run.sh knapsacks

bench: setup ## Run the benchmark suites
	cd Benchmarks && swift package --disable-sandbox benchmark

# The kernels that run here, whose baseline is the one to compare with.
KERNELS = $$($(STEPWELL) info | awk '$$1 == "kernels" { print $$2 }')

bench-check: build ## Run the benchmark suites and compare their ratios with the stored ones
	Benchmarks/check.py --set $(KERNELS)

bench-baseline: build ## Run the benchmark suites three times and store their ratios and limits
	Benchmarks/check.py --set $(KERNELS) --update

docs: setup ## Build the reference of every library, one archive with tutorials; any warning is an error
	swift package --scratch-path .build-debug --allow-writing-to-directory .build-documentation \
	    generate-documentation $(LIBRARIES:%=--target %) --enable-experimental-combined-documentation \
	    --warnings-as-errors --output-path .build-documentation/Stepwell.doccarchive

lint: ## Check the format of the source, the documentation of what is public, and the direction of imports
	Tests/audit-imports.py
	swift format lint --strict --recursive Sources Tests Benchmarks/Package.swift Benchmarks/Benchmarks Package.swift

format: ## Format the source
	swift format --in-place --recursive Sources Tests Benchmarks/Package.swift Benchmarks/Benchmarks Package.swift

clean: ## Remove what was built
	rm -rf .build Tests/Client/.build Tests/Client/.documented .build-debug .build-fuzz .build-asan .build-asan-libraries .build-tsan .build-tsan-command .build-mutation .build-documentation example.plan.json
