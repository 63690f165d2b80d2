"""Of the responses, and what they say against the catalogue."""

from meetlat.messages.message import error, remark

RESPONSES = {
    "responses-missing": error(
        'the responses "{value}" are not there.',
        'de antwoorden "{value}" zijn er niet.',
        "Put the file beside the workbook (looked in {folder}), or name a table in the workbook.",
        "Zet het bestand naast de werkmap (gezocht in {folder}), of noem een tabel in de werkmap.",
    ),
    "responses-unreadable": error(
        'the responses "{value}" could not be read: {reason}.',
        'de antwoorden "{value}" konden niet worden gelezen: {reason}.',
        "Save them again as .xlsx or .csv (UTF-8), with the column names in the first row.",
        "Sla ze opnieuw op als .xlsx of .csv (UTF-8), met de kolomnamen in de eerste rij.",
    ),
    "responses-kind": error(
        'the responses "{value}" are a kind of file that Meetlat does not read.',
        'de antwoorden "{value}" zijn een soort bestand dat Meetlat niet leest.',
        "Save them as one of: {known}.",
        "Sla ze op als een van: {known}.",
    ),
    "responses-quotes": error(
        'the responses "{value}" hold a quotation mark that is nowhere closed.',
        'de antwoorden "{value}" bevatten een aanhalingsteken dat nergens gesloten wordt.',
        "Close or delete it, or save the answers as .xlsx.",
        "Sluit of verwijder het, of sla de antwoorden op als .xlsx.",
    ),
    "responses-ragged": error(
        'row {row} of the responses "{value}" has more values ({given}) than there are'
        " column names ({names}).",
        'rij {row} van de antwoorden "{value}" heeft meer waarden ({given}) dan er'
        " kolomnamen zijn ({names}).",
        "Put quotes around texts that hold the separator, or save the answers as .xlsx.",
        "Zet aanhalingstekens om teksten met het scheidingsteken, of sla op als .xlsx.",
    ),
    "responses-empty": error(
        'the responses "{value}" hold no answers.',
        'de antwoorden "{value}" bevatten geen rijen.',
        "Check the setting responses, or export the answers again.",
        "Controleer de instelling responses, of exporteer de antwoorden opnieuw.",
    ),
    "no-such-column": error(
        'the responses have no column "{value}".',
        'de antwoorden hebben geen kolom "{value}".',
        "Fill in the right column name in {table}, or delete the row.",
        "Vul de juiste kolomnaam in bij {table}, of verwijder de rij.",
    ),
    "not-on-scale": remark(
        '"{value}" is not an answer of the scale "{scale}" ({times}x for {question}); counted'
        " as missing.",
        '"{value}" is geen antwoord van de schaal "{scale}" ({times}x bij {question}); geteld'
        " als ontbrekend.",
        "Add it to Scales, or correct the responses.",
        "Voeg het toe aan Scales, of verbeter de antwoorden.",
    ),
    "more-not-on-scale": remark(
        '{value} further texts in the answers to {question} are not on the scale "{scale}"'
        " ({times}x in all); counted as missing.",
        '{value} andere teksten in de antwoorden op {question} staan niet op de schaal "{scale}"'
        " (samen {times}x); geteld als ontbrekend.",
        "Check the column and the scale of {question} in Questions.",
        "Controleer de kolom en de schaal van {question} in Questions.",
    ),
    "more-than-invited": remark(
        "{respondents} answered, and only {value} were invited.",
        "{respondents} hebben geantwoord, en er zijn er maar {value} uitgenodigd.",
        "Check the setting invited.",
        "Controleer de instelling invited.",
    ),
    "withheld": remark(
        "{value} people answered, fewer than the smallest group shown ({smallest}); no figures.",
        "{value} mensen hebben geantwoord, minder dan de kleinste groep die getoond wordt"
        " ({smallest}); geen cijfers.",
        "Wait for more answers.",
        "Wacht op meer antwoorden.",
    ),
    "group-withheld": remark(
        'the group "{value}" counts {respondents}, fewer than the smallest group shown'
        " ({smallest}); no figures.",
        'de groep "{value}" telt er {respondents}, minder dan de kleinste groep die getoond wordt'
        " ({smallest}); geen cijfers.",
        "Choose another group, or leave the cell blank for everyone.",
        "Kies een andere groep, of laat de cel leeg voor iedereen.",
    ),
}
