# Build output stays outside the checkout, and is shared by all checkouts of the user.
cache := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/mubatch
export CARGO_TARGET_DIR ?= $(cache)/target

KAFKA_PORT ?= 9092
playground := $(cache)/playground

.DEFAULT_GOAL := help
.PHONY: help demo build dist test sql-diff simulate fuzz chaos chaos-soak bench bench-quick lint fmt docs check-deploy kafka-up kafka-down

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Build and run the demo: no Kafka, no Java
	scripts/prereqs build
	cargo run --locked -- demo $(ARGS)

build: ## Build the program for use (release)
	scripts/prereqs build
	cargo build --locked --release
	@echo "built $(CARGO_TARGET_DIR)/release/mubatch"

dist: ## Build what is shipped, for x86-64 or aarch64 (ARGS=aarch64): takes more than half an hour
	scripts/dist $(ARGS)

test: ## Everything a change must pass, against a real Kafka and a real schema registry
	scripts/test $(ARGS)

sql-diff: ## Compare SQL with PostgreSQL's (ARGS="'x / 0'", ARGS=FILE, ARGS=--update)
	scripts/sql-diff $(ARGS)

simulate: ## Run the workers under seeds that let everything go wrong (ARGS='--seconds 600', '--seeds 0..20000', '--seed 17')
	scripts/prereqs build
	scripts/simulate $(ARGS)

fuzz: ## Attack decoders, job files and input files with changed inputs (ARGS='--seconds 600', '--seed N json_events')
	scripts/fuzz $(ARGS)

chaos: ## Kill, stop, cut off and restart everything under load (ARGS='--ci', ARGS='--only kill --brokers 3', ARGS=--help)
	scripts/chaos $(ARGS)

chaos-soak: ## Ten minutes of random faults, each group protocol, one broker and three
	scripts/chaos --soak 600 $(ARGS)

bench: ## Measure everything beside what can be done at best (ARGS='--runs 5'); one alone: scripts/bench kernel --help
	scripts/bench all $(ARGS)

bench-quick: ## The same in under two minutes
	scripts/bench quick $(ARGS)

lint: ## Format and clippy
	scripts/prereqs lint
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings

fmt: ## Format the code
	cargo fmt

docs: ## Write the generated files in docs/ and deploy/ anew
	UPDATE_DOCS=1 cargo test --locked --lib up_to_date
	UPDATE_DOCS=1 cargo test --locked --test deploy

check-deploy: ## Check deploy/, Dockerfile and docker-compose.yml with the tools that are installed
	scripts/check-deploy

kafka-up: ## Start a Kafka to play with on 127.0.0.1:9092 (KAFKA_PORT)
	scripts/prereqs services
	EXTRA=auto.create.topics.enable=true scripts/kafka-cluster start $(playground) 1 $(KAFKA_PORT)
	@echo "its tools: scripts/kafka-cluster tool $(playground) TopicCommand --create --topic NAME --partitions 4"

kafka-down: ## Stop it and throw its data away
	scripts/kafka-cluster destroy $(playground)
