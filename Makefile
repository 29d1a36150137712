# Stepwell: `make run` solves the example, `make test` runs every test; both do all their set-up.

DEBIAN_PACKAGES = libopenblas-dev liblapacke-dev pkg-config
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
STEPWELL = .build/release/stepwell

.DEFAULT_GOAL := help
.PHONY: help setup build run test test-release test-debug lint audit format clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install the Debian packages that are missing
	@missing=""; \
	for package in $(DEBIAN_PACKAGES); do \
	    dpkg -s $$package > /dev/null 2>&1 || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
	    echo "installing$$missing"; \
	    $(SUDO) apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends $$missing; \
	fi

build: setup ## Build the command in release configuration
	swift build -c release --product stepwell

run: build ## Solve the example scenario and show the certificate
	$(STEPWELL) solve Examples/example.json --output example.plan.json

test: test-release test-debug audit ## Run every test

test-release: setup
	swift test -c release

test-debug: setup ## The same tests with overflow and exclusivity checks, on fewer random problems
	swift test --scratch-path .build-debug

audit: ## Check that no code of one instruction set can stand in for another's
	Tests/audit-kernels.sh

lint: ## Check the format of the source
	swift format lint --strict --recursive Sources Tests Package.swift

format: ## Format the source
	swift format --in-place --recursive Sources Tests Package.swift

clean: ## Remove what was built
	rm -rf .build .build-debug example.plan.json
