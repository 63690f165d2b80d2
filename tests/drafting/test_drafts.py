"""Columns that no export of `exports` has: a few rows each, drafted without a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl
import pytest

from meetlat.drafting.draft import draft_survey
from meetlat.drafting.draft_tables import Draft
from meetlat.drafting.export import Kind
from meetlat.reading.responses.responses import from_rows
from tests.drafting.people import People


def draft(columns: Mapping[str, Sequence[object]], language: str | None = "nl") -> Draft:
    """A draft of some columns of one length."""
    rows = list(zip(*columns.values(), strict=True))
    return draft_survey(from_rows([*columns], rows, "a.csv", range(2, len(rows) + 2)), language)


def scale_of(made: Draft, row: int = 0) -> dict[object, float | None]:
    """The answers of the scale of a question, with their scores."""
    name = made.tables["Questions"][row]["scale"]
    return {r["answer"]: r["score"] for r in made.tables["Scales"] if r["scale"] == name}


def likert(answers: Sequence[str], n: int = 60, seed: int = 1) -> list[str]:
    return People(n, seed).likert("t", answers)


@pytest.mark.parametrize(
    ("answers", "scores"),
    [
        (("Helemaal eens", "Eens", "Neutraal", "Oneens", "Helemaal oneens"), (10, 7.5, 5, 2.5, 0)),
        (("Eens", "Neutraal", "Oneens"), (10, 5, 0)),
        (
            ("5 - Helemaal mee eens", "4", "3", "2", "1 - Helemaal mee oneens"),
            (10, 7.5, 5, 2.5, 0),
        ),
        (
            (
                *("1 - Strongly agree", "2 - Agree", "3 - Neutral", "4 - Disagree"),
                "5 - Strongly disagree",
            ),
            (10, 7.5, 5, 2.5, 0),
        ),
        (("5 (zeer goed)", "4", "3", "2", "1 (zeer slecht)"), (10, 7.5, 5, 2.5, 0)),
        (("Always", "Usually", "Sometimes", "Never"), (10, 6.67, 3.33, 0)),
        (("Excellent", "Good", "Fair", "Poor"), (10, 6.67, 3.33, 0)),
    ],
)
def test_scale_is_scored_from_its_labels_or_codes(answers, scores):
    made = draft({"Ik werk hier graag": likert(answers, 200)})
    found = scale_of(made)
    wanted = {int(a) if a.isdigit() else a: s for a, s in zip(answers, scores, strict=True)}
    assert found == wanted


def test_answer_that_nobody_gave_is_added_from_its_mirror_image():
    given = ["Helemaal mee eens", "Mee eens", "Neutraal", "Mee oneens"] * 10
    made = draft({"Ik werk hier graag": given})
    assert list(scale_of(made).values()) == [10, 7.5, 5, 2.5, 0]
    assert "Helemaal mee oneens" in scale_of(made)


def test_scale_of_four_points_stays_apart_from_one_of_five():
    five = likert(("Helemaal eens", "Eens", "Neutraal", "Oneens", "Helemaal oneens"), 300)
    four = likert(("Helemaal eens", "Eens", "Oneens", "Helemaal oneens"), 300)
    made = draft({"Ik werk hier graag": five, "Ik word gehoord": four})
    assert [len(scale_of(made, row)) for row in (0, 1)] == [5, 4]


def test_dont_know_counts_in_no_score():
    made = draft({"I feel safe": ["Agree", "Disagree", "Neutral", "Don’t know", "N/A"] * 20}, "en")
    assert scale_of(made)["Don’t know"] is None
    assert scale_of(made)["N/A"] is None


def test_codes_of_answers_in_a_grid_are_a_scale_to_confirm():
    codes = ["AO01", "AO02", "AO03", "AO05"] * 10
    made = draft({"WERK[SQ001]": codes, "WERK[SQ002]": codes})
    assert scale_of(made) == {"AO01": 0, "AO02": 2.5, "AO03": 5, "AO04": 7.5, "AO05": 10}
    assert "scale_numbers" in {note.reason for note in made.notes}


def test_names_of_managers_and_addresses_are_never_used():
    made = draft(
        {
            "Leidinggevende": ["Anna de Wit", "Bram Bos"] * 20,
            "Wie is op dit moment je leidinggevende?": ["Anna de Wit", "Bram Bos"] * 20,
            "Contact": [f"p{i}@example.org" for i in range(40)],
            "Werkplek": [f"10.0.0.{i % 9}" for i in range(40)],
            "Ik werk hier graag": ["Eens", "Oneens"] * 20,
        }
    )
    assert len(made.left_out[Kind.PERSON]) == 4
    assert "Anna de Wit" not in str(made.tables)
    assert not made.tables["Segments"]


def test_text_that_one_person_typed_as_other_is_no_option():
    given = ["Auto", "Fiets", "Trein"] * 20 + ["met de boot van Kees"]
    made = draft({"Hoe kom je naar je werk?": given})
    assert list(scale_of(made)) == ["Auto", "Fiets", "Trein", "*"]


@pytest.mark.parametrize(("people", "typed", "is_option"), [(100, 2, True), (200, 3, False)])
def test_text_that_few_of_many_people_typed_is_no_option(people, typed, is_option):
    given = ["Auto", "Fiets"] * (people // 2 - 2) + ["loop ik"] * typed
    scale = scale_of(draft({"Hoe kom je naar je werk?": given}))
    assert ("loop ik" in scale, "*" in scale) == (is_option, not is_option)


def test_choice_with_one_in_eight_typed_answers_is_a_choice_and_one_in_four_is_open():
    typed = [f"iets anders {i}" for i in range(40)]
    for n, is_choice in ((280, True), (120, False)):
        made = draft({"Hoe kom je naar je werk?": [*(["Auto", "Fiets"] * (n // 2)), *typed]})
        assert bool(made.tables.get("Questions")) == is_choice


def test_teams_lie_in_departments_and_ages_do_not():
    people = People(120)
    team = people.one(["A1", "A2", "B1", "B2"])
    made = draft(
        {
            "Team": team,
            "Leeftijd": people.one(["< 30", "30-50", "> 50"]),
            "Afdeling": [name[0] for name in team],
        }
    )
    assert [row["parent"] for row in made.tables["Segments"]] == ["afdeling", "", ""]


def test_teams_lie_in_departments_that_some_people_spelled_otherwise():
    team = ["A1", "A2", "B1", "B2"] * 30
    department = [{"A": "Advies", "B": "Beheer"}[name[0]] for name in team]
    department[0], department[5], department[2] = "advies ", "Adviss", "BEHEER"
    made = draft({"Team": team, "Afdeling": department})
    assert [row["parent"] for row in made.tables["Segments"]] == ["afdeling", ""]


def test_teams_do_not_lie_in_a_job_that_few_have():
    team = ["A1", "A2", "B1", "B2"] * 30
    for managers in ([0, 1], [*range(0, 120, 4), 1, 2]):  # of two teams; all of one and two more
        job = ["leidinggevende" if i in managers else "medewerker" for i in range(120)]
        made = draft({"Team": team, "Functie": job})
        assert [row["parent"] for row in made.tables["Segments"]] == ["", ""]


def test_groups_of_a_few_people_lie_in_no_segment():
    team = [f"T{i}" for i in range(15)] * 2
    made = draft({"Team": team, "Afdeling": ["A" if int(t[1:]) < 7 else "B" for t in team]})
    assert [row["parent"] for row in made.tables["Segments"]] == ["", ""]


def test_codes_are_shown_whole_and_hr_is_advised_to_export_texts():
    codes = ["A1", "A2", "A3", "A4", "A5"] * 12
    columns = {f"{group}[SQ00{i}]": codes for group in ("WD", "ON") for i in (1, 2)}
    made = draft({**columns, "startlanguage": ["nl"] * 60}, None)
    assert made.language == "nl"
    texts = [row["text::nl"] for row in made.tables["Questions"]]
    assert sorted(texts) == sorted(columns)
    assert made.notes[0].reason == "codes"
    assert [n.value for n in made.notes if n.reason == "theme_code"] == ["WD", "ON"]


def test_texts_get_no_advice_about_codes():
    made = draft({"Ik werk hier graag": ["Eens", "Oneens"] * 10})
    assert "codes" not in {note.reason for note in made.notes}


def test_theme_under_a_long_question_is_called_after_the_words_that_differ():
    agree = ["Agree", "Neutral", "Disagree"] * 20
    asked = "How much do you agree with each of the following statements about your"
    topics = [(topic, i) for topic in ("manager", "pay") for i in (1, 2)]
    made = draft({f"{asked} {topic}? [It is fine {topic}{i}]": agree for topic, i in topics}, "en")
    assert [row["name::en"] for row in made.tables["Themes"]] == ["Manager", "Theme 1"]
    assert [n.about for n in made.notes if n.reason == "theme_heading"][1] == f"{asked} pay?"


def test_title_organisation_and_number_of_people_are_to_be_typed():
    made = draft({"Ik werk hier graag": ["Eens", "Oneens"] * 10})
    settings = [note.column for note in made.notes if note.table == "Survey"]
    assert settings == ["title", "organisation", "invited", "fieldwork_start", "fieldwork_end"]


def test_open_questions_are_listed_with_their_headings():
    answers = [f"Ik vind dat punt {i} beter kan" for i in range(60)]
    made = draft({"Wat kan beter?": answers, "Ik werk hier graag": ["Eens", "Oneens"] * 30})
    assert made.tables["OpenQuestions"] == [
        {"column": "Wat kan beter?", "text::nl": "Wat kan beter?"}
    ]


@pytest.mark.parametrize("separator", [", ", ","])
def test_options_that_hold_commas_stay_whole(separator):
    """Qualtrics writes no blank between the options."""
    options = ("Loon, bonus en pensioen", "Collega's", "Rust")
    given = [separator.join(own) for own in People(80).several(options, 0.5)]
    made = draft({"Wat is belangrijk voor je?": given})
    assert set(scale_of(made)) == set(options)


def test_ranking_is_named_and_not_counted():
    orders = ["Loon;Rust;Sfeer;", "Rust;Loon;Sfeer;", "Sfeer;Rust;Loon;"] * 10
    made = draft({"Zet in volgorde": orders, "Ik werk hier graag": ["Eens", "Oneens"] * 15})
    assert made.left_out[Kind.RANKING] == ["Zet in volgorde"]
    assert [note.reason for note in made.notes if not note.table] == ["left_ranking"]


def test_statement_about_a_team_is_no_segment():
    made = draft({"Mijn team werkt goed samen": [1, 2, 3, 4, 5] * 10}, "nl")
    assert not made.tables["Segments"]
    assert scale_of(made) == {1: 0, 2: 2.5, 3: 5, 4: 7.5, 5: 10}


def test_recommendation_from_one_to_five_is_no_enps():
    made = draft({"Would you recommend us?": [1, 2, 3, 4, 5] * 10}, "en")
    assert made.tables["Questions"][0]["metric"] != "enps"


def test_star_in_a_heading_is_no_pattern():
    made = draft({"Ik werk hier graag *": ["Eens", "Oneens"] * 10})
    (question,) = made.tables["Questions"]
    assert (question["column"], question["text::nl"]) == ("", "Ik werk hier graag *")


def test_marks_of_a_web_page_are_left_out_of_texts():
    made = draft({"<p>Ik werk hier <b>graag</b>&nbsp;</p>": ["Eens", "Oneens"] * 10})
    (question,) = made.tables["Questions"]
    assert question["text::nl"] == "Ik werk hier graag"
    assert question["column"]


def test_first_and_last_day_of_the_fieldwork_come_from_the_times():
    days = ["3-2-2026 09:00", "28-2-2026 10:00", "14-2-2026 11:00", "3-2-2026 12:00"] * 5
    made = draft({"Tijdstempel": days, "Ik werk hier graag": ["Eens", "Oneens"] * 10})
    dates = made.settings["fieldwork_start"], made.settings["fieldwork_end"]
    assert [str(day) for day in dates] == ["2026-02-03", "2026-02-28"]


def test_days_that_can_be_read_in_two_ways_are_not_guessed():
    made = draft({"Timestamp": ["3/2/2026", "4/2/2026"] * 10, "I agree": ["Yes", "No"] * 10})
    assert made.settings["fieldwork_start"] is None


def test_dutch_headings_give_a_dutch_survey_and_english_ones_an_english_survey():
    frame = pl.DataFrame({"Ik heb plezier in mijn werk": ["Eens", "Oneens"] * 9})
    dutch = from_rows(frame.columns, frame.rows(), "a.csv", range(18))
    assert draft_survey(dutch, None).language == "nl"
    english = from_rows(["I enjoy what I do at work"], frame.rows(), "a.csv", range(18))
    assert draft_survey(english, None).language == "en"


def test_columns_with_answers_below_an_empty_heading_are_named():
    rows = [("Eens", "Oneens", ""), ("Oneens", "Eens", "")] * 10
    made = draft_survey(
        from_rows(["Ik werk hier graag", "", ""], rows, "a.csv", range(2, 22)), "nl"
    )
    assert made.left_out["no_heading"] == ["B1"]


def test_options_without_a_common_heading_are_named_and_not_lost():
    frame = {"a1": ["Ja", "Nee"] * 20, "b7": ["Nee", "Ja"] * 20, "c": ["Eens", "Oneens"] * 20}
    texts = {"a1": "Wat gebruik je? - Fiets", "b7": "Wat gebruik je? - Trein", "c": "Leuk werk"}
    rows = list(zip(*frame.values(), strict=True))
    responses = from_rows([*frame], rows, "a.csv", range(2, 42), texts=texts)
    made = draft_survey(responses, "nl")
    assert [(note.value, note.reason) for note in made.notes if not note.table] == [
        ("Wat gebruik je?", "left_option")
    ]


def test_choices_with_the_same_options_share_a_scale_in_their_natural_order():
    sizes = ["Meer dan 10", "1-5", "6-10", "Minder dan 1"] * 10
    made = draft({"Hoeveel mensen stuur je aan?": sizes, "Hoeveel reistijd heb je nu?": sizes})
    assert list(scale_of(made)) == ["Minder dan 1", "1-5", "6-10", "Meer dan 10"]
    assert len({row["scale"] for row in made.tables["Questions"]}) == 1


def test_two_numbers_are_a_choice_and_no_scale():
    made = draft({"Are you self-employed?": [0, 1] * 60}, "en")
    assert scale_of(made) == {0: None, 1: None}
    assert [n.reason for n in made.notes if n.table != "Survey"] == ["choice"]


def test_headings_that_polars_takes_for_patterns_are_headings_like_any_other():
    """`^x$` stands for a column `x`."""
    answers = ("Helemaal eens", "Eens", "Neutraal", "Oneens", "Helemaal oneens")
    plain, patterns = (
        draft(
            {
                heading.format("Ik ben trots"): likert(answers),
                "Ik ben trots": likert(answers, seed=2),
                heading.format("Team"): ["A1", "A2", "B1", "B2"] * 15,
                heading.format("Afdeling"): ["A", "A", "B", "B"] * 15,
                heading.format("Ingevuld op"): ["2026-03-10 09:00", "2026-03-11 10:30"] * 30,
            }
        )
        for heading in ("{}.", "^{}$")
    )
    assert [row["parent"] for row in patterns.tables["Segments"]] == ["afdeling", ""]
    assert patterns.settings["fieldwork_end"] == plain.settings["fieldwork_end"]
    assert len(patterns.tables["Questions"]) == len(plain.tables["Questions"]) == 2
