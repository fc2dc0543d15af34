# The commands of Quietdesk. Each runs tools/, which is plain Python without dependencies: see tools/__main__.py.

.PHONY: help run demo manage test screenshots bench check fix schema images sbom clean test-stack bundle backup restore

help: ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name text; do printf '%-18s %s\n' "$$name" "$$text"; done

run: ## set up what is missing and serve http://127.0.0.1:8080 until Ctrl-C (PORT=8081: another port)
	@tools/launch run

demo: ## the same with a demo database of a few hundred tickets
	@tools/launch demo

manage: ## run a Django command on the data of `make run`: ARGS="admin_password"
	@tools/launch manage $(ARGS)

test: ## run every test; ARGS="tests/insights -k open" runs pytest on a part
	@tools/launch test $(ARGS)

screenshots: ## take screenshots of all pages, in var/screenshots; ARGS="queue ticket": some; ARGS=readme: the README's
	@tools/launch screenshots $(ARGS)

bench: ## run the benchmarks, a quarter of an hour; ARGS="--sizes 10000": less; ARGS=--json: one object per line
	@tools/launch bench $(ARGS)

check: ## check byte budget, format, lint, types, walls, migrations, schema, lock files and SBOM
	@tools/launch check

fix: ## apply the formatter and the automatic fixes of the linter
	@tools/launch fix

schema: ## regenerate the API's schema and the front end's types
	@tools/launch schema

images: ## renew the digests of base images and model in images.yml, from their registries
	@tools/launch images

sbom: ## regenerate the bill of materials, docs/sbom.cdx.json
	@tools/launch sbom

clean: ## remove installed packages and build results; keeps the data in var/
	rm -rf .venv frontend/node_modules frontend/dist backend/static
	find backend tools -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -rf backend/.hypothesis backend/.mypy_cache backend/.ruff_cache backend/.import_linter_cache .mypy_cache .ruff_cache

# The compose stack

test-stack: ## build the compose stack and test it; ARGS="egress kill": a part; STANDINS=1: without a registry
	@tools/launch stack test $(ARGS)

bundle: ## write an archive that installs Quietdesk on a machine without internet; FILE= names it, SIGN_KEY= signs it
	@tools/launch stack bundle

backup: ## write a verified backup of the running stack to var/backups; FILE= names it, RECIPIENT= encrypts it
	@tools/launch stack backup

restore: ## replace the tickets of the running stack by a backup: FILE=..., IDENTITY= if encrypted, FORCE=1 unless empty
	@tools/launch stack restore
