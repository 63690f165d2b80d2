"""What Meetlat says when something is wrong: every message, in English and in Dutch.

Sentences name the value and the rule in plain words; remedies say what to do. They begin in
lower case, because a place (`Questions!D7: `) stands before them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "nl"]
Words = Mapping[Language, str]

DID_YOU_MEAN: Words = {
    "en": 'Did you mean "{suggestion}"?',
    "nl": 'Bedoelt u "{suggestion}"?',
}


@dataclass(frozen=True)
class Message:
    """The words of one code; `suggest` replaces the remedy where a near miss is known."""

    severity: Literal["error", "remark"]
    problem: Words
    remedy: Words
    suggest: Words


def _error(en: str, nl: str, remedy_en: str, remedy_nl: str, suggest: Words = DID_YOU_MEAN):
    return Message("error", {"en": en, "nl": nl}, {"en": remedy_en, "nl": remedy_nl}, suggest)


def _remark(en: str, nl: str, remedy_en: str, remedy_nl: str, suggest: Words = DID_YOU_MEAN):
    return Message("remark", {"en": en, "nl": nl}, {"en": remedy_en, "nl": remedy_nl}, suggest)


STRUCTURE = {
    "table-missing": _error(
        'there is no table (or sheet) called "{value}".',
        'er is geen tabel (of blad) met de naam "{value}".',
        "Add it, with the columns {columns} in its first row.",
        "Voeg die toe, met de kolommen {columns} in de eerste rij.",
        {
            "en": 'Rename "{suggestion}" to "{value}", if that is what it is.',
            "nl": 'Hernoem "{suggestion}" tot "{value}", als dat het is.',
        },
    ),
    "table-twice": _error(
        'there is a second table called "{value}", also in {other}.',
        'er is een tweede tabel met de naam "{value}", ook in {other}.',
        "Rename one of the two.",
        "Hernoem een van de twee.",
    ),
    "table-empty": _error(
        'the table "{value}" has no rows.',
        'de tabel "{value}" heeft geen rijen.',
        "Fill in at least one row.",
        "Vul ten minste één rij in.",
    ),
    "column-missing": _error(
        'the table "{table}" has no column "{value}".',
        'de tabel "{table}" heeft geen kolom "{value}".',
        "Add the column.",
        "Voeg de kolom toe.",
        {
            "en": 'Found "{suggestion}"; rename it to "{value}", if that is what it is.',
            "nl": 'Gevonden: "{suggestion}"; hernoem die tot "{value}", als dat het is.',
        },
    ),
    "column-twice": _error(
        'the column "{value}" stands twice in the table "{table}".',
        'de kolom "{value}" staat twee keer in de tabel "{table}".',
        "Rename or delete one of the two.",
        "Hernoem of verwijder een van de twee.",
    ),
    "setting-twice": _error(
        'the setting "{value}" stands here for the second time.',
        'de instelling "{value}" staat hier voor de tweede keer.',
        "Delete one of the two rows.",
        "Verwijder een van de twee rijen.",
    ),
}

CELLS = {
    "cell-error": _error(
        "the formula gives {value}.",
        "de formule geeft {value}.",
        "Mend the formula, or type the value.",
        "Herstel de formule, of typ de waarde.",
    ),
    "not-a-number": _error(
        '"{value}" in the column "{column}" is not a number.',
        '"{value}" in de kolom "{column}" is geen getal.',
        "Type the number again, as a number; the cell may be formatted as text.",
        "Typ het getal opnieuw, als getal; misschien is de cel opgemaakt als tekst.",
    ),
    "not-a-whole-number": _error(
        '"{value}" for "{column}" is not a whole number.',
        '"{value}" bij "{column}" is geen geheel getal.',
        "Type a whole number, such as {example}.",
        "Typ een geheel getal, zoals {example}.",
    ),
    "not-yes-or-no": _error(
        '"{value}" in the column "{column}" is neither yes nor no.',
        '"{value}" in de kolom "{column}" is geen ja en geen nee.',
        "Type yes or no, or leave the cell blank.",
        "Typ ja of nee, of laat de cel leeg.",
    ),
    "not-a-date": _error(
        '"{value}" for "{column}" is not a date.',
        '"{value}" bij "{column}" is geen datum.',
        "Type the date again, as a date.",
        "Typ de datum opnieuw, als datum.",
    ),
    "blank": _error(
        'the column "{column}" is blank here, and it may not be.',
        'de kolom "{column}" is hier leeg, en dat mag niet.',
        "Fill it in, or empty the whole row.",
        "Vul de cel in, of maak de hele rij leeg.",
    ),
    "duplicate": _error(
        '"{value}" stands already in {first}.',
        '"{value}" staat al in {first}.',
        "Give each its own name, or delete one of the two rows.",
        "Geef ze elk een eigen naam, of verwijder een van de twee rijen.",
    ),
    "not-one-of": _error(
        '"{value}" is not a {column} that Meetlat knows.',
        '"{value}" is geen {column} die Meetlat kent.',
        "Choose one of: {allowed}.",
        "Kies een van: {allowed}.",
    ),
    "too-low": _error(
        '{value} for "{column}" is too low.',
        '{value} bij "{column}" is te laag.',
        "The least it may be is {minimum}.",
        "Het mag op zijn minst {minimum} zijn.",
    ),
    "rule": _error(
        '"{value}" in the column "{column}" breaks the rule: {rule}.',
        '"{value}" in de kolom "{column}" voldoet niet aan de regel: {rule}.',
        "Change the value.",
        "Pas de waarde aan.",
    ),
}

REFERENCES = {
    "unknown-setting": _remark(
        'no setting is called "{value}".',
        'er is geen instelling met de naam "{value}".',
        "The row is left alone. Settings are: {known}.",
        "De rij blijft buiten beschouwing. Instellingen zijn: {known}.",
    ),
    "setting-missing": _error(
        'the setting "{value}" is missing or blank.',
        'de instelling "{value}" ontbreekt of is leeg.',
        "Fill it in on the sheet Survey.",
        "Vul die in op het blad Survey.",
    ),
    "unknown-theme": _error(
        'the theme "{value}" is not in Themes.',
        'het thema "{value}" staat niet in Themes.',
        "Add it to Themes, or choose one of: {known}.",
        "Voeg het toe aan Themes, of kies een van: {known}.",
    ),
    "unknown-scale": _error(
        'the scale "{value}" is not in Scales.',
        'de schaal "{value}" staat niet in Scales.',
        "Add its answers to Scales, or choose one of: {known}.",
        "Voeg de antwoorden toe aan Scales, of kies een van: {known}.",
    ),
    "unknown-metric": _error(
        'no metric is called "{value}".',
        'er is geen maat (metric) met de naam "{value}".',
        "Installed: {known}.",
        "Geïnstalleerd: {known}.",
        {
            "en": 'Did you mean "{suggestion}"? Installed: {known}.',
            "nl": 'Bedoelt u "{suggestion}"? Geïnstalleerd: {known}.',
        },
    ),
    "unknown-question": _error(
        'the question "{value}" is not in Questions.',
        'de vraag "{value}" staat niet in Questions.',
        "Name questions as in the column question, with commas between them.",
        "Noem vragen zoals in de kolom question, met komma's ertussen.",
    ),
    "unknown-parent": _error(
        'the parent "{value}" is not a segment of this table.',
        'de bovenliggende indeling "{value}" is geen segment in deze tabel.',
        "Choose one of: {known}.",
        "Kies een van: {known}.",
    ),
    "parent-cycle": _error(
        'the segment "{value}" is its own parent, directly or through others.',
        'het segment "{value}" ligt boven zichzelf, direct of via andere.',
        "Leave the parent of the topmost segment blank.",
        "Laat parent van het bovenste segment leeg.",
    ),
    "unknown-subject": _error(
        'there is no question, theme or measure called "{value}".',
        'er is geen vraag, thema of kengetal met de naam "{value}".',
        "Use a name from Questions, Themes or Summary.",
        "Gebruik een naam uit Questions, Themes of Summary.",
    ),
    "unknown-answer": _error(
        'the scale "{scale}" has no answer "{value}".',
        'de schaal "{scale}" heeft geen antwoord "{value}".',
        "Choose one of: {known}.",
        "Kies een van: {known}.",
    ),
    "ambiguous-subject": _error(
        '"{value}" may mean that of {first} or that of {second}.',
        '"{value}" kan die van {first} betekenen of die van {second}.',
        "Give one of the two another name.",
        "Geef een van de twee een andere naam.",
    ),
    "comparison-twice": _error(
        '"{value}" is the answer "{answer}", which has a figure already in {first}.',
        '"{value}" is het antwoord "{answer}", dat al een cijfer heeft in {first}.',
        "Delete one of the two rows.",
        "Verwijder een van de twee rijen.",
    ),
    "answers-alike": _error(
        '"{value}" reads as the same answer as {first}, so an answer of respondents may be either.',
        '"{value}" leest als hetzelfde antwoord als {first}, dus een antwoord kan beide betekenen.',
        "Give each answer of a scale its own code and label.",
        "Geef elk antwoord van een schaal een eigen code en label.",
    ),
    "labels-alike": _remark(
        '"{value}" is the label of another answer too, in {first}.',
        '"{value}" is ook het label van een ander antwoord, in {first}.',
        "Where the responses hold labels, all are counted as the first of the two.",
        "Waar de antwoorden labels bevatten, tellen ze alle als de eerste van de twee.",
    ),
    "heading-taken": _error(
        '"{value}" would head a column of results, and another one is called so ({other}).',
        '"{value}" zou een kolomkop bij de resultaten zijn, en er is er al een ({other}).',
        "Choose another name.",
        "Kies een andere naam.",
    ),
    "heading-long": _error(
        '"{value}" would head a column of results, and is too long for that.',
        '"{value}" zou een kolomkop bij de resultaten zijn, en is daarvoor te lang.',
        "Shorten it to {most} characters at most.",
        "Kort het in tot hoogstens {most} tekens.",
    ),
    "two-stars": _error(
        'the pattern "{value}" has more than one *.',
        'het patroon "{value}" heeft meer dan één *.',
        "Write it with a single *, which stands for the answer.",
        "Schrijf het met één *, die voor het antwoord staat.",
    ),
    "unknown-group": _error(
        'there is no group "{value}".',
        'er is geen groep "{value}".',
        'Write segment=group, such as "{example}", or leave it blank for everyone.',
        'Schrijf segment=groep, zoals "{example}", of laat het leeg voor iedereen.',
    ),
    "scale-unscored": _error(
        'the metric {metric} needs scores, and the scale "{scale}" has none.',
        'de maat {metric} heeft scores nodig, en de schaal "{scale}" heeft er geen.',
        "Fill in the column score in Scales, or choose the metric distribution.",
        "Vul de kolom score in Scales in, of kies de maat distribution.",
    ),
    "unknown-parameter": _error(
        'the metric {metric} has no parameter "{value}".',
        'de maat {metric} heeft geen parameter "{value}".',
        "It has: {known}.",
        "Wel: {known}.",
    ),
    "bad-parameter": _error(
        '"{value}" will not do for the parameter "{parameter}" of the metric {metric}.',
        '"{value}" past niet bij de parameter "{parameter}" van de maat {metric}.',
        "Write it as {example}, with ; between parameters.",
        "Schrijf het als {example}, met ; tussen parameters.",
    ),
}

RESPONSES = {
    "responses-missing": _error(
        'the responses "{value}" are not there.',
        'de antwoorden "{value}" zijn er niet.',
        "Put the file beside the workbook (looked in {folder}), or name a table in the workbook.",
        "Zet het bestand naast de werkmap (gezocht in {folder}), of noem een tabel in de werkmap.",
    ),
    "responses-unreadable": _error(
        'the responses "{value}" could not be read: {reason}.',
        'de antwoorden "{value}" konden niet worden gelezen: {reason}.',
        "Save them again as .xlsx or .csv (UTF-8), with the column names in the first row.",
        "Sla ze opnieuw op als .xlsx of .csv (UTF-8), met de kolomnamen in de eerste rij.",
    ),
    "responses-kind": _error(
        'the responses "{value}" are a kind of file that Meetlat does not read.',
        'de antwoorden "{value}" zijn een soort bestand dat Meetlat niet leest.',
        "Save them as one of: {known}.",
        "Sla ze op als een van: {known}.",
    ),
    "responses-quotes": _error(
        'the responses "{value}" hold a quotation mark that is nowhere closed.',
        'de antwoorden "{value}" bevatten een aanhalingsteken dat nergens gesloten wordt.',
        "Close or delete it, or save the answers as .xlsx.",
        "Sluit of verwijder het, of sla de antwoorden op als .xlsx.",
    ),
    "responses-ragged": _error(
        'row {row} of the responses "{value}" has more values ({given}) than there are'
        " column names ({names}).",
        'rij {row} van de antwoorden "{value}" heeft meer waarden ({given}) dan er'
        " kolomnamen zijn ({names}).",
        "Put quotes around texts that hold the separator, or save the answers as .xlsx.",
        "Zet aanhalingstekens om teksten met het scheidingsteken, of sla op als .xlsx.",
    ),
    "responses-empty": _error(
        'the responses "{value}" hold no answers.',
        'de antwoorden "{value}" bevatten geen rijen.',
        "Check the setting responses, or export the answers again.",
        "Controleer de instelling responses, of exporteer de antwoorden opnieuw.",
    ),
    "no-such-column": _error(
        'the responses have no column "{value}".',
        'de antwoorden hebben geen kolom "{value}".',
        "Fill in the right column name in {table}, or delete the row.",
        "Vul de juiste kolomnaam in bij {table}, of verwijder de rij.",
    ),
    "not-on-scale": _remark(
        '"{value}" is not an answer of the scale "{scale}" ({times}x for {question}); counted'
        " as missing.",
        '"{value}" is geen antwoord van de schaal "{scale}" ({times}x bij {question}); geteld'
        " als ontbrekend.",
        "Add it to Scales, or correct the responses.",
        "Voeg het toe aan Scales, of verbeter de antwoorden.",
    ),
    "more-not-on-scale": _remark(
        '{value} further texts in the answers to {question} are not on the scale "{scale}"'
        " ({times}x in all); counted as missing.",
        '{value} andere teksten in de antwoorden op {question} staan niet op de schaal "{scale}"'
        " (samen {times}x); geteld als ontbrekend.",
        "Check the column and the scale of {question} in Questions.",
        "Controleer de kolom en de schaal van {question} in Questions.",
    ),
    "more-than-invited": _remark(
        "{respondents} answered, and only {value} were invited.",
        "{respondents} hebben geantwoord, en er zijn er maar {value} uitgenodigd.",
        "Check the setting invited.",
        "Controleer de instelling invited.",
    ),
    "withheld": _remark(
        "{value} people answered, fewer than the smallest group shown ({smallest}); no figures.",
        "{value} mensen hebben geantwoord, minder dan de kleinste groep die getoond wordt"
        " ({smallest}); geen cijfers.",
        "Wait for more answers.",
        "Wacht op meer antwoorden.",
    ),
    "group-withheld": _remark(
        'the group "{value}" counts {respondents}, fewer than the smallest group shown'
        " ({smallest}); no figures.",
        'de groep "{value}" telt er {respondents}, minder dan de kleinste groep die getoond wordt'
        " ({smallest}); geen cijfers.",
        "Choose another group, or leave the cell blank for everyone.",
        "Kies een andere groep, of laat de cel leeg voor iedereen.",
    ),
}

PLUGINS = {
    "plugin-broken": _remark(
        "the plugin {value} could not be loaded: {reason}.",
        "de plugin {value} kon niet worden geladen: {reason}.",
        "Mend the file, or move it out of the folder; the other metrics went on.",
        "Herstel het bestand, of haal het uit de map; de andere maten gaan door.",
    ),
    "hook-unknown": _remark(
        'the plugin {value} has a hook "{hook}" that does not exist.',
        'de plugin {value} heeft een hook "{hook}" die niet bestaat.',
        "The hooks are: {known}.",
        "De hooks zijn: {known}.",
    ),
    "metric-twice": _remark(
        'the metric "{value}" is already registered by {other}; the one of {plugin} is left out.',
        'de maat "{value}" is al aangemeld door {other}; die van {plugin} doet niet mee.',
        "Rename one of the two functions.",
        "Hernoem een van de twee functies.",
    ),
    "tables-failed": _remark(
        "the plugin {value} stopped: {reason}.",
        "de plugin {value} is gestopt: {reason}.",
        "The tables it derives from the results were left as they were.",
        "De tabellen die hij uit de resultaten afleidt bleven zoals ze waren.",
    ),
    "metric-failed": _remark(
        "the metric {value} stopped: {reason}.",
        "de maat {value} is gestopt: {reason}.",
        "Its table was left as it was; the other metrics went on.",
        "De tabel bleef zoals die was; de andere maten gingen door.",
    ),
}

REPORT = {
    "in-the-way": _error(
        'the table {table} has to grow, and "{value}" stands in its way.',
        'de tabel {table} moet groeien, en "{value}" staat in de weg.',
        "Move it elsewhere, or insert rows or columns before it; nothing was written.",
        "Zet het elders, of voeg er rijen of kolommen voor in; er is niets geschreven.",
    ),
    "table-in-the-way": _error(
        'the table {table} has to grow, and the table "{value}" stands in its way.',
        'de tabel {table} moet groeien, en de tabel "{value}" staat in de weg.',
        "Move one of the two, or put it on a sheet of its own; nothing was written.",
        "Verplaats een van de twee, of zet die op een eigen blad; er is niets geschreven.",
    ),
    "merged-in-the-way": _error(
        "the table {table} has to grow, and there are merged cells here or after it.",
        "de tabel {table} moet groeien, en hier of verderop zijn cellen samengevoegd.",
        "Unmerge them, for a table cannot hold merged cells; nothing was written.",
        "Splits ze, want een tabel kan geen samengevoegde cellen bevatten; er is niets geschreven.",
    ),
    "no-room": _error(
        'the table "{value}" has to grow, and there is no room left on its sheet.',
        'de tabel "{value}" moet groeien, en daarvoor is op het blad geen plaats meer.',
        "Move it up or to the left; nothing was written.",
        "Zet die hoger of verder naar links; er is niets geschreven.",
    ),
    "name-taken": _error(
        'the name "{value}" stands for {refers_to}, so no table can be called so.',
        'de naam "{value}" staat voor {refers_to}, dus geen tabel kan zo heten.',
        "Rename or delete that name (Formulas, Name Manager); nothing was written.",
        "Hernoem of verwijder die naam (Formules, Namen beheren); er is niets geschreven.",
    ),
    "metrics-not-listed": _remark(
        'the table Metrics has to grow for {names}, and "{value}" stands in its way.',
        'de tabel Metrics moet groeien voor {names}, en "{value}" staat in de weg.',
        "Move it, to be able to switch those metrics; they are on.",
        "Verplaats het om die maten aan en uit te kunnen zetten; ze staan aan.",
    ),
    "no-headings": _error(
        'the header row of the table "{value}" is switched off.',
        'de veldnamenrij van de tabel "{value}" staat uit.',
        "Switch it on (Table Design, Header Row): the names of the columns say what goes where.",
        "Zet die aan (Tabelontwerp, Veldnamenrij): aan de kolomnamen is te zien wat waar hoort.",
    ),
    "column-emptied": _remark(
        'the column "{value}" of the table {table} is of a theme or comparison that is no more.',
        'de kolom "{value}" van de tabel {table} is van een thema of vergelijking die er niet meer'
        " is.",
        "It was emptied, for it might tell of groups that are too small to show; delete it.",
        "Die is leeggemaakt, want er kunnen cijfers in staan van te kleine groepen; verwijder de"
        " kolom.",
    ),
    "column-not-filled": _remark(
        'the column "{value}" of the table {table} holds figures that Meetlat does not fill.',
        'de kolom "{value}" van de tabel {table} bevat cijfers die Meetlat niet invult.',
        "It was left as it was; delete it if it is from an earlier comparison.",
        "Die bleef zoals die was; verwijder de kolom als die van een eerdere vergelijking is.",
    ),
}

CLICK = {
    "protected": _error(
        "this sheet is protected, and a table on it has to be filled.",
        "dit blad is beveiligd, en er moet een tabel op worden ingevuld.",
        "Unprotect it (Review, Unprotect Sheet) and click again; nothing was written.",
        "Hef de beveiliging op (Controleren) en klik opnieuw; er is niets geschreven.",
    ),
    "stopped": _error(
        "the recalculation stopped half-way: {value}.",
        "het herberekenen is halverwege gestopt: {value}.",
        "Close dialogs and try again; if it stays, send {log} along when you ask for help.",
        "Sluit vensters en probeer het opnieuw; blijft het, stuur dan {log} mee met uw vraag.",
    ),
}

MESSAGES: Mapping[str, Message] = {
    **STRUCTURE,
    **CELLS,
    **REFERENCES,
    **RESPONSES,
    **PLUGINS,
    **REPORT,
    **CLICK,
}
