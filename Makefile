# Everything a person does with this repository. Each target installs what it
# needs and can be run again at any time.

SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup build release deb demo test check lab lab-down bench soak format

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | awk -F'\t' '{printf "  make %-10s %s\n", $$1, $$2}'

setup:
	@scripts/setup

build: setup ## build the program (debug)
	swift build

release: setup ## build the program (release)
	swift build -c release --product isobar

deb: setup ## a Debian package: the program, man pages, completions, the service's unit
	scripts/deb

demo: setup ## a broker on nine real hosts on this machine: boot, converge, plan again
	scripts/demo

lab: ## boot the lab: nine real Debian hosts on this machine
	deploy/lab/lab up

lab-down: ## remove the lab
	deploy/lab/lab down

check: setup ## what needs no lab: architecture, scripts, the list of defects
	scripts/check-architecture
	scripts/check-scripts
	scripts/mutate --check

test: check ## every test, unit and lab
	scripts/test

soak: setup ## hours: 100,000 simulated fleets with faults (FROM=SEED goes on), 50 kills on the lab
	scripts/soak --from $(or $(FROM),1)

bench: setup ## measured figures, beside a peer in the same run (RECORDS=200000 for a short past)
	scripts/bench $(if $(RECORDS),--records $(RECORDS))

format: ## format the sources
	swift format --in-place --recursive --parallel Sources Tests Package.swift migrations
