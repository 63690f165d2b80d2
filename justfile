# `just` lists the recipes. Each is one command that also works without just.

set windows-shell := ["powershell.exe", "-NoLogo", "-Command"]

_list:
    @just --list

# Recalculate the example survey
demo:
    uv run meetlat demo

# Run the tests
test *arguments:
    uv run --group dev pytest {{ arguments }}

# Run every test, with many more examples, organisations and damaged files than by default
nightly $MEETLAT_SEEDS="400" $MEETLAT_FUZZ="5000" *arguments:
    uv run --group spark pytest -m "nightly or not nightly" --hypothesis-profile deep -o faulthandler_timeout=0 {{ arguments }}

# Run the tests with Spark, which needs Java 17 and some 460 MB
spark *arguments:
    uv run --group spark pytest tests/reading/test_spark.py -n 0 {{ arguments }}

# Everything that looks at the code without running it
lint:
    uv run --group dev ruff check
    uv run --group dev ruff format --check
    uv run --group dev lint-imports
    uv run --group dev pyright
    uv run --group dev pyright --verifytypes meetlat --ignoreexternal
    uv run --group dev pyright --verifytypes meetlat_schemas --ignoreexternal
    uv run --group dev ty check

# Change the code of scoring, disclosure and splicing in small ways, and name what no test sees
mutants *arguments:
    uv run --group mutants python -m tests.mutants {{ arguments }}

# Run the tests of the engine with the oldest libraries that pyproject.toml allows
lowest *arguments="tests/reading tests/checking tests/counting tests/scoring tests/plugins tests/shipped_plugins tests/xlengines/xlsx":
    uv venv --quiet --clear dist/lowest
    uv pip install --quiet --no-config --resolution lowest-direct --python dist/lowest --editable ".[big,page,slides,spss]" --group dev
    # Only data of R that tests read without it asks for pandas (see `dependency-metadata`).
    uv pip uninstall --quiet --python dist/lowest pandas
    dist/lowest/bin/python -m pytest {{ arguments }}

# Put the code in its form
format:
    uv run --group dev ruff check --fix
    uv run --group dev ruff format

# Build the example and starter workbooks anew
workbooks:
    uv run --group workbooks python -m meetlat_workbooks

# Make the bundle for Windows and the wheels for pip, in dist/ (needs Python 3.13 beside your own)
bundle-windows *arguments:
    uv run --group bundle python -m meetlat_bundle {{ arguments }}

# Install the bundle in a fresh Wine without a network, use it, and write what came of it (ten minutes)
windows bundle:
    unshare -rn sh -c 'ip link set lo up; uv run --no-sync --group dev python -m tests.wine {{ bundle }} docs/it/windows-tried.md'

# Run the test suite with the Python of the bundle in a fresh Wine, and write what does not run (an hour)
windows-tests bundle:
    uv run --no-sync --group dev python -m tests.wine.suite {{ bundle }} docs/it/windows-tests.md

# Write the versions and hashes of the bundle anew, after a change in pyproject.toml
bundle-versions:
    uv pip compile pyproject.toml --extra page --extra slides --extra spss --python-platform windows --python-version 3.13 --generate-hashes --no-header --no-annotate --output-file engine/meetlat_bundle/windows-x64.txt

# Attack the reports of random organisations, and write docs/attacks.md anew (six minutes)
attack organisations="10" first="0":
    uv run --group dev python -m benchmarks.attack {{ organisations }} {{ first }}

# Ratios to what one would use instead
benchmark:
    uv run --group benchmarks python benchmarks/click.py
    uv run --group benchmarks python benchmarks/splice.py
    uv run --extra big python benchmarks/million.py
    uv run python benchmarks/twenty_metrics.py
    uv run python benchmarks/growth.py
    uv run --group benchmarks python benchmarks/xlsx_responses.py
    uv run --group benchmarks python benchmarks/button.py

# Write the pages that are made from the code anew
reference:
    uv run --group dev python docs/problems.py
    uv run --group dev python docs/reference.py

# Build the documentation site in dist/docs; a warning stops it
docs:
    uv run --group docs sphinx-build --fail-on-warning --keep-going -q docs dist/docs
