"""E-mail addresses, telephone numbers and listed names are masked, in any usual spelling."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetlat.reporting.masking import Mask

SAID = {"email": "mail", "phone": "tel", "name": "naam"}
NAMES = ["Jan de Vries", "Jan", "Zoë", "O'Neill", "J", ""]
mask = Mask(NAMES, SAID)


@pytest.mark.parametrize(
    ("written", "masked"),
    [
        ("mail jan@x.nl of piet.p+a@sub.example.co.uk!", "mail [mail] of [mail]!"),
        ("bel 06-12345678", "bel [tel]"),
        ("bel06 12 34 56 78.", "bel[tel]."),
        ("(030) 123 45 67 of +31 (0)6 1234 5678", "[tel] of [tel]"),
        ("NL91ABNA0417164300", "NL91ABNA[tel]"),
        ("JAN DE  VRIES zei", "[naam] zei"),
        ("Jan's idee, en Zoe's", "[naam] idee, en [naam]"),
        ("o’neill", "[naam]"),
        (unicodedata.normalize("NFD", "zoë"), "[naam]"),
    ],
)
def test_what_identifies_a_person_is_masked(written, masked):
    assert mask(written) == masked


@pytest.mark.parametrize(
    "written",
    ["Januari, jantje, Spanjan", "in 2024 en 2025-01-31", "10.000 euro", "a @ b", "J. zei"],
)
def test_other_words_and_numbers_stay(written):
    assert mask(written) == written


pieces = st.sampled_from(
    ["jan@x.nl", "0612345678", "+31 6 12345678", "Jan", "ZOË", "de baas", "goed!", "\n", "é", "12"]
)


@given(st.lists(pieces, min_size=1, max_size=8))
def test_nothing_that_is_masked_remains_and_the_rest_does(found):
    masked = mask(" ".join(found))
    assert "@" not in masked
    assert not re.search(r"\d{9}", re.sub(r"\W", "", masked.replace("12", "")))
    plain = unicodedata.normalize("NFD", masked).casefold()
    assert not re.search(r"\b(jan|zoe)\b", re.sub("[\u0300-\u036f]", "", plain))
    assert masked.count("de baas") == found.count("de baas")
    assert masked.count("goed!") == found.count("goed!")
