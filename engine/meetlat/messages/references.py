"""Of what the tables say of each other: every name must mean something."""

from meetlat.messages.message import error, remark

REFERENCES = {
    "unknown-setting": remark(
        'no setting is called "{value}".',
        'er is geen instelling met de naam "{value}".',
        "The row is left alone. Settings are: {known}.",
        "De rij blijft buiten beschouwing. Instellingen zijn: {known}.",
    ),
    "setting-missing": error(
        'the setting "{value}" is missing or blank.',
        'de instelling "{value}" ontbreekt of is leeg.',
        "Fill it in on the sheet Survey.",
        "Vul die in op het blad Survey.",
    ),
    "unknown-theme": error(
        'the theme "{value}" is not in Themes.',
        'het thema "{value}" staat niet in Themes.',
        "Add it to Themes, or choose one of: {known}.",
        "Voeg het toe aan Themes, of kies een van: {known}.",
    ),
    "unknown-scale": error(
        'the scale "{value}" is not in Scales.',
        'de schaal "{value}" staat niet in Scales.',
        "Add its answers to Scales, or choose one of: {known}.",
        "Voeg de antwoorden toe aan Scales, of kies een van: {known}.",
    ),
    "unknown-metric": error(
        'no metric is called "{value}".',
        'er is geen maat (metric) met de naam "{value}".',
        "Installed: {known}.",
        "Geïnstalleerd: {known}.",
        {
            "en": 'Did you mean "{suggestion}"? Installed: {known}.',
            "nl": 'Bedoelt u "{suggestion}"? Geïnstalleerd: {known}.',
        },
    ),
    "unknown-question": error(
        'the question "{value}" is not in Questions.',
        'de vraag "{value}" staat niet in Questions.',
        "Name questions as in the column question, with commas between them.",
        "Noem vragen zoals in de kolom question, met komma's ertussen.",
    ),
    "unknown-parent": error(
        'the parent "{value}" is not a segment of this table.',
        'de bovenliggende indeling "{value}" is geen segment in deze tabel.',
        "Choose one of: {known}.",
        "Kies een van: {known}.",
    ),
    "parent-cycle": error(
        'the segment "{value}" is its own parent, directly or through others.',
        'het segment "{value}" ligt boven zichzelf, direct of via andere.',
        "Leave the parent of the topmost segment blank.",
        "Laat parent van het bovenste segment leeg.",
    ),
    "unknown-subject": error(
        'there is no question, theme or measure called "{value}".',
        'er is geen vraag, thema of kengetal met de naam "{value}".',
        "Use a name from Questions, Themes or Summary.",
        "Gebruik een naam uit Questions, Themes of Summary.",
    ),
    "unknown-answer": error(
        'the scale "{scale}" has no answer "{value}".',
        'de schaal "{scale}" heeft geen antwoord "{value}".',
        "Choose one of: {known}.",
        "Kies een van: {known}.",
    ),
    "ambiguous-subject": error(
        '"{value}" may mean that of {first} or that of {second}.',
        '"{value}" kan die van {first} betekenen of die van {second}.',
        "Give one of the two another name.",
        "Geef een van de twee een andere naam.",
    ),
    "comparison-twice": error(
        '"{value}" is the answer "{answer}", which has a figure already in {first}.',
        '"{value}" is het antwoord "{answer}", dat al een cijfer heeft in {first}.',
        "Delete one of the two rows.",
        "Verwijder een van de twee rijen.",
    ),
    "answers-alike": error(
        '"{value}" reads as the same answer as {first}, so an answer of respondents may be either.',
        '"{value}" leest als hetzelfde antwoord als {first}, dus een antwoord kan beide betekenen.',
        "Give each answer of a scale its own code and label.",
        "Geef elk antwoord van een schaal een eigen code en label.",
    ),
    "labels-alike": remark(
        '"{value}" is the label of another answer too, in {first}.',
        '"{value}" is ook het label van een ander antwoord, in {first}.',
        "Where the responses hold labels, all are counted as the first of the two.",
        "Waar de antwoorden labels bevatten, tellen ze alle als de eerste van de twee.",
    ),
    "heading-taken": error(
        '"{value}" would head a column of results, and another one is called so ({other}).',
        '"{value}" zou een kolomkop bij de resultaten zijn, en er is er al een ({other}).',
        "Choose another name.",
        "Kies een andere naam.",
    ),
    "heading-long": error(
        '"{value}" would head a column of results, and is too long for that.',
        '"{value}" zou een kolomkop bij de resultaten zijn, en is daarvoor te lang.',
        "Shorten it to {most} characters at most.",
        "Kort het in tot hoogstens {most} tekens.",
    ),
    "two-stars": error(
        'the pattern "{value}" has more than one *.',
        'het patroon "{value}" heeft meer dan één *.',
        "Write it with a single *, which stands for the answer.",
        "Schrijf het met één *, die voor het antwoord staat.",
    ),
    "unknown-group": error(
        'there is no group "{value}".',
        'er is geen groep "{value}".',
        'Write segment=group, such as "{example}", or leave it blank for everyone.',
        'Schrijf segment=groep, zoals "{example}", of laat het leeg voor iedereen.',
    ),
    "scale-unscored": error(
        'the metric {metric} needs scores, and the scale "{scale}" has none.',
        'de maat {metric} heeft scores nodig, en de schaal "{scale}" heeft er geen.',
        "Fill in the column score in Scales, or choose the metric distribution.",
        "Vul de kolom score in Scales in, of kies de maat distribution.",
    ),
    "unknown-parameter": error(
        'the metric {metric} has no parameter "{value}".',
        'de maat {metric} heeft geen parameter "{value}".',
        "It has: {known}.",
        "Wel: {known}.",
    ),
    "bad-parameter": error(
        '"{value}" will not do for the parameter "{parameter}" of the metric {metric}.',
        '"{value}" past niet bij de parameter "{parameter}" van de maat {metric}.',
        "Write it as {example}, with ; between parameters.",
        "Schrijf het als {example}, met ; tussen parameters.",
    ),
}
