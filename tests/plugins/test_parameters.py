"""Parameters of metrics: their type follows from the signature, their value from a cell."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetlat.plugins.metrics import metric
from meetlat.plugins.parameters import MetricError

# Has the same attributes as `annotated_types.Interval(ge=1, le=5)`.
FROM_1_TO_5 = SimpleNamespace(ge=1, le=5)


@metric(table="Many")
def many(
    counts,
    boxes: Annotated[int, FROM_1_TO_5] = 2,
    share: float = 0.5,
    mirrored: bool = False,
    name: str = "a",
    missing: Literal["listwise", "pairwise"] = "pairwise",
    items: list[str] = ["x"],  # noqa: B006
    cuts: tuple[int, ...] = (3, 7),
    shares: list[float] = [0.5],  # noqa: B006
    plain=3,
):
    """A parameter of each supported type."""


READ = [
    ("boxes", "1", 1),
    ("boxes", " 5 ", 5),
    ("share", "0,25", 0.25),
    ("share", "0.25", 0.25),
    ("share", "3", 3.0),
    ("mirrored", "ja", True),
    ("mirrored", "no", False),
    ("name", "0,5", "0,5"),
    ("missing", "Listwise", "listwise"),
    ("items", "work_1, work_2", ["work_1", "work_2"]),
    ("items", "", []),
    ("cuts", "1,2,3", (1, 2, 3)),
    ("shares", "0,5, 0,7", [0.5, 0.7]),
    ("shares", "0.5 0.7", [0.5, 0.7]),
    ("plain", "4", 4),
]


@pytest.mark.parametrize(("name", "written", "value"), READ)
def test_a_parameter_is_read_by_its_annotation(name, written, value):
    read = many.parameters[name].read(written)
    assert read == value
    assert type(read) is type(value)


REFUSED = [
    ("boxes", "0"),
    ("boxes", "6"),
    ("boxes", "2.0"),
    ("boxes", "two"),
    ("boxes", "1_0"),
    ("boxes", ""),
    ("share", "nan"),
    ("share", "1.234,5"),
    ("share", "1_0"),
    ("mirrored", "perhaps"),
    ("mirrored", ""),
    ("missing", "stepwise"),
    ("cuts", "1,2,x"),
    ("shares", "1,2"),  # one number or two?
    ("shares", "0.5,0.7"),
]


@pytest.mark.parametrize(("name", "written"), REFUSED)
def test_an_invalid_value_of_a_parameter_is_refused(name, written):
    with pytest.raises(ValueError):
        many.parameters[name].read(written)


@given(st.integers(1, 5), st.floats(-1e9, 1e9), st.booleans())
def test_a_written_parameter_is_read_back_in_both_languages(boxes, share, mirrored):
    for name, value in (("boxes", boxes), ("share", share), ("mirrored", mirrored)):
        parameter = many.parameters[name]
        for language in ("en", "nl"):
            assert parameter.read(parameter.write(value, language)) == pytest.approx(value)


@given(st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 3))))
def test_a_written_list_of_numbers_is_read_back(shares):
    parameter = many.parameters["shares"]
    assert parameter.read(parameter.write(shares, "nl")) == shares


def test_the_example_of_a_parameter_shows_its_range_or_choices():
    assert many.parameters["boxes"].example() == "boxes=2 (≥ 1; ≤ 5)"
    in_words = "missing=pairwise (listwise, pairwise)"
    assert many.parameters["missing"].example() == in_words
    assert many.parameters["cuts"].example() == "cuts=3, 7"
    assert many.parameters["share"].example("nl") == "share=0,5"


def _no_default(counts, boxes: int): ...


def _wrong_default(counts, boxes: int = "two"): ...  # pyright: ignore


def _true_is_no_number(counts, boxes: int = True): ...


def _half_a_box(counts, boxes: int = 0.5): ...  # pyright: ignore


def _beyond(counts, boxes: Annotated[int, FROM_1_TO_5] = 6): ...


def _no_choice(counts, missing: Literal["a", "b"] = "c"): ...  # pyright: ignore


def _dictionary(counts, weights: dict[str, float] = {}): ...  # noqa: B006


def _unknown(counts, boxes: Integer = 2): ...  # noqa: F821  # pyright: ignore


def _stars(counts, *boxes): ...


def _nothing_to_count(boxes: int = 2): ...


def _parts_of_one_group(person_means): ...


def _no_type(counts, boxes=None): ...


WRONG = [
    (
        _no_default,
        "the argument boxes of _no_default is none of counts, answers, groups, questions",
    ),
    (_wrong_default, "the parameter boxes of _wrong_default is int, and its default is 'two'"),
    (_true_is_no_number, "is int, and its default is True"),
    (_half_a_box, "is int, and its default is 0.5"),
    (_beyond, "and its default is 6"),
    (_no_choice, "and its default is 'c'"),
    (_dictionary, "it can be int, float, bool, str, Literal"),
    (_unknown, "has an annotation that cannot be read: name 'Integer' is not defined"),
    (_stars, "takes * or /; name each argument instead"),
    (_nothing_to_count, "asks for none of counts, answers"),
    (_parts_of_one_group, "asks for person_means, which come with groups"),
    (_no_type, "is NoneType; it can be int"),
]


@pytest.mark.parametrize(("function", "words"), WRONG, ids=lambda w: getattr(w, "__name__", ""))
def test_a_metric_with_an_invalid_signature_is_refused(function, words):
    with pytest.raises(MetricError) as fault:
        metric(table="X")(function)
    assert words in str(fault.value)
