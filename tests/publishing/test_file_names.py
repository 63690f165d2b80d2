"""The file name of each group is valid on every system and differs from the others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetlat.publishing.file_names import MOST_BYTES, file_names


@pytest.mark.parametrize(
    ("group", "name"),
    [
        ("Mobiliteit", "Mobiliteit"),
        ("P&O / Financiën", "P&O - Financiën"),
        ('a<b>c:d"e\\f|g?h*', "a-b-c-d-e-f-g-h-"),
        ("two\nlines", "two-lines"),
        (" North. ", "North"),
        ("..", "_"),
        ("con", "con_"),
        ("LPT1.old", "LPT1.old_"),
        ("COM²", "COM²_"),
        ("Console", "Console"),
        ("Cafe\u0301", "Café"),
    ],
)
def test_characters_that_file_names_cannot_have_become_dashes(group, name):
    assert file_names([group]) == {group: name}


def test_groups_that_differ_only_by_capitals_get_different_file_names():
    names = file_names(["North", "NORTH", "a/b", "a:b", "North (2)"])
    assert list(names.values()) == ["North", "NORTH (2)", "a-b", "a-b (2)", "North (2) (2)"]


@given(st.lists(st.text(min_size=1, max_size=120), unique=True))
def test_file_names_of_random_groups_are_unique_and_valid(groups):
    names = list(file_names(groups).values())
    assert len({name.casefold() for name in names}) == len(groups)
    for name in names:
        assert name
        assert name == name.strip(" .")
        assert not set('<>:"/\\|?*\n\0') & set(name)
        assert len(name.encode()) <= MOST_BYTES + len(" (120)")
