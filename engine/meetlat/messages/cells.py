"""Of one cell by itself: its type, a blank, a rule of its column."""

from meetlat.messages.message import error

CELLS = {
    "cell-error": error(
        "the formula gives {value}.",
        "de formule geeft {value}.",
        "Mend the formula, or type the value.",
        "Herstel de formule, of typ de waarde.",
    ),
    "not-a-number": error(
        '"{value}" in the column "{column}" is not a number.',
        '"{value}" in de kolom "{column}" is geen getal.',
        "Type the number again, as a number; the cell may be formatted as text.",
        "Typ het getal opnieuw, als getal; misschien is de cel opgemaakt als tekst.",
    ),
    "not-a-whole-number": error(
        '"{value}" for "{column}" is not a whole number.',
        '"{value}" bij "{column}" is geen geheel getal.',
        "Type a whole number, such as {example}.",
        "Typ een geheel getal, zoals {example}.",
    ),
    "not-yes-or-no": error(
        '"{value}" in the column "{column}" is neither yes nor no.',
        '"{value}" in de kolom "{column}" is geen ja en geen nee.',
        "Type yes or no, or leave the cell blank.",
        "Typ ja of nee, of laat de cel leeg.",
    ),
    "not-a-date": error(
        '"{value}" for "{column}" is not a date.',
        '"{value}" bij "{column}" is geen datum.',
        "Type the date again, as a date.",
        "Typ de datum opnieuw, als datum.",
    ),
    "blank": error(
        'the column "{column}" is blank here, and it may not be.',
        'de kolom "{column}" is hier leeg, en dat mag niet.',
        "Fill it in, or empty the whole row.",
        "Vul de cel in, of maak de hele rij leeg.",
    ),
    "duplicate": error(
        '"{value}" stands already in {first}.',
        '"{value}" staat al in {first}.',
        "Give each its own name, or delete one of the two rows.",
        "Geef ze elk een eigen naam, of verwijder een van de twee rijen.",
    ),
    "not-one-of": error(
        '"{value}" is not a {column} that Meetlat knows.',
        '"{value}" is geen {column} die Meetlat kent.',
        "Choose one of: {allowed}.",
        "Kies een van: {allowed}.",
    ),
    "too-low": error(
        '{value} for "{column}" is too low.',
        '{value} bij "{column}" is te laag.',
        "The least it may be is {minimum}.",
        "Het mag op zijn minst {minimum} zijn.",
    ),
    "rule": error(
        '"{value}" in the column "{column}" breaks the rule: {rule}.',
        '"{value}" in de kolom "{column}" voldoet niet aan de regel: {rule}.',
        "Change the value.",
        "Pas de waarde aan.",
    ),
}
