# Everything is done with what lies in .venv, which `make` sets up by itself from the locked requirements.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BIN := .venv/bin
JOBS ?= 2
UV ?= uv
# The first of these that is a Python >= 3.11 is used; name another with `make PYTHON=... demo`.
PYTHON ?= python3 python3.13 python3.12 python3.11
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --quiet
POSTGRESQL := $(BIN)/python -m tests.postgres
# The packages that know neither Django nor the clock.
PURE := $(wildcard $(addprefix yikatong/,cards entitlements policies catalogue services ports guide credential matching))
SOURCES := $(wildcard yikatong tests bench)

.PHONY: help demo test screens lighthouse check bench lock format clean
help: ## 列出可用的命令 / list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 17

demo: .venv/.run ## 启动演示城市 http://127.0.0.1:8000 / serve the demonstration city
	$(BIN)/yikatong demo

test: .venv/.test ## 测试：SQLite、浏览器、PostgreSQL / all tests: on SQLite, in a browser, on PostgreSQL
	env -u TEST_DATABASE_URL $(BIN)/python -m pytest -q -n $(JOBS) -m "not browser"
	@$(MAKE) --no-print-directory browser
	$(POSTGRESQL) $(BIN)/python -m pytest -q -n $(JOBS) -m database

browser: .venv/.test ## 其中浏览器的部分：每个页面和主要业务 / those of the browser alone: every page, the main tasks
	@$(BIN)/python -m tests.browser.chromium >/dev/null
	env -u TEST_DATABASE_URL $(BIN)/python -m pytest -q -n $(JOBS) -m browser tests/browser

screens: .venv/.test ## 每个页面的截图，存入 var/screens / a picture of every page, in var/screens
	$(BIN)/python -m tests.browser.screens $(ONLY)

lighthouse: .venv/.test ## 测量十二个主要页面（需要 Node） / twelve key pages measured by Lighthouse (needs Node)
	$(BIN)/python -m tests.browser.lighthouse $(ONLY)

check: .venv/.test ## 静态检查：格式、类型、分层、迁移、部署设置 / lint, types, layers, migrations, deployment
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/mypy $(PURE)
	PYTHONPATH=. $(BIN)/lint-imports
	$(BIN)/python -m pip check
	@rm -rf var/check && $(BIN)/python -m yikatong.site.keys var/check/keys.json
	$(PRODUCTION) $(BIN)/python -m django makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python -m django check --deploy --fail-level WARNING
	$(PRODUCTION) $(BIN)/python -m django collectstatic --noinput --verbosity 0

# The settings as a bureau runs them, so that a weak one is found here and not there.
PRODUCTION := env YIKATONG_DEMO=0 YIKATONG_VAR=var/check YIKATONG_KEYS_FILE=var/check/keys.json \
	YIKATONG_HOSTS=card.example.org DATABASE_URL=sqlite:///var/check/yikatong.sqlite3 \
	DJANGO_SETTINGS_MODULE=yikatong.site.settings

bench: .venv/.test ## 性能测量（PostgreSQL，等待落盘） / measurements on PostgreSQL that waits for the disk
	$(POSTGRESQL) --durable $(BIN)/python -m bench

messages: .venv/.test ## 编译各语言的词句 / compile the catalogues of every language
	@for folder in yikatong/locale yikatong/channels/*/locale; do $(BIN)/pybabel -q compile -d $$folder -D django; done

format: .venv/.test ## 整理格式 / put the code in form
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-emit-index-url --no-header pyproject.toml --group build
lock: ## 重新锁定依赖（需要 uv；UPGRADE=1 则升级） / lock the requirements again (needs uv; UPGRADE=1 to upgrade)
	@command -v $(UV) >/dev/null || { echo "请先安装 uv：pip install uv / Install uv first: pip install uv" >&2; exit 1; }
	$(COMPILE) $(if $(UPGRADE),--upgrade) --output-file requirements.lock
	$(COMPILE) $(if $(UPGRADE),--upgrade) --extra test --constraint requirements.lock --output-file requirements-test.lock

clean: ## 删除虚拟环境、演示数据与缓存 / remove .venv, the demonstration's data and caches
	rm -rf .venv var build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find yikatong tests bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

.venv/bin/python:
	@for python in $(PYTHON); do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		"$$python" -c 'import ensurepip, venv' 2>/dev/null || { echo \
			"$$python 缺少 venv，请先安装（Debian/Ubuntu：apt install python3-venv）。 / $$python has no venv: install it (Debian/Ubuntu: apt install python3-venv)." >&2; exit 1; }; \
		exec "$$python" -m venv .venv; \
	done; \
	echo "需要 Python 3.11 或更新版本。 / Python 3.11 or newer is needed." >&2; exit 1

# setuptools comes from the lock as well, hence no build isolation: nothing is fetched without a known hash.
.venv/.run: requirements.lock pyproject.toml | .venv/bin/python
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.test: requirements-test.lock .venv/.run
	$(PIP) --require-hashes -r requirements-test.lock
	@touch $@
