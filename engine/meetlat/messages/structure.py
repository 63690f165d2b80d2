"""Of the tables themselves: missing, twice, empty."""

from meetlat.messages.message import error

STRUCTURE = {
    "table-missing": error(
        'there is no table (or sheet) called "{value}".',
        'er is geen tabel (of blad) met de naam "{value}".',
        "Add it, with the columns {columns} in its first row.",
        "Voeg die toe, met de kolommen {columns} in de eerste rij.",
        {
            "en": 'Rename "{suggestion}" to "{value}", if that is what it is.',
            "nl": 'Hernoem "{suggestion}" tot "{value}", als dat het is.',
        },
    ),
    "table-twice": error(
        'there is a second table called "{value}", also in {other}.',
        'er is een tweede tabel met de naam "{value}", ook in {other}.',
        "Rename one of the two.",
        "Hernoem een van de twee.",
    ),
    "table-empty": error(
        'the table "{value}" has no rows.',
        'de tabel "{value}" heeft geen rijen.',
        "Fill in at least one row.",
        "Vul ten minste één rij in.",
    ),
    "column-missing": error(
        'the table "{table}" has no column "{value}".',
        'de tabel "{table}" heeft geen kolom "{value}".',
        "Add the column.",
        "Voeg de kolom toe.",
        {
            "en": 'Found "{suggestion}"; rename it to "{value}", if that is what it is.',
            "nl": 'Gevonden: "{suggestion}"; hernoem die tot "{value}", als dat het is.',
        },
    ),
    "column-twice": error(
        'the column "{value}" stands twice in the table "{table}".',
        'de kolom "{value}" staat twee keer in de tabel "{table}".',
        "Rename or delete one of the two.",
        "Hernoem of verwijder een van de twee.",
    ),
    "setting-twice": error(
        'the setting "{value}" stands here for the second time.',
        'de instelling "{value}" staat hier voor de tweede keer.',
        "Delete one of the two rows.",
        "Verwijder een van de twee rijen.",
    ),
}
