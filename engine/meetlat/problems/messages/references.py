"""Of what the tables say of each other: every name must mean something."""

from meetlat.problems.messages.message import error, remark

REFERENCES = {
    "unknown-setting": remark(
        'no setting is called "{value}".',
        'er is geen instelling met de naam "{value}".',
        "The row is not used. The settings are: {known}.",
        "Deze rij wordt niet gebruikt. De instellingen zijn: {known}.",
    ),
    "setting-missing": error(
        'the setting "{value}" is missing or blank.',
        'de instelling "{value}" ontbreekt of is leeg.',
        "Fill it in on the sheet Survey.",
        "Vul die in op het blad Survey.",
        {
            "en": 'Found "{suggestion}"; rename it to "{value}", if that is what it is.',
            "nl": 'Er is wel "{suggestion}"; noem die "{value}", als dat die instelling is.',
        },
    ),
    "fieldwork-order": remark(
        "the fieldwork ends on {value}, before it starts on {start}.",
        "het veldwerk eindigt op {value}, voordat het begint op {start}.",
        "Check fieldwork_start and fieldwork_end.",
        "Controleer fieldwork_start en fieldwork_end.",
    ),
    "name-otherwise": error(
        '"{value}" is written "{other}" elsewhere; capitals, blanks and accents must be the same'
        "{times}.",
        '"{value}" is elders geschreven als "{other}"; hoofdletters, spaties en accenten moeten'
        " gelijk zijn{times}.",
        'Copy "{other}" to this cell.',
        'Kopieer "{other}" naar deze cel.',
    ),
    "names-alike": error(
        '"{value}" differs from "{other}" ({first}) in capitals, blanks or accents only.',
        '"{value}" verschilt alleen in hoofdletters, spaties of accenten van "{other}" ({first}).',
        "Write both in the same way if they are the same; else choose names that differ more.",
        "Schrijf ze gelijk als ze hetzelfde zijn; kies anders namen die meer verschillen.",
    ),
    "unknown-theme": error(
        'the theme "{value}" is not in Themes{times}.',
        'het thema "{value}" staat niet in Themes{times}.',
        "Add it to Themes, or choose one of: {known}.",
        "Voeg het toe aan Themes, of kies een van: {known}.",
    ),
    "unknown-scale": error(
        'the scale "{value}" is not in Scales{times}.',
        'de schaal "{value}" staat niet in Scales{times}.',
        "Add its answers to Scales, or choose one of: {known}.",
        "Voeg de antwoorden ervan toe aan Scales, of kies een van: {known}.",
    ),
    "unknown-metric": error(
        'no metric is called "{value}"{times}.',
        'er is geen maat met de naam "{value}"{times}.',
        "Put its plugin back, or choose one of: {known}.",
        "Zet de plug-in ervan terug, of kies een van: {known}.",
        {
            "en": 'Did you mean "{suggestion}"? Installed: {known}.',
            "nl": 'Bedoelt u "{suggestion}"? Geïnstalleerd zijn: {known}.',
        },
    ),
    "metric-gone": remark(
        'no metric is called "{value}", so this row does nothing.',
        'er is geen maat met de naam "{value}", dus deze rij doet niets.',
        "Put its plugin back; or delete the row, and the table that it filled: the figures in that"
        " are of an earlier time.",
        "Zet de plug-in ervan terug; of verwijder de rij, en de tabel die erbij hoorde: de cijfers"
        " daarin zijn van een eerdere keer.",
        {
            "en": 'Did you mean "{suggestion}"? That is listed already: delete this row.',
            "nl": 'Bedoelt u "{suggestion}"? Die staat er al: verwijder deze rij.',
        },
    ),
    "unknown-question": error(
        'the question "{value}" is not in Questions.',
        'de vraag "{value}" staat niet in Questions.',
        "Name questions as in the column question, with commas between them.",
        "Noem vragen zoals ze in de kolom question staan, met komma's ertussen.",
    ),
    "question-unscored": error(
        'the metric {metric} needs scores, and the scale of the question "{value}" has none.',
        'de maat {metric} heeft scores nodig, en de schaal van de vraag "{value}" heeft er geen.',
        "Take the question out of this cell, or fill in the column score in Scales.",
        "Haal de vraag uit deze cel, of vul de kolom score in Scales in.",
    ),
    "unknown-parent": error(
        'the parent "{value}" is not a segment of this table{times}.',
        'parent noemt "{value}", en dat is geen segment in deze tabel{times}.',
        "Choose one of: {known}.",
        "Kies een van: {known}.",
    ),
    "parent-cycle": error(
        'the segment "{value}" is its own parent, directly or through others: {circle}.',
        'het segment "{value}" valt onder zichzelf, direct of via andere: {circle}.',
        "Leave the parent of the topmost segment blank.",
        "Laat parent leeg bij het segment dat bovenaan hoort.",
    ),
    "unknown-segment": error(
        'the segment "{value}" is not in Segments{times}.',
        'het segment "{value}" staat niet in Segments{times}.',
        "Add it to Segments, or choose one of: {known}.",
        "Voeg het toe aan Segments, of kies een van: {known}.",
    ),
    "unknown-subject": error(
        'there is no question, theme or measure called "{value}"{times}.',
        'er is geen vraag, thema of kengetal met de naam "{value}"{times}.',
        "Use a name from Questions, Themes or Summary, or delete the row.",
        "Gebruik een naam uit Questions, Themes of Summary, of verwijder de rij.",
    ),
    "unknown-answer": error(
        'the scale "{scale}" has no answer "{value}".',
        'de schaal "{scale}" heeft geen antwoord "{value}".',
        "Choose one of: {known}.",
        "Kies een van: {known}.",
    ),
    "answer-blank": remark(
        'the question "{value}" has a figure for each answer, and the column answer does not say of'
        " which this is; it is not used{times}.",
        'de vraag "{value}" heeft een cijfer per antwoord, en in de kolom answer staat niet van'
        " welk dit is; het wordt niet gebruikt{times}.",
        "Fill in the column answer: {known}.",
        "Vul de kolom answer in: {known}.",
    ),
    "answer-idle": remark(
        '"{value}" stands in the column answer, but "{subject}" has one figure, not one for each'
        " answer; this row is not used{times}.",
        'in de kolom answer staat "{value}", maar "{subject}" heeft één cijfer, niet een per'
        " antwoord; deze rij wordt niet gebruikt{times}.",
        "Empty the column answer if it is that figure; else delete the row.",
        "Maak de kolom answer leeg als het om dat cijfer gaat; verwijder anders de rij.",
    ),
    "ambiguous-subject": error(
        '"{value}" may mean that of {first} or that of {second}.',
        '"{value}" kan slaan op {first} of op {second}.',
        "Give one of the two another name.",
        "Geef een van de twee een andere naam.",
    ),
    "comparison-twice": error(
        '"{value}" is the answer "{answer}", which has a figure already in {first}.',
        '"{value}" is het antwoord "{answer}", dat al een cijfer heeft in {first}.',
        "Delete one of the two rows.",
        "Verwijder een van de twee rijen.",
    ),
    "comparison-of-whole": remark(
        "the report shows {group}, and beside it figures of the whole organisation: {comparisons}.",
        "het rapport toont {group}, en daarnaast cijfers van de hele organisatie: {comparisons}.",
        "For figures of that group, add rows with {group} in the column group. For a benchmark"
        " nothing needs to be done.",
        "Voor cijfers van die groep: voeg rijen toe met {group} in de kolom group. Bij een"
        " benchmark hoeft u niets te doen.",
    ),
    "comparison-of-no-group": remark(
        'there is no group "{value}"; figures of it are not used{times}.',
        'er is geen groep "{value}"; cijfers daarvan worden niet gebruikt{times}.',
        'Write segment=group, such as "{example}", or leave it blank for the whole organisation.',
        'Schrijf segment=groep, zoals "{example}", of laat het leeg voor de hele organisatie.',
    ),
    "answers-alike": error(
        '"{value}" reads as the same answer as {first}, so an answer of respondents may be either.',
        '"{value}" is niet te onderscheiden van het antwoord in {first}; wie dit antwoordt, kan'
        " beide bedoelen.",
        "Give each answer of a scale its own code and label.",
        "Geef elk antwoord van een schaal een eigen code en een eigen label.",
    ),
    "labels-alike": remark(
        '"{value}" is the label of another answer too, in {first}.',
        '"{value}" is ook het label van een ander antwoord, in {first}.',
        "Where the responses hold labels, all are counted as the first of the two.",
        "Staan er labels in de antwoorden, dan tellen ze allemaal als het eerste van de twee.",
    ),
    "heading-taken": error(
        '"{value}" would head a column of results, and another one is called so ({other}).',
        '"{value}" wordt een kolomkop bij de resultaten, en die is er al ({other}).',
        "Choose another name.",
        "Kies een andere naam.",
    ),
    "heading-breaks": error(
        '"{value}" would head a column of results, and has a line break or another sign in it that'
        " does not show.",
        '"{value}" wordt een kolomkop bij de resultaten, en er zit een regeleinde of een ander'
        " onzichtbaar teken in.",
        "Type it again on one line, without Alt+Enter.",
        "Typ de naam opnieuw op één regel, zonder Alt+Enter.",
    ),
    "heading-long": error(
        '"{value}" would head a column of results, and is too long for that.',
        '"{value}" wordt een kolomkop bij de resultaten, en is daarvoor te lang.',
        "Shorten it to {most} characters at most.",
        "Kort de naam in tot hoogstens {most} tekens.",
    ),
    "two-stars": error(
        'the pattern "{value}" has more than one *.',
        'het patroon "{value}" heeft meer dan één *.',
        "Write it with a single *, which stands for the answer.",
        "Schrijf het met één *; die staat voor het antwoord.",
    ),
    "column-shared": remark(
        '"{question}" reads the same column "{value}" as "{other}" ({first}), so they get the same'
        " figures.",
        '"{question}" leest dezelfde kolom "{value}" als "{other}" ({first}), en krijgt dus'
        " dezelfde cijfers.",
        "Fill in the column of its own, or delete one of the two rows.",
        "Vul de eigen kolom in, of verwijder een van de twee rijen.",
    ),
    "text-twice": remark(
        'the text "{value}" stands in {first} too.',
        'de tekst "{value}" staat ook in {first}.',
        "Change one of the two, so that readers can tell them apart.",
        "Pas een van de twee aan, zodat lezers ze kunnen onderscheiden.",
    ),
    "question-belongs-nowhere": remark(
        'the question "{value}" has no theme and no metric; it gets a score, and counts in no'
        " theme.",
        'de vraag "{value}" heeft geen thema en geen maat; die krijgt een score, maar telt in geen'
        " enkel thema mee.",
        "Fill in its theme, or write its metric (likert) if it is meant so.",
        "Vul het thema in, of noem de maat (likert) als dit de bedoeling is.",
    ),
    "theme-unused": remark(
        'no question belongs to the theme "{value}", so it gets no score.',
        'bij het thema "{value}" hoort geen enkele vraag; het krijgt dus geen score.',
        "Name it in the column theme of Questions, or delete the row.",
        "Noem het in de kolom theme van Questions, of verwijder de rij.",
    ),
    "theme-weightless": remark(
        'all questions of the theme "{value}" weigh 0, so it gets no score.',
        'alle vragen van het thema "{value}" hebben gewicht 0; het krijgt dus geen score.',
        "Give one of them a weight, in the column weight of Questions.",
        "Geef minstens één vraag gewicht, in de kolom weight van Questions.",
    ),
    "unknown-group": error(
        'there is no group "{value}".',
        'er is geen groep "{value}".',
        'Write segment=group, such as "{example}", or leave it blank for everyone.',
        'Schrijf segment=groep, zoals "{example}", of laat het leeg voor iedereen.',
    ),
    "scale-unscored": error(
        'the metric {metric} needs scores, and the scale "{scale}" has none{times}.',
        'de maat {metric} heeft scores nodig, en de schaal "{scale}" heeft er geen{times}.',
        "Fill in the column score in Scales, or choose the metric distribution.",
        "Vul de kolom score in Scales in, of kies de maat distribution.",
    ),
    "scale-one-score": remark(
        'all scored answers of the scale "{scale}" are worth {value}, so everyone gets that score.',
        'alle antwoorden met een score op de schaal "{scale}" zijn {value} waard; iedereen krijgt'
        " dus die score.",
        "Give the other answers their scores.",
        "Geef de andere antwoorden ook een score.",
    ),
    "scores-unordered": remark(
        'the scores of the scale "{scale}" run neither up nor down: {value} is out of order.',
        'de scores van de schaal "{scale}" lopen niet op en niet af: {value} valt uit de rij.',
        "See whether the score belongs to this answer; nothing else depends on the order.",
        "Ga na of de score bij dit antwoord hoort; verder maakt de volgorde niet uit.",
    ),
    "share-as-percentage": error(
        "a share lies between 0 and 1, and this is {value}{times}.",
        "een aandeel ligt tussen 0 en 1, en dit is {value}{times}.",
        "Type {number} for {value}%; Excel can show it as a percentage.",
        "Typ {number} voor {value}%; Excel kan dat als percentage tonen.",
    ),
    "no-share": error(
        "a share lies between 0 and 1, and this is {value}{times}.",
        "een aandeel ligt tussen 0 en 1, en dit is {value}{times}.",
        "Type the share as a fraction, such as 0.25 for 25%.",
        "Typ het aandeel als breuk, zoals 0,25 voor 25%.",
    ),
    "unknown-parameter": error(
        'the metric {metric} has no parameter "{value}".',
        'de maat {metric} heeft geen parameter "{value}".',
        "It has: {known}.",
        "Wel: {known}.",
    ),
    "parameter-twice": error(
        'the parameter "{value}" stands twice in this cell.',
        'de parameter "{value}" staat twee keer in deze cel.',
        "Delete one of the two.",
        "Verwijder een van de twee.",
    ),
    "bad-parameter": error(
        '"{value}" will not do for the parameter "{parameter}" of the metric {metric}.',
        '"{value}" past niet bij de parameter "{parameter}" van de maat {metric}.',
        "Write it as {example}, with ; between parameters.",
        "Schrijf het als {example}, met ; tussen parameters.",
    ),
}
