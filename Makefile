# Each command sets up what it needs first (tools/setup.sh; once, then milliseconds). `make` alone lists the commands.
.DEFAULT_GOAL := help
.PHONY: help setup ready ask chat answer train build check test eval bench serve browse pictures lock clean distclean

DUTYDESK := .venv/bin/dutydesk
PYTHON := .venv/bin/python

# What the user types reaches commands through the environment, taken literally: neither make nor the shell expands it.
override Q := $(value Q)
override INPUT := $(or $(value INPUT),requests.jsonl)
override OUTPUT := $(or $(value OUTPUT),answers.jsonl)
export Q INPUT OUTPUT
unexport PYTHONPATH PYTHONHOME

help: ## list these commands
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile

setup: ## install everything into .venv (once; other commands do it by themselves)
	@bash tools/setup.sh

ready:
	@bash tools/setup.sh --quiet

ask: ready ## answer one question: make ask Q="who escalates resettlement failures?"
	@if [ -n "$$Q" ]; then set -- "$$Q"; else \
		set -- "who escalates resettlement failures?" "what must I do with a child welfare concern?"; fi; \
	$(DUTYDESK) ask -- "$$@" || [ $$? -eq 3 ] # 3: no answer, or a question back, is an outcome too

chat: ready ## talk with the assistant in this terminal
	@$(DUTYDESK) chat

answer: ready ## answer a file: make answer INPUT=requests.jsonl OUTPUT=answers.jsonl
	@$(DUTYDESK) answer --input "$$INPUT" --output "$$OUTPUT"

train: ready ## train the Rasa model, if its inputs changed
	@$(DUTYDESK) train

build: ready ## check the rules and publish them to the store, if they changed
	@$(DUTYDESK) build

check: ready ## check rules, code style and types
	@$(DUTYDESK) check
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy knowledge actions bot desk learning

test: check train ## check, then run the tests, two files at a time
	@$(PYTHON) -m pytest -n 2 --dist loadfile

eval: train ## score the answers to the evaluation questions
	@$(PYTHON) -m tests.evaluate --robust

bench: train ## measure speed and memory
	@$(PYTHON) -m tests.bench
	@$(PYTHON) -m tests.burst
	@$(PYTHON) -m tests.web.bench

serve: ready ## serve the assistant on this machine
	@$(DUTYDESK) serve

browse: ready ## look at the published store in a browser (read-only)
	@[ -s build/current ] || $(DUTYDESK) build
	@$(PYTHON) tools/browse.py

pictures: ready ## take pictures of the web pages and of Teams cards into docs/pictures
	@$(PYTHON) -m tools.pictures
	@$(PYTHON) -m tools.cards

lock: ## write requirements.lock again from pyproject.toml
	@bash tools/setup.sh --lock

clean: ## remove what can be made again: build, models, caches
	rm -rf build models .rasa .pytest_cache .mypy_cache .ruff_cache dutydesk.egg-info
	@find . \( -path ./.venv -o -path ./.tools -o -path ./node_modules -o -path ./.git \) -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## remove the installation as well: .venv, .tools and node_modules
	rm -rf .venv .tools node_modules
