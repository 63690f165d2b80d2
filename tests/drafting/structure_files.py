"""Structure files as LimeSurvey, Qualtrics and XLSForm tools write them.

LimeSurvey: "Display/Export survey" of its manual, and the tables of its database in files of
versions 3 (texts in `questions`) and 6 (texts in `question_l10ns`). Qualtrics: the "Quickstart
Guide to understanding the Qualtrics Survey File" of C. Testa. XLSForm: xlsform.org/en, and the
headings of exports of KoboToolbox (support.kobotoolbox.org, "Exporting and downloading your data").
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter

from tests.drafting.files import write_csv
from tests.drafting.people import AGREE_7_EN, AGREE_NL, SATISFIED_NL, People

ADMIN = "beheer.pietersen@example.org"


@dataclass(frozen=True)
class Asked:
    """A question: its code, type, text, items and answers (or options)."""

    code: str
    type: str
    text: str
    items: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    other: bool = False


Sections = Mapping[str, Sequence[Asked]]


def codes(answers: Sequence[str], start: str = "AO0") -> dict[str, str]:
    return {f"{start}{i}": answer for i, answer in enumerate(answers, start=1)}


def items(*texts: str) -> dict[str, str]:
    return codes(texts, "SQ00")


# LimeSurvey


def _table(name: str, rows: Sequence[Mapping[str, object]]) -> str:
    cells = (
        "".join(f"<{k}><![CDATA[{v}]]></{k}>" if v != "" else f"<{k}/>" for k, v in row.items())
        for row in rows
    )
    return (
        f" <{name}>\n  <rows>"
        + "".join(f"<row>{own}</row>\n" for own in cells)
        + f"</rows></{name}>\n"
    )


def lss(file: Path, title: str, language: str, sections: Sections, *, version: int = 6) -> Path:
    """A file of LimeSurvey; version 3 has the texts in the tables themselves.

    The tables are in another order than the survey, as in files of LimeSurvey.
    """
    tables: dict[str, list[dict[str, object]]] = {
        name: []
        for name in (
            *("answers", "answer_l10ns", "groups", "group_l10ns", "questions", "subquestions"),
            "question_l10ns",
        )
    }
    new = version > 3

    def add(table: str, key: str, number: int, column: str, text: str, **cells: object) -> None:
        row: dict[str, object] = {key: number, **cells}
        if new:
            localised = {"id": number, key: number, column: text, "language": language}
            name = "question" if table == "subquestions" else table.removesuffix("s")
            tables[f"{name}_l10ns"] += [localised, {**localised, column: "xx", "language": "fr"}]
        else:
            row |= {column: text, "language": language}
        tables[table].insert(0, row)

    number = 100
    for place, (section, asked) in enumerate(sections.items()):
        gid = 10 + place
        add("groups", "gid", gid, "group_name", section, sid=1, group_order=place)
        for order, own in enumerate(asked):
            number += 1
            qid = number
            text = f"<p>{escape(own.text)}</p>"
            more = {"other": "Y" if own.other else "N", "question_order": order, "scale_id": 0}
            parents = {"parent_qid": 0, "gid": gid, "type": own.type, "title": own.code}
            add("questions", "qid", qid, "question", text, **parents, **more)
            for i, (code, item) in enumerate(own.items.items()):
                number += 1
                child = {"parent_qid": qid, "gid": gid, "type": "T", "title": code}
                more = {"question_order": i, "scale_id": 0}
                add("subquestions", "qid", number, "question", item, **child, **more)
            for i, (code, label) in enumerate(own.answers.items()):
                number += 1
                cells = {"qid": qid, "code": code, "sortorder": i, "scale_id": 0}
                add("answers", "aid", number, "answer", label, **cells)
    if not new:
        for row in tables["answers"]:
            row.pop("aid")
    named = {"surveyls_language": language, "surveyls_title": title}
    texts = [{**named, "surveyls_language": "fr", "surveyls_title": "xx"}, named]
    inside = "".join(_table(name, rows) for name, rows in tables.items() if rows)
    settings = {"sid": 1, "admin": "Pietersen", "adminemail": ADMIN, "language": language}
    file.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<document>\n'
        " <LimeSurveyDocType>Survey</LimeSurveyDocType>\n <DBVersion>640</DBVersion>\n"
        f" <languages><language>fr</language><language>{language}</language></languages>\n"
        f"{inside}{_table('surveys', [settings])}{_table('surveys_languagesettings', texts)}"
        "</document>\n",
        encoding="utf-8",
    )
    return file


def lss_en(folder: Path) -> Path:
    """The structure behind the export `limesurvey_en`, whose headings are codes."""
    agree = codes(AGREE_7_EN)
    work = items("I like my work.", "My work is useful.", "I have a say in my work.")
    team = items("We help each other.", "We dare to speak up.", "We learn from mistakes.")
    return lss(
        folder / "limesurvey_survey_654321.lss",
        "Employee survey 2026",
        "en",
        {
            "About you": [
                Asked(
                    "department",
                    "L",
                    "Where do you work?",
                    {},
                    codes(("Sales", "Service", "Staff")),
                ),
            ],
            "Work": [Asked("WORK", "F", "How far do you agree?", work, agree)],
            "Team": [Asked("TEAM", "F", "How far do you agree?", team, agree)],
            "In closing": [
                Asked("INTRO", "X", "Three more questions."),
                Asked(
                    "NPS", "L", "Would you recommend us?", {}, {str(n): str(n) for n in range(11)}
                ),
                Asked(
                    "HELP",
                    "M",
                    "What would help you?",
                    items("Time", "Rest", "Pay, or bonus"),
                    other=True,
                ),
                Asked(
                    "HOME",
                    "!",
                    "How often do you work at home?",
                    {},
                    codes(("Never", "Sometimes a day", "Most days")),
                ),
                Asked("REMARK", "T", "What else would you like to say?"),
            ],
        },
    )


def lss_nl(folder: Path) -> Path:
    """A structure in Dutch of version 3, with most types of questions."""
    return lss(
        folder / "limesurvey_survey_112233.lss",
        "Medewerkersonderzoek &amp; meer",
        "nl",
        {
            "Werkplezier": [
                Asked(
                    "WP",
                    "F",
                    "Bent u het eens?",
                    items("Ik werk met plezier.", "Mijn werk boeit."),
                    codes((*AGREE_NL, "Weet niet")),
                ),
            ],
            "Werkdruk": [
                Asked(
                    "WD", "A", "Geef een cijfer.", items("Ik heb tijd genoeg.", "Ik kan het aan.")
                ),
                Asked("WD2", "5", "Hoe vaak kunt u pauze nemen?"),
            ],
            "Over u": [
                Asked(
                    "AFD",
                    "!",
                    "Op welke afdeling werkt u?",
                    {},
                    codes(("Zorg", "Beheer"), "A"),
                    other=True,
                ),
                Asked("GESL", "G", "Wat is uw geslacht?"),
                Asked("LFT", "N", "Hoe oud bent u?"),
                Asked("NAAM", "S", "Wat is uw naam?"),
                Asked("START", "D", "Wanneer begon u?"),
                Asked("TWEE", "Y", "Heeft u een tweede baan?"),
                Asked("PLEK", "M", "Waar werkt u?", items("Thuis", "Op kantoor"), other=True),
                Asked("ORDE", "R", "Wat is belangrijk?", {}, codes(("Loon", "Rust"), "A")),
                Asked("BETER", "U", "Wat kan beter?"),
                Asked(
                    "TEVR",
                    "L",
                    "Hoe tevreden bent u over uw werkplek?",
                    {},
                    codes(SATISFIED_NL, "A"),
                ),
            ],
        },
        version=3,
    )


# Qualtrics


def qsf(file: Path, title: str, language: str, blocks: Mapping[str, Sequence[dict]]) -> Path:
    """A file of Qualtrics; the questions stand in another order than in the blocks."""
    listed, elements = [], []
    number = 0
    for name, questions in blocks.items():
        own = []
        for question in questions:
            number += 1
            key = f"QID{number}"
            own += [{"Type": "Question", "QuestionID": key}, {"Type": "Page Break"}]
            payload = {
                "QuestionID": key,
                "QuestionText": f"<div>{question.pop('text')}</div>",
                **question,
            }
            elements.insert(0, {"Element": "SQ", "PrimaryAttribute": key, "Payload": payload})
        kind = "Trash" if name.startswith("Trash") else "Standard"
        listed.append({"Type": kind, "Description": name, "BlockElements": own})
    blocks_ = {"Element": "BL", "PrimaryAttribute": "Survey Blocks", "Payload": listed}
    other = {"Element": "FL", "PrimaryAttribute": "Survey Flow", "Payload": {"Flow": []}}
    entry = {"SurveyName": title, "SurveyLanguage": language, "CreatorID": "UR_1"}
    whole = {"SurveyEntry": entry, "SurveyElements": [blocks_, other, *elements]}
    file.write_text(json.dumps(whole), encoding="utf-8")
    return file


def _choices(texts: Sequence[str]) -> dict[str, dict[str, str]]:
    return {str(i): {"Display": text} for i, text in enumerate(texts, start=1)}


def _matrix(
    tag: str,
    text: str,
    statements: Sequence[str],
    answers: Sequence[str],
    recoded: Mapping[str, str] = {},
) -> dict:
    return {
        "text": text,
        "DataExportTag": tag,
        "QuestionType": "Matrix",
        "Selector": "Likert",
        "SubSelector": "SingleAnswer",
        "Choices": _choices(statements),
        "ChoiceOrder": [*range(1, len(statements) + 1)],
        "Answers": _choices(answers),
        "AnswerOrder": [*range(1, len(answers) + 1)],
        "ChoiceDataExportTags": False,
        "RecodeValues": dict(recoded) or None,
    }


def _mc(tag: str, text: str, options: Sequence[str] = (), selector: str = "SAVR") -> dict:
    own = {"text": text, "DataExportTag": tag, "QuestionType": "MC", "Selector": selector}
    return {**own, "Choices": _choices(options), "ChoiceOrder": [*range(1, len(options) + 1)]}


def qsf_nl(folder: Path) -> Path:
    """The structure behind the export `qualtrics_nl`, whose answers are numbers without words.

    The most favourable answer stands first, but has the highest recode value.
    """
    recoded = {str(i): str(6 - i) for i in range(1, 6)}
    joy = ("Ik werk met plezier.", "Mijn werk is afwisselend.", "Ik leer veel.")
    load = ("Ik kan het werk aan.", "Ik heb invloed op mijn planning.")
    return qsf(
        folder / "Gemeente.qsf",
        "Onderzoek gemeente",
        "NL",
        {
            "Mijn werk": [_matrix("Q10", "Bent u het eens?", joy, AGREE_NL, recoded)],
            "Mijn tijd": [_matrix("Q11", "Bent u het eens?", load, AGREE_NL, recoded)],
            "Slot": [
                {
                    "text": "Nog een vraag.",
                    "DataExportTag": "Q9",
                    "QuestionType": "DB",
                    "Selector": "TB",
                    "Choices": [],
                },
                _mc("Q12", "Zou u de gemeente aanbevelen als werkgever?", (), "NPS"),
            ],
            "Trash / Unused Questions": [_mc("Q2", "Klik om te typen", ("Keuze 1", "Keuze 2"))],
        },
    )


def qsf_en(folder: Path) -> Path:
    """A structure with several answers, a text beside an option, and blocks without a name."""
    several = _mc(
        "Q5", "What would help you?", ("More training", "A chair, or desk", "Other:"), "MAVR"
    )
    several["Choices"]["3"]["TextEntry"] = "true"
    several["ChoiceOrder"] = ["2", "1", "3"]
    agree = ("Strongly agree", "Agree", "Disagree", "Strongly disagree")
    role = ("I know what is expected.", "I can use my strengths.")
    return qsf(
        folder / "Employee_Survey.qsf",
        "Employee survey",
        "EN-GB",
        {
            "Default Question Block": [
                _mc("Q1", "What is your department?", ("North", "South")),
                _matrix("Q2", "Your role", role, agree),
                _matrix("Q3", "Leadership", ("Leaders listen.", "Leaders act."), agree),
            ],
            "Block 2": [
                _mc("Q4", "How likely are you to recommend us?", (), "NPS"),
                several,
                _mc("Q6", "Do you manage people?", ("Yes", "No"), "SAHR"),
                {
                    "text": "Rank these",
                    "DataExportTag": "Q8",
                    "QuestionType": "RO",
                    "Choices": _choices(("Pay", "Rest")),
                },
                {
                    "text": "Anything else?",
                    "DataExportTag": "Q7",
                    "QuestionType": "TE",
                    "Selector": "ESTB",
                },
                {
                    "text": "Timing",
                    "DataExportTag": "T1",
                    "QuestionType": "Timing",
                    "Choices": {"1": {"Display": "First Click"}},
                },
            ],
        },
    )


# XLSForm

AGREE_5 = {str(5 - i): answer for i, answer in enumerate(AGREE_NL)}
SURVEY_NL = [
    ("type", "name", "label::English (en)", "label::Nederlands (nl)", "required"),
    ("start", "start", "", "", ""),
    ("note", "welkom", "Welcome", "Welkom", ""),
    ("begin group", "werk", "Work", "Werk", ""),
    ("select_one eens", "plezier", "I like my work.", "Ik werk met plezier.", "true"),
    ("select_one eens", "energie", "My work gives energy.", "Mijn werk geeft energie.", "true"),
    ("end group", "", "", "", ""),
    ("begin_group", "tijd", "Time", "Tijd", ""),
    ("select_one eens", "rustig", "I have time enough.", "Ik heb tijd genoeg.", ""),
    ("select_one eens", "pauze", "I can take breaks.", "Ik kan pauze nemen.", ""),
    ("end_group", "", "", "", ""),
    ("", "", "", "", ""),
    ("select_one afdeling", "afdeling", "Department", "Afdeling", ""),
    ("select_multiple plek", "plek", "Where do you work?", "Waar werkt u?", ""),
    ("integer", "jaren", "Years of service", "Jaren in dienst", ""),
    ("text", "beter", "What can be better?", "Wat kan beter?", ""),
]
CHOICES_NL = [
    ("list_name", "name", "label::English (en)", "label::Nederlands (nl)"),
    *(("eens", code, f"[{label}]", label) for code, label in AGREE_5.items()),
    ("afdeling", "zorg", "Care", "Zorg"),
    ("afdeling", "beheer", "Operations", "Beheer"),
    ("plek", "thuis", "Home", "Thuis"),
    ("plek", "kantoor", "Office", "Op kantoor"),
]


def xlsform_nl(folder: Path) -> Path:
    """A form in English and Dutch, with groups, a note and a question without a list."""
    file = folder / "formulier.xlsx"
    with xlsxwriter.Workbook(file) as book:
        for name, rows in (
            ("survey", SURVEY_NL),
            ("choices", CHOICES_NL),
            ("settings", [("form_title", "default_language"), ("Werkonderzoek", "nl")]),
        ):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, [value or None for value in row])
    return file


def kobo_nl(folder: Path, *, groups: bool = True) -> Path:
    """Answers to `xlsform_nl` as KoboToolbox exports them: names, and a column for each choice.

    The names of groups stand before them if the user asks for that.
    """
    people = People(80, seed=31)
    agree = [*AGREE_5]
    chosen = people.several(("thuis", "kantoor"), 0.6)
    columns = {
        "start": [f"{t:%Y-%m-%dT%H:%M:%S}" for t in people.times()],
        "werk/plezier": people.likert("werk", agree),
        "werk/energie": people.likert("werk", agree),
        "tijd/rustig": people.likert("tijd", agree),
        "tijd/pauze": people.likert("tijd", agree),
        "afdeling": people.one(("zorg", "beheer")),
        "plek": [" ".join(own) for own in chosen],
        "plek/thuis": [str(int("thuis" in own)) for own in chosen],
        "plek/kantoor": [str(int("kantoor" in own)) for own in chosen],
        "jaren": [str(v) for v in people.numbers(range(1, 41))],
        "beter": people.open(),
        "_id": [str(1000 + i) for i in range(80)],
        "_uuid": [f"{i * 7919:032x}" for i in range(80)],
        "_submission_time": [f"{t:%Y-%m-%dT%H:%M:%S}" for t in people.times()],
        "_validation_status": [""] * 80,
        "_index": [str(i) for i in range(1, 81)],
    }
    if not groups:
        columns = {k.removeprefix("werk/").removeprefix("tijd/"): v for k, v in columns.items()}
    return write_csv(folder / "werkonderzoek.csv", columns, separator=";")


def kobo_without_groups(folder: Path) -> Path:
    """The same answers with only the names of the questions."""
    return kobo_nl(folder, groups=False)
