"""The 919 synthetic responses print every published figure and are plausible."""

from collections import Counter
from statistics import variance

import pytest
from recount import (
    AGREEMENT,
    DONT_KNOW,
    multiple,
    printed,
    published,
    question_scores,
    responses,
    scores,
    share,
    single,
    theme_scores,
    topics,
)

# The answers in the file, in the order of the report.
ORDER = {
    "werkdruk_oordeel": ["Veel te laag", "Te laag", "Goed", "Te hoog", "Veel te hoog"],
    "ander_werk": ["ander_werk_nee", "ander_werk_binnen", "ander_werk_buiten"],
    "thuiswerken": ["Nooit", "1 dag", "2 dagen", "3 dagen", "4 dagen", "5 dagen"],
    "trots": [
        "Collega’s",
        "Hybride werken",
        "Samenwerking",
        "Betrokkenheid en samenleving",
        "Ontwikkeling",
        "Dienstverlening",
    ],
}
ORDER["beter"] = ORDER["trots"]


@pytest.fixture(scope="module")
def answers() -> dict[str, list]:
    return responses()


def assert_all_agree(kind: str, found: dict, expected: dict) -> None:
    """Check that every figure agrees; print how many do."""
    different = {
        key: (found[key], expected[key]) for key in expected if found[key] != expected[key]
    }
    print(f"{kind}: {len(expected) - len(different)} of {len(expected)} agree")
    assert not different
    assert found.keys() == expected.keys()


def test_synthetic_question_scores_print_as_published(answers):
    expected = {row["question"]: row["current"] for row in published("questions")}
    found = {q: printed(score, 1) for q, score in question_scores(answers).items()}
    assert len(expected) == 68
    assert_all_agree("question scores", found, expected)


def test_synthetic_theme_scores_print_as_published(answers):
    expected = {row["theme"]: row["current"] for row in published("themes")}
    found = {t: printed(s, 1) for t, s in theme_scores(question_scores(answers)).items()}
    assert len(expected) == 17
    assert_all_agree("theme scores", found, expected)


def test_synthetic_enps_figures_print_as_published(answers):
    scored = [answer for answer in answers["enps"] if answer != ""]
    assert all(answer in range(11) for answer in scored)
    promoters = sum(answer >= 9 for answer in scored)
    detractors = sum(answer <= 6 for answer in scored)
    summary = {row["measure"]: row["current"] for row in published("summary")}
    found = {
        "promoters_percentage": printed(share(promoters, len(scored))),
        "passives_percentage": printed(share(len(scored) - promoters - detractors, len(scored))),
        "detractors_percentage": printed(share(detractors, len(scored))),
        "enps": printed(share(promoters - detractors, len(scored))),
    }
    assert_all_agree("eNPS figures", found, {key: summary[key] for key in found})


def test_synthetic_response_equals_the_published_response(answers):
    summary = {row["measure"]: row["current"] for row in published("summary")}
    respondents = len(set(answers["respondent"]))
    response = share(respondents, int(summary["invited"]))
    found = {"respondents": str(respondents), "response_percentage": printed(response)}
    assert_all_agree("response", found, {key: summary[key] for key in found})


def distribution(question: str, answers: dict[str, list]):
    if question == "ander_werk":
        return multiple({name: answers[name] for name in ORDER[question]})
    kind = topics if question in ("trots", "beter") else single
    return kind(answers[question])


def test_synthetic_percentages_and_topic_counts_print_as_published(answers):
    found, expected = {}, {}
    for question, order in ORDER.items():
        hits, base = distribution(question, answers)
        assert set(hits) <= set(order)
        rows = [row for row in published("distributions") if row["question"] == question]
        for row, answer in zip(rows, order, strict=True):
            expected[question, answer] = row["current"]
            found[question, answer] = printed(share(hits[answer], base))
            if row["count"]:
                expected[question, answer, "count"] = row["count"]
                found[question, answer, "count"] = str(hits[answer])
    assert len(expected) == 26 + 12
    assert_all_agree("percentages and counts of answers and topics", found, expected)


def test_synthetic_answers_combine_no_with_no_other_answer(answers):
    rows = zip(*(answers[name] for name in ORDER["ander_werk"]), strict=True)
    assert set(rows) <= {(1, 0, 0), (0, 1, 0), (0, 0, 1), (0, 1, 1), ("", "", "")}


def cronbach_alpha(items: list[dict]) -> float:
    rows = [
        [float(item[i]) for item in items] for i in items[0] if all(i in item for item in items)
    ]
    parts = sum(variance(column) for column in zip(*rows, strict=True))
    return len(items) / (len(items) - 1) * (1 - parts / variance([sum(row) for row in rows]))


@pytest.mark.parametrize("theme", [row["theme"] for row in published("themes")])
def test_synthetic_themes_have_a_plausible_alpha(theme, answers):
    items = [
        scores(answers[row["question"]], row["reverse"] == "yes")
        for row in published("questions")
        if row["theme"] == theme and row["weight"] == "1"
    ]
    assert 0.7 <= cronbach_alpha(items) <= 0.9


def test_synthetic_answers_have_one_peak(answers):
    """Two peaks would fit the figures too, but are not plausible."""
    for row in published("questions"):
        counts = Counter(answers[row["question"]])
        heights = [counts[label] for label in AGREEMENT]
        top = heights.index(max(heights))
        assert heights[: top + 1] == sorted(heights[: top + 1]), row["question"]
        assert heights[top:] == sorted(heights[top:], reverse=True), row["question"]
        assert sum(n > 0 for n in heights) >= 4, row["question"]


def test_synthetic_answers_include_blanks_and_dont_know(answers):
    cells = Counter(cell for row in published("questions") for cell in answers[row["question"]])
    assert 0.005 < cells[""] / cells.total() < 0.05
    assert 0.005 < cells[DONT_KNOW] / cells.total() < 0.05
    assert set(cells) == {"", DONT_KNOW, *AGREEMENT}


def test_synthetic_teams_departments_and_divisions_form_a_tree(answers):
    for child, parent in (("team", "department"), ("department", "division")):
        pairs = set(zip(answers[child], answers[parent], strict=True))
        assert len(pairs) == len(set(answers[child]))
    levels = ("division", "department", "team")
    assert [len(set(answers[level])) for level in levels] == [4, 18, 60]


def test_synthetic_teams_differ_in_size_and_a_few_are_too_small(answers):
    sizes = Counter(answers["team"])
    assert 3 <= sum(n < 10 for n in sizes.values()) <= 15
    assert max(sizes.values()) > 3 * min(sizes.values())
    departments = Counter(answers["department"])
    assert sum(n < 10 for n in departments.values()) == 2, "the heat map shows withheld departments"


def test_synthetic_departments_differ_in_score(answers):
    """The heat map must show differences."""
    by_department: dict[str, list[float]] = {}
    for i, score in scores(answers["samenwerking_2"], reverse=False).items():
        by_department.setdefault(answers["department"][i], []).append(float(score))
    means = [sum(values) / len(values) for values in by_department.values()]
    assert max(means) - min(means) > 0.5


def test_synthetic_tenure_fits_the_age(answers):
    pairs = set(zip(answers["age"], answers["tenure"], strict=True))
    young = {tenure for age, tenure in pairs if age == "Jonger dan 25 jaar"}
    assert not young & {"10 tot 20 jaar", "20 jaar of langer"}
    assert ("25 t/m 34 jaar", "20 jaar of langer") not in pairs
