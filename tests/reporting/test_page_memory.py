"""The page does not stay in memory after it was written."""

from __future__ import annotations

import gc

from meetlat.reporting.page.write import write_page
from tests.example import example_results


def test_the_data_of_a_page_is_freed_without_a_search_for_garbage(tmp_path):
    write_page(example_results(), tmp_path / "first.html", tmp_path)  # and what is remembered
    gc.collect()
    gc.disable()
    try:
        write_page(example_results(), tmp_path / "page.html", tmp_path)
        assert gc.collect() < 100
    finally:
        gc.enable()
