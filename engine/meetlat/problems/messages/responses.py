"""Of the responses, and what they say against the catalogue."""

from meetlat.problems.messages.message import error, remark

RESPONSES = {
    "responses-missing": error(
        'there are no responses called "{value}": no such file in {folder}, and no such table or'
        " sheet in the workbook.",
        'er zijn geen antwoorden met de naam "{value}": geen bestand in {folder}, en geen tabel of'
        " blad in de werkmap.",
        "Put the file beside the workbook, or name a table or sheet in it.",
        "Zet het bestand naast de werkmap, of noem een tabel of blad erin.",
    ),
    "responses-folder": error(
        '"{value}" is a folder, not a file of responses.',
        '"{value}" is een map, geen bestand met antwoorden.',
        "Name the file in it, such as {value}/responses.xlsx.",
        "Noem het bestand in die map, zoals {value}/responses.xlsx.",
        {
            "en": 'Did you mean "{value}/{suggestion}"?',
            "nl": 'Bedoelt u "{value}/{suggestion}"?',
        },
    ),
    "responses-unreadable": error(
        'the responses "{value}" could not be read: the file is damaged, or is not a file of the'
        " kind that its name says.",
        'de antwoorden "{value}" konden niet worden gelezen: het bestand is beschadigd, of is niet'
        " van de soort die de naam belooft.",
        "Export them again, or open the file in Excel and save it as .xlsx.",
        "Exporteer ze opnieuw, of open het bestand in Excel en sla het op als .xlsx.",
    ),
    "responses-disguised": error(
        'the responses "{value}" are of another kind than the name says: in truth {actual}.',
        'de antwoorden "{value}" zijn van een andere soort dan de naam zegt: in werkelijkheid'
        " {actual}.",
        "Open the file in Excel and save it as .xlsx (File, Save As).",
        "Open het bestand in Excel en sla het op als .xlsx (Bestand, Opslaan als).",
    ),
    "responses-password": error(
        'the responses "{value}" are protected with a password.',
        'de antwoorden "{value}" zijn beveiligd met een wachtwoord.',
        "Open the file in Excel, take the password off (File, Info, Protect Workbook) and save it.",
        "Open het bestand in Excel, haal het wachtwoord eraf (Bestand, Info, Werkmap beveiligen)"
        " en sla het op.",
    ),
    "responses-locked": error(
        'the responses "{value}" may not be read: the file is in use by another program, or you'
        " have no rights to it.",
        'de antwoorden "{value}" mogen niet worden gelezen: het bestand is in gebruik door een'
        " ander programma, of u hebt er geen rechten op.",
        "Close the file in Excel, or copy it to a folder of your own.",
        "Sluit het bestand in Excel, of kopieer het naar een eigen map.",
    ),
    "responses-big": error(
        'the responses "{value}" are too big to be read on this computer.',
        'de antwoorden "{value}" zijn te groot om op deze computer te lezen.',
        "Save them as .csv, which takes much less room than a workbook.",
        "Sla ze op als .csv; dat vraagt veel minder ruimte dan een werkmap.",
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
        "Put quotes around texts that hold the separator, or save the answers as .xlsx. The column"
        " names must stand in the first row.",
        "Zet aanhalingstekens om teksten met het scheidingsteken, of sla op als .xlsx. De"
        " kolomnamen moeten in de eerste rij staan.",
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
        "Fill in the right column name in {table}, or delete the row. Columns that nothing uses"
        " yet: {unused}.",
        "Vul de juiste kolomnaam in bij {table}, of verwijder de rij. Kolommen die nog nergens voor"
        " gebruikt worden: {unused}.",
    ),
    "other-responses": error(
        '{missing} of the {wanted} columns that Questions and Segments name are not in "{value}"'
        " (such as {example}); it has {headings}.",
        "{missing} van de {wanted} kolommen die Questions en Segments noemen, staan niet in"
        ' "{value}" (zoals {example}); daarin staan {headings}.',
        "Check the setting responses: it is probably another file or sheet. If it is the right"
        " one, fill in its column names in Questions and Segments.",
        "Controleer de instelling responses: waarschijnlijk is het een ander bestand of blad. Is"
        " het toch het goede, vul dan de kolomnamen ervan in bij Questions en Segments.",
    ),
    "headings-lower": error(
        "the column names of the responses stand in row {row}, and should stand in row {first}.",
        "de kolomnamen van de antwoorden staan in rij {row}, en horen in rij {first} te staan.",
        "Delete the rows above them.",
        "Verwijder de rijen erboven.",
    ),
    "headings-in-one-cell": error(
        "all column names of the responses stand in one cell.",
        "alle kolomnamen van de antwoorden staan in één cel.",
        "Name the .csv itself in the setting responses; or select the column in Excel, choose"
        " Data, Text to Columns, and save.",
        "Noem bij de instelling responses het .csv-bestand zelf; of selecteer de kolom in Excel,"
        " kies Gegevens, Tekst naar kolommen, en sla op.",
    ),
    "second-headings": error(
        "row {row} of the responses holds no answers, but texts of another kind (such as"
        ' "{value}"): probably the questions.',
        "rij {row} van de antwoorden bevat geen antwoorden, maar andere teksten (zoals"
        ' "{value}"): waarschijnlijk de vragen.',
        "Delete that row; otherwise it counts as a respondent.",
        "Verwijder die rij; anders telt die als respondent mee.",
    ),
    "columns-unused": remark(
        "columns of the responses that Questions and Segments do not use ({times}): {columns}.",
        "kolommen van de antwoorden die Questions en Segments niet gebruiken ({times}): {columns}.",
        "Add them to Questions or Segments if they belong in the report; otherwise nothing needs"
        " to be done.",
        "Zet ze in Questions of Segments als ze in het rapport horen; anders hoeft u niets te"
        " doen.",
    ),
    "column-empty": remark(
        'nobody answered {question}: the column "{value}" of the responses is empty.',
        'niemand heeft {question} beantwoord: de kolom "{value}" van de antwoorden is leeg.',
        "Check the export, or delete the question.",
        "Controleer de export, of verwijder de vraag.",
    ),
    "columns-empty": remark(
        "nobody answered these questions, their columns in the responses are empty: {questions}.",
        "niemand heeft deze vragen beantwoord, hun kolommen in de antwoorden zijn leeg:"
        " {questions}.",
        "Check the export of the answers.",
        "Controleer de export van de antwoorden.",
    ),
    "not-on-scale": remark(
        '"{value}" is not an answer of the scale "{scale}" (given {times}x, to {questions});'
        " counted as missing.",
        '"{value}" is geen antwoord van de schaal "{scale}" ({times}x gegeven, bij {questions});'
        " geteld als ontbrekend.",
        "Add it to Scales (without a score, if it does not count), or correct the responses.",
        "Voeg het toe aan Scales (zonder score, als het niet meetelt), of verbeter de antwoorden.",
    ),
    "outside-scale": remark(
        '{value} lies outside the scale "{scale}", which runs from {lowest} to {highest} (given'
        " {times}x, to {questions}); counted as missing.",
        '{value} valt buiten de schaal "{scale}", die van {lowest} tot en met {highest} loopt'
        " ({times}x gegeven, bij {questions}); geteld als ontbrekend.",
        "Correct it in the responses. If it means that there is no answer, add it to Scales without"
        " a score.",
        "Verbeter het in de antwoorden. Betekent het dat er geen antwoord is, voeg het dan zonder"
        " score toe aan Scales.",
    ),
    "between-answers": remark(
        '{value} lies between the answers of the scale "{scale}" (given {times}x, to'
        " {questions}); counted as missing.",
        '{value} ligt tussen de antwoorden van de schaal "{scale}" in ({times}x gegeven, bij'
        " {questions}); geteld als ontbrekend.",
        "Correct it in the responses, or add it to Scales. Meetlat does not round answers.",
        "Verbeter het in de antwoorden, of voeg het toe aan Scales. Meetlat rondt antwoorden niet"
        " af.",
    ),
    "more-not-on-scale": remark(
        '{value} further answers are not on the scale "{scale}" either, such as "{example}"'
        " (given {times}x in all); counted as missing.",
        'nog {value} andere antwoorden staan niet op de schaal "{scale}", zoals "{example}"'
        " (samen {times}x gegeven); geteld als ontbrekend.",
        "Add them to Scales, or correct the responses.",
        "Voeg ze toe aan Scales, of verbeter de antwoorden.",
    ),
    "too-often-not-on-scale": error(
        '"{value}" is not an answer of the scale "{scale}", and was given {times}x, to {questions}'
        " ({share} of the answers to {worst}). Up to {most} such answers count as missing; with"
        " more the figures would be wrong.",
        '"{value}" is geen antwoord van de schaal "{scale}", en is {times}x gegeven, bij'
        " {questions} ({share} van de antwoorden op {worst}). Tot {most} telt zo'n antwoord als"
        " ontbrekend; daarboven zouden de cijfers niet kloppen.",
        "Add it to Scales (without a score, if it does not count), or correct the responses. The"
        " scale has: {known}.",
        "Voeg het toe aan Scales (zonder score, als het niet meetelt), of verbeter de antwoorden."
        " Op de schaal staan: {known}.",
    ),
    "answers-of-other-scale": error(
        '{share} of the answers to {question} are not on its scale "{scale}": {examples}. Up to'
        " {most} such answers count as missing; with more the figures would be wrong.",
        '{share} van de antwoorden op {question} staat niet op de schaal "{scale}": {examples}.'
        " Tot {most} tellen zulke antwoorden als ontbrekend; daarboven zouden de cijfers niet"
        " kloppen.",
        "Check the column and the scale of the question in Questions, or add the answers to"
        " Scales.",
        "Controleer de kolom en de schaal van de vraag in Questions, of voeg de antwoorden toe aan"
        " Scales.",
        {
            "en": 'Did you mean the scale "{suggestion}"? It has all of them.',
            "nl": 'Bedoelt u de schaal "{suggestion}"? Daar staan ze alle op.',
        },
    ),
    "scale-not-used": error(
        '{share} of the answers to {questions} are not on their scale "{scale}": they are'
        " {examples}, and the scale has {known}.",
        '{share} van de antwoorden op {questions} staat niet op hun schaal "{scale}": het zijn'
        " {examples}, en op de schaal staan {known}.",
        "Write the answers in Scales (column answer) as they stand in the responses.",
        "Schrijf de antwoorden in Scales (kolom answer) zoals ze in de antwoorden staan.",
    ),
    "commas-between": remark(
        '"{value}" was read as several answers with commas in between: each is on the scale'
        ' "{scale}", and the whole is not (such combinations on this scale: {combinations}).',
        '"{value}" is gelezen als meer antwoorden met komma\'s ertussen: elk staat op de schaal'
        ' "{scale}", en het geheel niet (zulke combinaties op deze schaal: {combinations}).',
        "Nothing needs to be done; if it is one answer, add it to Scales as it stands here.",
        "U hoeft niets te doen; is het één antwoord, zet het dan zoals het hier staat op Scales.",
    ),
    "spelt-otherwise": remark(
        '"{value}" was read as the answer "{answer}" of the scale "{scale}": capitals, blanks,'
        " quotes, dashes and signs that do not show make no difference (such spellings on this"
        " scale: {spellings}).",
        '"{value}" is gelezen als het antwoord "{answer}" van de schaal "{scale}": hoofdletters,'
        " spaties, aanhalingstekens, streepjes en onzichtbare tekens maken geen verschil (zulke"
        " schrijfwijzen op deze schaal: {spellings}).",
        "Nothing needs to be done; write it the same way in Scales if you want to be rid of this.",
        "U hoeft niets te doen; schrijf het in Scales op dezelfde manier als u dit niet meer wilt"
        " zien.",
    ),
    "labels-disagree": error(
        'the value "{value}" means "{label}" in the responses, and "{answer}" on the scale'
        ' "{scale}".',
        'de waarde "{value}" betekent "{label}" in de antwoorden, en "{answer}" op de schaal'
        ' "{scale}".',
        "Correct the answers and labels in Scales; otherwise scores may be turned around.",
        "Verbeter de antwoorden en labels in Scales; anders worden scores misschien omgedraaid.",
    ),
    "segment-empty": remark(
        'the column "{value}" of the responses is empty, so there are no groups.',
        'de kolom "{value}" van de antwoorden is leeg, dus er zijn geen groepen.',
        "Check the export, or delete the row in Segments.",
        "Controleer de export, of verwijder de rij in Segments.",
    ),
    "segment-of-one": error(
        'the column "{value}" of the responses does not divide people into groups: {respondents}'
        " people are in {groups} groups.",
        'de kolom "{value}" van de antwoorden verdeelt mensen niet in groepen: {respondents} mensen'
        " zitten in {groups} groepen.",
        "Choose a column with groups in Segments, or delete the row: it probably holds numbers of"
        " persons or texts, which do not belong in a report.",
        "Kies in Segments een kolom met groepen, of verwijder de rij: waarschijnlijk bevat die"
        " persoonsnummers of teksten, en die horen niet in een rapport.",
    ),
    "groups-alike": remark(
        '"{value}" and "{usual}" in the column "{column}" are counted as one group, "{usual}":'
        " capitals, blanks and dashes make no difference.",
        '"{value}" en "{usual}" in de kolom "{column}" zijn geteld als één groep, "{usual}":'
        " hoofdletters, spaties en streepjes maken geen verschil.",
        "Give the groups different names if they are two; otherwise nothing needs to be done.",
        "Geef de groepen verschillende namen als het er twee zijn; anders hoeft u niets te doen.",
    ),
    "two-parents": remark(
        'the {parent} is "{value}" here and "{usual}" for others of the same {segment}, "{group}".'
        " A group lies in one group of its parent; this goes for: {groups}.",
        '{parent} is hier "{value}", en bij anderen met {segment} "{group}" is dat "{usual}".'
        " Een groep valt onder één groep van zijn parent; dit geldt voor: {groups}.",
        "They are counted as one group. If they are several, give each a name of its own; if it is"
        " a slip, correct it; if the groups do not lie in one another, clear parent in Segments.",
        "Ze tellen als één groep. Zijn het er meer, geef ze dan elk een eigen naam; is het een"
        " vergissing, verbeter die; vallen de groepen niet onder elkaar, maak parent dan leeg in"
        " Segments.",
    ),
    "no-parent": remark(
        'the {parent} is blank here and "{usual}" for others of the same {segment}, "{group}".'
        " This goes for: {groups}.",
        '{parent} is hier leeg, en bij anderen met {segment} "{group}" is dat "{usual}".'
        " Dit geldt voor: {groups}.",
        'Whoever has no {parent} counts in "{group}" and not in "{usual}". Fill it in if they'
        " belong there.",
        'Wie geen {parent} heeft, telt mee in "{group}" en niet in "{usual}". Vul die in als ze'
        " daarbij horen.",
    ),
    "group-unanswered": remark(
        "nobody in the responses belongs to: {groups} ({segment}).",
        "niemand in de antwoorden hoort bij: {groups} ({segment}).",
        "If nobody of it answered, nothing needs to be done; otherwise write the group as the"
        " responses do.",
        "Heeft niemand van die groep geantwoord, dan hoeft u niets te doen; schrijf de groep"
        " anders zoals ze in de antwoorden staat.",
    ),
    "groups-unlisted": remark(
        'these groups of "{value}" are not in Population: {groups}.',
        'deze groepen van "{value}" staan niet in Population: {groups}.',
        "Add them, with the number invited; without that their response is not known.",
        "Voeg ze toe, met het aantal uitgenodigden; zonder dat is hun respons niet bekend.",
    ),
    "group-over-invited": remark(
        'more people of "{group}" answered than the {value} who were invited.',
        'van "{group}" hebben meer mensen geantwoord dan de {value} die zijn uitgenodigd.',
        "Correct the number, or look whether people were put in the wrong group.",
        "Verbeter het aantal, of ga na of mensen in de verkeerde groep staan.",
    ),
    "population-total": remark(
        'nobody answered from a group "{value}" of "{segment}": by its name this row is the total'
        " of the others. It is not counted.",
        'uit een groep "{value}" van "{segment}" heeft niemand geantwoord: naar de naam te oordelen'
        " is deze rij het totaal van de andere. Ze telt niet mee.",
        "Delete the row; Meetlat adds up itself. If it is a group, give it another name.",
        "Verwijder de rij; Meetlat telt zelf op. Is het toch een groep, noem die dan anders.",
    ),
    "population-sum": remark(
        'the groups of "{segment}" together have {value} people invited, and the setting invited'
        " says {wanted}.",
        'de groepen van "{segment}" hebben samen {value} uitgenodigden, en bij de instelling'
        " invited staat {wanted}.",
        "Correct whichever of the two is wrong.",
        "Verbeter wat van de twee niet klopt.",
    ),
    "population-sums": remark(
        'the groups of "{segment}" together have {value} people invited, and those of "{other}"'
        " have {wanted}.",
        'de groepen van "{segment}" hebben samen {value} uitgenodigden, en die van "{other}"'
        " {wanted}.",
        "Correct whichever of the two is wrong.",
        "Verbeter wat van de twee niet klopt.",
    ),
    "respondent-twice": remark(
        '"{value}" stands twice in the column "{column}", in rows {first} and {row}; both are'
        " counted. Rows of people who stand there already: {times}.",
        '"{value}" staat twee keer in de kolom "{column}", in rij {first} en rij {row}; beide zijn'
        " meegeteld. Rijen van mensen die er al staan: {times}.",
        "Delete the rows that should not be there.",
        "Verwijder de rijen die er niet horen.",
    ),
    "rows-alike": remark(
        "rows {first} and {row} of the responses are alike in every answer, which is no chance;"
        " both are counted. Rows like an earlier one: {times}.",
        "rij {first} en rij {row} van de antwoorden zijn gelijk in elk antwoord, en dat is geen"
        " toeval; beide zijn meegeteld. Rijen die gelijk zijn aan een eerdere: {times}.",
        "Delete the rows that should not be there.",
        "Verwijder de rijen die er niet horen.",
    ),
    "respondents-doubled": error(
        "{share} of the rows of the responses ({times}) repeat an earlier one, such as row {row}"
        " that of row {first}; were they pasted twice?",
        "{share} van de rijen van de antwoorden ({times}) herhaalt een eerdere, zoals rij {row} die"
        " van rij {first}; zijn ze twee keer geplakt?",
        "Delete the repeated rows; otherwise small groups look larger than they are.",
        "Verwijder de herhaalde rijen; anders lijken kleine groepen groter dan ze zijn.",
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
        "Wait for more answers, or lower smallest_group (to 5 at the least).",
        "Wacht op meer antwoorden, of verlaag smallest_group (tot minimaal 5).",
    ),
    "group-withheld": remark(
        'the group "{value}" counts fewer people than the smallest group shown ({smallest}); no'
        " figures.",
        'de groep "{value}" telt minder mensen dan de kleinste groep die getoond wordt'
        " ({smallest}); geen cijfers.",
        "Choose another group, or leave the cell blank for everyone.",
        "Kies een andere groep, of laat de cel leeg voor iedereen.",
    ),
    "group-protects": remark(
        'the group "{value}" is withheld: the answers of fewer than {smallest} people could be'
        " computed from it and the groups that are shown; no figures.",
        'de groep "{value}" wordt niet getoond: daaruit en uit de getoonde groepen zijn de'
        " antwoorden van minder dan {smallest} mensen te berekenen; geen cijfers.",
        "Choose another group, or leave the cell blank for everyone.",
        "Kies een andere groep, of laat de cel leeg voor iedereen.",
    ),
    "comparison-of-withheld": remark(
        'figures of "{value}" are typed here{times}, and that group is withheld.',
        'hier zijn cijfers van "{value}" getypt{times}, en die groep wordt niet getoond.',
        "If at least {smallest} people answered in that earlier survey, type how many in the column"
        " n. Otherwise delete these rows (docs/privacy.md).",
        "Hebben in dat eerdere onderzoek minstens {smallest} mensen geantwoord, typ dan hoeveel in"
        " de kolom n. Verwijder deze rijen anders (docs/privacy.md).",
    ),
    "unanimous-withheld": remark(
        "nothing is shown of {questions}: all respondents gave the same answer, and"
        " withhold_unanimous is on.",
        "van {questions} wordt niets getoond: iedereen gaf hetzelfde antwoord, en"
        " withhold_unanimous staat aan.",
        "If readers may know that everyone gave the same answer, choose no for withhold_unanimous.",
        "Mogen lezers weten dat iedereen hetzelfde antwoordde, kies dan nee voor"
        " withhold_unanimous.",
    ),
}
