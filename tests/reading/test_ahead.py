"""A thread makes the next item while one is used."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from meetlat.reading.responses.ahead import ahead


@pytest.mark.parametrize("count", [0, 1, 7])
def test_items_come_in_order(count):
    assert list(ahead(range(count))) == list(range(count))


def test_no_more_than_one_item_is_made_ahead():
    made = []

    def numbers() -> Iterator[int]:
        for number in range(5):
            made.append(number)
            yield number

    for number in ahead(numbers()):
        assert len(made) <= number + 2


def test_the_next_item_is_made_while_one_is_used():
    second_is_made = threading.Event()

    def numbers() -> Iterator[int]:
        yield 1
        second_is_made.set()
        yield 2

    items = ahead(numbers())
    assert next(items) == 1
    assert second_is_made.wait(10)
    assert list(items) == [2]


def test_an_error_comes_after_the_items_before_it():
    def numbers() -> Iterator[int]:
        yield 1
        raise OSError("no room")

    items = ahead(numbers())
    assert next(items) == 1
    with pytest.raises(OSError, match="no room"):
        next(items)


def test_no_thread_is_left_if_the_caller_stops():
    before = threading.active_count()
    items = ahead(iter(range(5)))
    next(items)
    del items
    assert threading.active_count() == before
