"""A thread makes the next item while one is used."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from meetlat.reading.responses.ahead import ahead, behind


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


@pytest.mark.parametrize("count", [0, 1, 7])
def test_what_is_made_of_items_comes_in_order(count):
    assert list(behind(str, range(count))) == list(map(str, range(count)))


def test_items_are_made_in_the_thread_of_the_caller_and_used_in_another():
    made_in = (threading.current_thread() for _ in range(3))
    pairs = list(behind(lambda own: (own, threading.current_thread()), made_in))
    assert {own for own, _ in pairs} == {threading.current_thread()}
    assert threading.current_thread() not in {other for _, other in pairs}


def test_an_error_of_an_item_or_of_its_use_is_raised():
    with pytest.raises(ZeroDivisionError):
        list(behind(lambda number: 1 // number, [1, 0, 1]))
    with pytest.raises(ZeroDivisionError):
        list(behind(str, (1 // number for number in [1, 0, 1])))
