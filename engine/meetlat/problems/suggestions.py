"""Suggestions: the name that the user probably meant by a misspelt or Dutch name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from meetlat.problems.text import fold, nearest

DUTCH: Mapping[str, str] = {
    # tables
    "survey": "onderzoek enquête enquete vragenlijst instellingen settings",
    "themes": "themas thema's themata thema",
    "questions": "vragen vraag vragenlijst items stellingen",
    "scales": "schalen schaal antwoordschalen",
    "comparisons": "vergelijkingen vergelijking vergelijk benchmarks",
    "segments": "segmenten groepen indelingen uitsplitsingen",
    "population": "populatie bevolking personeel medewerkersaantallen personeelsaantallen",
    "metrics": "maten maatstaven metrieken kengetallen",
    # columns
    "setting": "instelling",
    "value": "waarde cijfer getal",
    "theme": "thema",
    "name": "naam",
    "description": "omschrijving beschrijving",
    "rule": "regel rekenregel",
    "question": "vraag item code vraagcode",
    "column": "kolom",
    "text": "tekst vraagtekst stelling",
    "metric": "maat maatstaf",
    "scale": "schaal",
    "reverse": "omgekeerd omkeren gespiegeld ompolen omgepoold",
    "weight": "gewicht weging",
    "answer": "antwoord",
    "label": "etiket antwoordtekst",
    "score": "punten waardering",
    "comparison": "vergelijking",
    "subject": "onderwerp",
    "segment": "indeling groep",
    "parent": "bovenliggend bovenliggende ouder valt_onder",
    "on": "aan",
    "parameters": "instellingen",
    "n": "aantal aantal_respondenten",
    "sd": "standaarddeviatie standaardafwijking spreiding",
    # settings
    "title": "titel",
    "organisation": "organisatie organization",
    "language": "taal",
    "fieldwork_start": "begindatum startdatum begin start van",
    "fieldwork_end": "einddatum eind einde tot",
    "invited": "uitgenodigd genodigden uitgenodigden aantal aantal_uitgenodigden",
    "responses": "antwoorden respons responsen data",
    "smallest_group": "kleinste_groep ondergrens minimum",
    "withhold_unanimous": "eensgezinde_achterhouden eensgezind_weglaten eensgezind",
    "group": "groep",
    "remarkable_difference": "opvallend_verschil opmerkelijk_verschil drempel drempelwaarde",
    "mark_differences": "markeer_verschillen verschillen_markeren markering",
    "weights": "weging wegen gewichten weeg_op",
    "largest_weight": "hoogste_gewicht grootste_gewicht maximaal_gewicht",
    # values
    "remarkable": "opvallend opmerkelijk",
    "both": "beide allebei",
    "either": "een_van_beide",
    "nl": "nederlands dutch nld ned",
    "en": "engels english eng",
}
"""What HR may write for the names of Meetlat, which are English; many are no near misses."""


def meant(name: str, written: Sequence[str], cutoff: float = 0.7) -> str | None:
    """The name in `written` that stands for `name`: a Dutch word for it, or a similar name."""
    dutch = DUTCH.get(fold(name), "").split()
    by_folded = {_word(other): other for other in reversed(written)}
    own = next((by_folded[word] for word in dutch if word in by_folded), None)
    return own or nearest(name, written, cutoff)


def known_as(written: str, names: Iterable[str], cutoff: float = 0.7) -> str | None:
    """The name in `names` that the user meant: by a Dutch word for it, or a similar name."""
    names, word = list(names), _word(written)
    own = next((name for name in names if word in DUTCH.get(fold(name), "").split()), None)
    return own or nearest(written, names, cutoff)


def _word(name: str) -> str:
    """A name in the form of the Dutch words above, without its language (`text::nl`)."""
    return fold(name).partition("::")[0].replace(" ", "_")


def spelling(name: str) -> str:
    """A name without differences that readers ignore: case, blanks and Unicode forms."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def is_a_slip(name: str, known: Sequence[str]) -> bool:
    """Whether it is similar to a known name, and not another number (`work_1`, `work_2`)."""
    near = nearest(name, known)
    return near is not None and not are_of_a_row(near, name)


def are_of_a_row(one: str, other: str) -> bool:
    """Whether two names differ only in their digits."""
    return _letters(one) == _letters(other)


def _letters(name: str) -> str:
    return "".join(c for c in spelling(name) if not c.isdigit())
