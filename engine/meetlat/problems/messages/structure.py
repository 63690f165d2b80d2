"""Of the tables themselves: missing, twice, empty, merged, hidden."""

from meetlat.problems.messages.message import error, remark

STRUCTURE = {
    "table-missing": error(
        'there is no table (or sheet) called "{value}".',
        'er is geen tabel (of blad) met de naam "{value}".',
        "Add it, with the columns {columns} in its first row.",
        "Voeg die toe, met de kolommen {columns} in de eerste rij.",
        {
            "en": 'Rename "{suggestion}" to "{value}", if that is what it is.',
            "nl": 'Geef "{suggestion}" de naam "{value}", als dat die tabel is.',
        },
    ),
    "table-misnamed": remark(
        'there is no table (or sheet) called "{value}", but there is one called "{suggestion}",'
        " which is not read.",
        'er is geen tabel (of blad) met de naam "{value}", maar wel een met de naam'
        ' "{suggestion}"; die wordt niet gelezen.',
        'Call it "{value}", if that is what it is.',
        'Geef die de naam "{value}", als dat die tabel is.',
        {
            "en": 'Call it "{value}", if that is what it is.',
            "nl": 'Geef die de naam "{value}", als dat die tabel is.',
        },
    ),
    "table-copied": remark(
        '"{value}" looks like a copy of "{table}", and is not read.',
        '"{value}" lijkt een kopie van "{table}", en wordt niet gelezen.',
        'Make your changes in "{table}", and delete or rename the copy.',
        'Maak uw wijzigingen in "{table}", en verwijder of hernoem de kopie.',
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
        "Vul minstens één rij in.",
    ),
    "column-missing": error(
        'the table "{table}" has no column "{value}".',
        'de tabel "{table}" heeft geen kolom "{value}".',
        "Add the column.",
        "Voeg de kolom toe.",
        {
            "en": 'Found "{suggestion}"; rename it to "{value}", if that is what it is.',
            "nl": 'Er is wel "{suggestion}"; geef die de naam "{value}", als dat die kolom is.',
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
    "merged-cells": error(
        "the cells {value} are merged, so only the first of them holds a value.",
        "de cellen {value} zijn samengevoegd; alleen de eerste heeft dan een waarde.",
        "Unmerge them, and fill in each cell.",
        "Hef de samenvoeging op en vul elke cel in.",
    ),
    "rows-below": remark(
        "row {row} stands directly below the table {table} and is no part of it, so it is not used"
        " (such rows: {value}).",
        "rij {row} staat direct onder de tabel {table} en hoort er niet bij, en wordt dus niet"
        " gebruikt (zulke rijen: {value}).",
        "Drag the corner at the bottom right of the table over it (in LibreOffice: Data, Define"
        " Range), or leave a row blank above a note.",
        "Trek de hoek rechtsonder van de tabel over die rij heen (in LibreOffice: Gegevens, Bereik"
        " definiëren), of laat boven een aantekening een rij leeg.",
    ),
    "rows-hidden": remark(
        "rows of this table are hidden or filtered out ({value}); they count all the same.",
        "rijen van deze tabel zijn verborgen of weggefilterd ({value}); ze tellen gewoon mee.",
        "Clear the filter to see them; delete rows that should not count.",
        "Wis het filter om ze te zien; verwijder rijen die niet moeten meetellen.",
    ),
}
