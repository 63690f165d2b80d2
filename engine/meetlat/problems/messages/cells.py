"""Of one cell by itself: its type, a blank, a rule of its column."""

from meetlat.problems.messages.message import error, remark

CELLS = {
    "cell-error": error(
        "the formula gives {value}.",
        "de formule geeft {value}.",
        "Mend the formula, or type the value.",
        "Herstel de formule, of typ de waarde.",
    ),
    "formula-uncomputed": error(
        "this table has formulas that no program has computed yet, so their values are unknown"
        " (the first is here; {count} in all).",
        "deze tabel heeft formules die nog geen enkel programma heeft berekend; de waarden zijn"
        " dus onbekend (de eerste staat hier; {count} in totaal).",
        "Open the workbook in Excel and save it, or type the values.",
        "Open de werkmap in Excel en sla die op, of typ de waarden.",
    ),
    "not-a-number": error(
        '"{value}" for "{column}" is not a number.',
        '"{value}" bij "{column}" is geen getal.',
        "Type a number, or leave the cell blank.",
        "Typ een getal, of laat de cel leeg.",
    ),
    "number-as-text": error(
        '"{value}" for "{column}" looks like a number, but is text.',
        '"{value}" bij "{column}" lijkt een getal, maar is tekst.',
        "Format the cell as a number, and type it again.",
        "Maak de cel op als getal en typ het opnieuw.",
    ),
    "decimal-comma": error(
        '"{value}" for "{column}" looks like a number, but is text.',
        '"{value}" bij "{column}" lijkt een getal, maar is tekst.',
        "Format the cell as a number, and type it again. If it is still text then, your Excel wants"
        " a point: {point}.",
        "Maak de cel op als getal en typ het opnieuw. Is het dan nog tekst, dan wil uw Excel een"
        " punt: {point}.",
    ),
    "thousands": error(
        '"{value}" for "{column}" has a sign between the thousands, so it may mean another number.',
        '"{value}" bij "{column}" heeft een teken tussen de duizendtallen, en kan dus een ander'
        " getal betekenen.",
        "Type it without that sign: {plain}.",
        "Typ het zonder dat teken: {plain}.",
    ),
    "percentage-as-text": error(
        '"{value}" for "{column}" is a percentage typed as text.',
        '"{value}" bij "{column}" is een percentage dat als tekst is getypt.',
        "Format the cell as a number, and type {number}.",
        "Maak de cel op als getal en typ {number}.",
    ),
    "number-as-date": error(
        'there is a date for "{column}" ({value}) where a number belongs.',
        'bij "{column}" staat een datum ({value}) waar een getal hoort.',
        "Format the cell as a number, and type the number again.",
        "Maak de cel op als getal en typ het getal opnieuw.",
    ),
    "not-a-whole-number": error(
        '"{value}" for "{column}" is not a whole number.',
        '"{value}" bij "{column}" is geen heel getal.',
        "Type a whole number, such as 12.",
        "Typ een heel getal, zoals 12.",
    ),
    "not-yes-or-no": error(
        '"{value}" for "{column}" is neither yes nor no.',
        '"{value}" bij "{column}" is geen ja en geen nee.',
        "Type yes or no, or leave the cell blank.",
        "Typ ja of nee, of laat de cel leeg.",
    ),
    "not-a-date": error(
        '"{value}" for "{column}" is not a date.',
        '"{value}" bij "{column}" is geen datum.',
        "Type a day, month and year, as your Excel writes dates.",
        "Typ een dag, maand en jaar, zoals uw Excel datums schrijft.",
    ),
    "date-as-text": error(
        '"{value}" for "{column}" looks like a date, but is text.',
        '"{value}" bij "{column}" lijkt een datum, maar is tekst.',
        "Format the cell as a date, and type it again.",
        "Maak de cel op als datum en typ het opnieuw.",
    ),
    "date-as-number": error(
        '{value} for "{column}" is a number; Excel keeps dates so, but does not show it as one.',
        '{value} bij "{column}" is een getal; zo bewaart Excel datums, maar het is niet als datum'
        " te lezen.",
        "Format the cell as a date, and see whether it is the right one.",
        "Maak de cel op als datum en kijk of het de goede is.",
    ),
    "no-such-day": error(
        '"{value}" for "{column}" is a day that does not exist.',
        '"{value}" bij "{column}" is een dag die niet bestaat.',
        "Type a day that does, as a date.",
        "Typ een dag die wel bestaat, als datum.",
    ),
    "blank": error(
        'the column "{column}" is blank here, and it may not be.',
        'de kolom "{column}" is hier leeg, en dat mag niet.',
        "Fill it in, or empty the whole row.",
        "Vul de cel in, of maak de hele rij leeg.",
    ),
    "duplicate": error(
        '"{value}" stands in {first} already.',
        '"{value}" staat ook al in {first}.',
        "Give each its own name, or delete one of the two rows.",
        "Geef ze elk een eigen naam, of verwijder een van de twee rijen.",
    ),
    "not-one-of": error(
        'the setting {column} does not know "{value}".',
        'de instelling {column} kent "{value}" niet.',
        "Choose one of: {allowed}.",
        "Kies een van: {allowed}.",
        {
            "en": 'Did you mean "{suggestion}"? Choose one of: {allowed}.',
            "nl": 'Bedoelt u "{suggestion}"? Kies een van: {allowed}.',
        },
    ),
    "too-low": error(
        '{value} for "{column}" is too low.',
        '{value} bij "{column}" is te laag.',
        "Type {minimum} or more.",
        "Typ {minimum} of meer.",
    ),
    "odd-threshold": remark(
        'with {value} for "remarkable_difference" nearly every difference stands out, or none: it'
        " is meant on a range of ten points.",
        'met {value} bij "remarkable_difference" valt bijna elk verschil op, of geen enkel: het'
        " geldt op een bereik van tien punten.",
        "Type 0.3 for 3 % of every range (6 points of eNPS, 3 percentage points of a share).",
        "Typ 0,3 voor 3 % van elk bereik (6 punten eNPS, 3 procentpunten van een aandeel).",
    ),
    "not-a-colour": error(
        '"{value}" for "accent" is not a colour.',
        '"{value}" bij "accent" is geen kleur.',
        "Type # and six digits or letters A to F, such as #00637C (Excel: More Colors, Custom,"
        " Hex).",
        "Typ # en zes cijfers of letters A t/m F, zoals #00637C (Excel: Meer kleuren, Aangepast,"
        " Hex).",
    ),
    "rule": error(
        '"{value}" in the column "{column}" breaks the rule: {rule}.',
        '"{value}" in de kolom "{column}" voldoet niet aan de regel: {rule}.',
        "Change the value.",
        "Pas de waarde aan.",
    ),
}
