# Prilavok. `make` or `make help` lists what can be done.

.DEFAULT_GOAL := help
.PHONY: help run test check bench web build edge fmt docs clean screenshots
MAKEFLAGS += --no-print-directory

help: ## this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: build ## build everything and start a demo shop at http://localhost:8080/
	@exec bin/prilavok demo

test: ## install what tests need, run all of them, print a table
	@scripts/test

check: ## formatting, vet, house rules (sizes, arrows, units of work)
	@scripts/check

bench: build ## benchmarks against their peers; writes bench/RESULTS.md
	@scripts/bench

web: ## build the web part into web/dist (only if its sources changed)
	@scripts/need node
	@scripts/web

build: ## build the web part and bin/prilavok
	@scripts/need go node
	@scripts/web
	@scripts/binary

edge: ## build cmd/edge to WebAssembly and print its size
	@scripts/need go
	@scripts/edge

fmt: ## format the Go code
	@gofmt -w $$(git ls-files -co --exclude-standard '*.go')

docs: ## rewrite the pages that are made from the source
	@go run ./tools/check -update faults
	@go test -count=1 ./app/config ./app/obs ./httpapi/admin -update
	@go test -count=1 -run TestSeedIsTheSampleShop ./app/deploy -update

clean: ## remove what was built; data/ stays
	rm -rf bin web/node_modules test/*/node_modules bench/peers/*/node_modules
	find web/dist -mindepth 1 -not -name .keep -delete

screenshots: build ## take the pictures of docs/img with Chromium
	@scripts/screenshots
