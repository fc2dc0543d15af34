# The commands of Quietdesk. Each runs tools/, plain Python that needs nothing installed: see tools/__main__.py.

.PHONY: help run demo manage test screenshots bench check fix schema sbom clean test-stack bundle backup restore

help: ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name text; do printf '%-18s %s\n' "$$name" "$$text"; done

run: ## set up what is missing and serve http://127.0.0.1:8080 until Ctrl-C (PORT=8081: another port)
	@tools/launch run

demo: ## the same, on a database of its own with a few hundred tickets in it
	@tools/launch demo

manage: ## one Django command on the data of `make run`, as ARGS="admin_password"
	@tools/launch manage $(ARGS)

test: ## run every test; ARGS="tests/test_stats.py -k open" runs pytest on a part
	@tools/launch test $(ARGS)

screenshots: ## picture every page in every state, in var/screenshots; ARGS="queue ticket": some; ARGS=readme: the README's
	@tools/launch screenshots $(ARGS)

bench: ## measure on this machine, a quarter of an hour; ARGS="--sizes 10000": less; ARGS=--json: one object per line
	@tools/launch bench $(ARGS)

check: ## the pages' weight, format, lint, types, walls, migrations, schema, lock files, bill of materials
	@tools/launch check

fix: ## put right what formatter and linter can
	@tools/launch fix

schema: ## write the API's schema and the front end's types anew
	@tools/launch schema

sbom: ## write the bill of materials anew: docs/sbom.cdx.json
	@tools/launch sbom

clean: ## remove what was installed and built; the data in var/ stays
	rm -rf .venv frontend/node_modules frontend/dist backend/static
	find backend tools -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -rf backend/.hypothesis backend/.mypy_cache backend/.ruff_cache backend/.import_linter_cache .mypy_cache .ruff_cache

# The compose stack

test-stack: ## build the stack and try what needs Docker; ARGS="egress kill": parts; STANDINS=1: no registry in reach
	@tools/launch stack test $(ARGS)

bundle: ## write one archive that installs Quietdesk on a machine without internet; FILE= names it
	@tools/launch stack bundle

backup: ## write the tickets of the running stack to a file in var/backups, and read it back; FILE= names it
	@tools/launch stack backup

restore: ## put the tickets of a backup in the place of the present ones: FILE=..., and FORCE=1 where there are some
	@tools/launch stack restore
