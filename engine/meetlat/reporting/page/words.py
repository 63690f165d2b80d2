"""The words of the page around the figures, in each language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from meetlat.languages import Language

WORDS: Mapping[Language, Mapping[str, str]] = {
    "nl": {
        "everyone": "iedereen",
        "group_shown": "Getoonde groep",
        "fieldwork": "Onderzoeksperiode",
        "until": "t/m",
        "contents": "Inhoud",
        "at_a_glance": "In één oogopslag",
        "response": "Respons",
        "respondents": "respondenten",
        "of": "van",
        "people": "medewerkers",
        "highest": "Hoogste thema",
        "lowest": "Laagste thema",
        "changes": "Grootste verschillen met",
        "no_change": "Geen verschil van 0,1 of meer.",
        "three_most": "Van elke vergelijking de drie thema’s met het grootste verschil, vóór"
        " afronding.",
        "higher": "Hoger is altijd gunstiger. Een hoger cijfer voor ‘{theme}’ betekent dat het"
        " daarmee beter gaat.",
        "turned": "(omgekeerd)",
        "turned_means": "Een volle staaf is het hoogst mogelijke cijfer. (omgekeerd): een negatief"
        " gestelde vraag, omgekeerd gescoord. Ook daar is hoger gunstiger.",
        "ranked": "Van hoog naar laag; de tabel eronder heeft de volgorde van de vragenlijst.",
        "sign ▲": "het huidige cijfer is hoger",
        "sign ▼": "het huidige cijfer is lager",
        "marks": "▲ hoger of ▼ lager dan het cijfer waar het bij staat: het verschil is {why}.",
        "marked significant": "meer dan toeval",
        "marked remarkable": "groot genoeg om op te vallen",
        "marked both": "meer dan toeval, en groot genoeg om op te vallen",
        "marked either": "meer dan toeval, of groot genoeg om op te vallen",
        "themes": "Thema’s",
        "theme": "Thema",
        "question": "Vraag",
        "questions": "Vragen",
        "other_questions": "Overige vragen",
        "answer": "Antwoord",
        "answers": "Antwoorden",
        "number": "Aantal",
        "current": "Huidig",
        "share": "Aandeel",
        "score": "Score",
        "bar": "Staaf",
        "promoters": "Promotors",
        "passives": "Neutralen",
        "detractors": "Criticasters",
        "margin": "Onzekerheidsmarge van 95%",
        "to": "tot",
        "themes_alt": "Staafdiagram van de themascores; de cijfers staan in de tabel eronder.",
        "enps": "eNPS",
        "enps_alt": "Gestapelde staaf van criticasters, neutralen en promotors; de cijfers staan"
        " in de tabel eronder.",
        "distribution_alt": "Staafdiagram van de antwoorden; de cijfers staan in de tabel eronder.",
        "distributions": "Verdelingen en onderwerpen",
        "multiple": "Meer antwoorden mogelijk, dus samen kan het meer dan 100% zijn.",
        "groups": "Groepen",
        "group": "Groep",
        "size": "Mensen",
        "withheld": "Niet getoond",
        "legend_groups": "Blauw: hoger dan de hele organisatie, oranje: lager. Gearceerd: niet"
        " getoond, zodat niemand herkenbaar is.",
        "one_of_many": "Een van {count} groepen; alleen deze groep staat hier.",
        "further": "Verdere cijfers",
        "method": "Verantwoording",
        "figures_of": "Cijfers van",
        "no_figure": "geen cijfer",
        "trace": "Berekend op {recalculated} met Meetlat {meetlat}. Kenmerk van de catalogus:"
        " {catalogue}; van de antwoorden: {responses}.",
    },
    "en": {
        "everyone": "everyone",
        "group_shown": "Group shown",
        "fieldwork": "Fieldwork",
        "until": "to",
        "contents": "Contents",
        "at_a_glance": "At a glance",
        "response": "Response",
        "respondents": "respondents",
        "of": "of",
        "people": "employees",
        "highest": "Highest theme",
        "lowest": "Lowest theme",
        "changes": "Largest differences from",
        "no_change": "No difference of 0.1 or more.",
        "three_most": "Of each comparison the three themes with the largest difference, before"
        " rounding.",
        "higher": "Higher is always better. A higher score on ‘{theme}’ means that things are"
        " better there.",
        "turned": "(reversed)",
        "turned_means": "A full bar is the highest possible score. (reversed): a question that is"
        " worded negatively, and scored in reverse. There too, higher is better.",
        "ranked": "From high to low; the table below has the order of the questionnaire.",
        "sign ▲": "the current figure is higher",
        "sign ▼": "the current figure is lower",
        "marks": "▲ higher or ▼ lower than the figure it stands by: the difference is {why}.",
        "marked significant": "more than chance",
        "marked remarkable": "large enough to notice",
        "marked both": "more than chance, and large enough to notice",
        "marked either": "more than chance, or large enough to notice",
        "themes": "Themes",
        "theme": "Theme",
        "question": "Question",
        "questions": "Questions",
        "other_questions": "Other questions",
        "answer": "Answer",
        "answers": "Answers",
        "number": "Number",
        "current": "Current",
        "share": "Share",
        "score": "Score",
        "bar": "Bar",
        "promoters": "Promoters",
        "passives": "Passives",
        "detractors": "Detractors",
        "margin": "95% margin of uncertainty",
        "to": "to",
        "themes_alt": "Bar chart of the theme scores; the figures stand in the table below.",
        "enps": "eNPS",
        "enps_alt": "Stacked bar of detractors, passives and promoters; the figures stand in the"
        " table below.",
        "distribution_alt": "Bar chart of the answers; the figures stand in the table below.",
        "distributions": "Distributions and topics",
        "multiple": "Several answers allowed, so together they may exceed 100%.",
        "groups": "Groups",
        "group": "Group",
        "size": "People",
        "withheld": "Not shown",
        "legend_groups": "Blue: higher than the whole organisation, orange: lower. Hatched: not"
        " shown, so that nobody can be recognised.",
        "one_of_many": "One of {count} groups; only this group is shown here.",
        "further": "Further figures",
        "method": "Method",
        "figures_of": "Figures of",
        "no_figure": "no figure",
        "trace": "Computed on {recalculated} by Meetlat {meetlat}. Fingerprint of the catalogue:"
        " {catalogue}; of the responses: {responses}.",
    },
}

MONTHS: Mapping[Language, str] = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}


def day(date: dt.date, language: Language) -> str:
    """`10 maart 2025`, whatever the locale of the machine."""
    return f"{date.day} {MONTHS[language].split()[date.month - 1]} {date.year}"
