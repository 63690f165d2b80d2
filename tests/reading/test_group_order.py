"""The order of groups in the report, where the table Population does not set it."""

from __future__ import annotations

import pytest

from meetlat.reading.responses.group_values import in_order


@pytest.mark.parametrize(
    "groups",
    [
        ["Jonger dan 25 jaar", "25 tot 35 jaar", "35 tot 45 jaar", "45 jaar of ouder"],
        ["Under 25", "25-34", "35-44", "55+", "Prefer not to say"],
        ["0-1 year", "1-5 years", "5-10 years", "10 years or more"],
        ["Team 2", "Team 9", "Team 10"],
    ],
)
def test_groups_with_numbers_stand_in_the_order_of_their_numbers(groups):
    assert in_order(sorted(groups)) == groups
    assert in_order(sorted(groups, reverse=True)) == groups


@pytest.mark.parametrize(
    "groups",
    [
        ["North 1", "North 2", "South 1", "South 2"],
        ["1st line", "Care", "Staff"],
        ["Care", "Finance", "ICT"],
    ],
)
def test_other_groups_stand_in_alphabetical_order(groups):
    assert in_order(groups[::-1]) == groups
