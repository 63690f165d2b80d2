"""Of earlier waves that have responses of their own."""

from meetlat.problems.messages.message import error, remark

WAVES = {
    "wave-twice": error(
        '"{comparison}" has its responses in {first} already ("{other}").',
        '"{comparison}" heeft zijn antwoorden al in {first} ("{other}").',
        "Leave one of the two blank, or give the two waves names of their own.",
        "Laat een van de twee leeg, of geef elk onderzoek een eigen naam.",
    ),
    "wave-same": remark(
        '"{value}" holds the responses of {other} too, so both have the same figures.',
        '"{value}" bevat ook de antwoorden van {other}; beide krijgen dus dezelfde cijfers.',
        "Name the responses of that wave itself.",
        "Noem de antwoorden van dat onderzoek zelf.",
    ),
    "wave-row-more": remark(
        "this row names the responses of {comparison}; what stands under {columns} is not used.",
        "deze rij noemt de antwoorden van {comparison}; wat onder {columns} staat, wordt niet"
        " gebruikt.",
        "Leave it blank, or put it in a row with a subject.",
        "Laat het leeg, of zet het in een rij met een subject.",
    ),
    "wave-unknown": remark(
        '"{value}" names columns of an earlier wave, and Comparisons has no responses of it.',
        '"{value}" noemt kolommen van een eerder onderzoek, en Comparisons heeft daar geen'
        " antwoorden van.",
        "Write column:: and the name of the comparison: {known}.",
        "Schrijf column:: en de naam van de vergelijking: {known}.",
    ),
    "wave-column-missing": error(
        'the responses have no column "{value}".',
        'de antwoorden hebben geen kolom "{value}".',
        "Type what it was called then in the column column::{comparison} of {table}, or a dash (-)"
        " where there was none. Columns that nothing uses yet: {unused}.",
        "Typ hoe die toen heette in de kolom column::{comparison} van {table}, of een streepje (-)"
        " als die er niet was. Kolommen die nog nergens voor gebruikt worden: {unused}.",
        {
            "en": 'Was it called "{suggestion}" then? Type that in the column column::{comparison}'
            " of {table}, or a dash (-) where there was none.",
            "nl": 'Heette die toen "{suggestion}"? Typ dat in de kolom column::{comparison} van'
            " {table}, of een streepje (-) als die er niet was.",
        },
    ),
    "wave-other-responses": error(
        '{missing} of the {wanted} columns that Questions and Segments name are not in "{value}"'
        " (such as {example}); it has {headings}.",
        "{missing} van de {wanted} kolommen die Questions en Segments noemen, staan niet in"
        ' "{value}" (zoals {example}); daarin staan {headings}.',
        "Check the column responses of Comparisons. If it is the right file, type what its columns"
        " were called in a column column::{comparison} of Questions and of Segments.",
        "Controleer de kolom responses van Comparisons. Is het toch het goede bestand, typ dan hoe"
        " de kolommen toen heetten in een kolom column::{comparison} van Questions en van"
        " Segments.",
    ),
    "wave-column-empty": remark(
        'nobody answered {question}: the column "{value}" of the responses is empty.',
        'niemand heeft {question} beantwoord: de kolom "{value}" van de antwoorden is leeg.',
        "Type a dash (-) in the column column::{comparison} if it was not asked then; its theme"
        " is not compared in that case.",
        "Typ een streepje (-) in de kolom column::{comparison} als die toen niet gesteld is; het"
        " thema wordt dan niet vergeleken.",
    ),
    "wave-against-theme": remark(
        'the answers to "{value}" go against the rest of the theme "{theme}" (correlation'
        " {correlation}, {answers} answers), and the answers of now do not.",
        'de antwoorden op "{value}" hangen negatief samen met de rest van het thema "{theme}"'
        " (correlatie {correlation}, {answers} antwoorden), en die van nu niet.",
        "See whether the answers were numbered the other way round then, or the column is that of"
        " another question. Turn them around in a copy of that file, or type the right column under"
        " column::{comparison}.",
        "Kijk of de antwoorden toen andersom genummerd waren, of de kolom die van een andere vraag"
        " is. Draai ze om in een kopie van dat bestand, of typ de goede kolom onder"
        " column::{comparison}.",
    ),
    "wave-theme-incomplete": remark(
        "{question} was not asked in {comparison}, so these themes have no score of it: {themes}.",
        "{question} is niet gesteld in {comparison}; daarom hebben deze thema's er geen score van:"
        " {themes}.",
        "The other questions by themselves would be another theme. A score published then can be"
        " typed in Comparisons; a question with weight 0 does not count in its theme.",
        "De overige vragen zouden samen een ander thema zijn. Een toen gepubliceerde score kan in"
        " Comparisons; een vraag met gewicht 0 telt niet mee in het thema.",
    ),
    "wave-without-group": remark(
        "nobody in the responses of {value} belongs to {group}, so there are no figures of {value}"
        " to stand beside it.",
        "niemand in de antwoorden van {value} hoort bij {group}; er zijn dus geen cijfers van"
        " {value} om ernaast te zetten.",
        "If the group had another name then, change it in a copy of those responses. If there was"
        " no such group, nothing needs to be done.",
        "Heette de groep toen anders, verander dat dan in een kopie van die antwoorden. Was de"
        " groep er niet, dan hoeft u niets te doen.",
    ),
    "wave-withheld": remark(
        "of {value} nothing is shown here: fewer than {smallest} people answered then, or what"
        " they answered could be worked out from other groups.",
        "van {value} wordt hier niets getoond: toen antwoordden minder dan {smallest} mensen, of"
        " wat zij antwoordden zou uit andere groepen te herleiden zijn.",
        "Nothing needs to be done.",
        "U hoeft niets te doen.",
    ),
    "wave-few-apart": remark(
        "the responses of {value}{group} are those of now, but for a few people: what these few"
        " answered can be worked out.",
        "de antwoorden van {value}{group} zijn die van nu, op een paar mensen na; wat die paar"
        " hebben geantwoord, is zo te berekenen.",
        "Leave {value} out of Comparisons, unless at least {smallest} people differ"
        " (docs/privacy.md).",
        "Laat {value} weg uit Comparisons, tenzij minstens {smallest} mensen verschillen"
        " (docs/privacy.md).",
    ),
    "wave-typed-otherwise": remark(
        "{comparison} has {value} for {subject}, and its responses give {computed}{times}. What is"
        " typed is shown.",
        "{comparison} heeft {value} bij {subject}, en de antwoorden geven {computed}{times}. Wat"
        " getypt is, wordt getoond.",
        "Delete the row to show what the responses give, by the rules of now.",
        "Verwijder de rij om te tonen wat de antwoorden geven, volgens de regels van nu.",
    ),
    "wave-metric-failed": remark(
        "the metric {value} stopped at the responses of {comparison}: {reason} ({file}, line"
        " {line}).",
        "de maat {value} is gestopt bij de antwoorden van {comparison}: {reason} ({file}, regel"
        " {line}).",
        "No figures of it stand under {comparison}; all others are right.",
        "Onder {comparison} staan er geen cijfers van; alle andere kloppen.",
    ),
}
