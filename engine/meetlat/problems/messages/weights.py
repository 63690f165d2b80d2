"""Of non-response weights: what cannot be weighted, and what the weights could not bring about."""

from meetlat.problems.messages.message import error, remark

WEIGHTS = {
    "weights-unlisted": error(
        'the answers cannot be weighted on "{segment}": Population does not say how many were'
        " invited of {groups}.",
        'op "{segment}" kan niet worden gewogen: Population zegt niet hoeveel mensen zijn'
        " uitgenodigd van {groups}.",
        "Add them to Population, or leave this segment out of the setting weights.",
        "Voeg ze toe aan Population, of laat deze indeling weg bij de instelling weights.",
    ),
    "weights-of-nothing": error(
        "there is nothing to weight on: of no segment does Population say for every group how many"
        " were invited.",
        "er is niets om op te wegen: van geen enkele indeling zegt Population voor elke groep"
        " hoeveel mensen zijn uitgenodigd.",
        "Fill in the table Population (or add a sheet of that name, with segment, group and"
        " invited in its first row), or choose no at the setting weights.",
        "Vul de tabel Population in (of voeg een blad met die naam toe, met segment, group en"
        " invited in de eerste rij), of kies nee bij de instelling weights.",
    ),
    "weights-unsettled": remark(
        "the figures are not weighted: no weights give every group of {segments} its share of those"
        " invited at once.",
        "de cijfers zijn niet gewogen: met geen enkele weging krijgen alle groepen van {segments}"
        " tegelijk hun aandeel in de uitgenodigden.",
        "See whether the numbers in Population go together (a division has the people of its"
        " departments) and whether everyone of a department has its division in the responses, or"
        " weight on fewer segments.",
        "Ga na of de aantallen in Population bij elkaar passen (een divisie heeft de mensen van"
        " haar afdelingen) en of in de antwoorden iedereen van een afdeling ook de divisie heeft,"
        " of weeg op minder indelingen.",
    ),
    "weights-without-group": remark(
        "some respondents are in no group of {segments}; in that respect they weigh as much as"
        " everyone does in the mean.",
        "sommige respondenten horen bij geen groep van {segments}; in dat opzicht wegen ze zoals"
        " iedereen gemiddeld.",
        "Fill in the group in the responses if it is known; otherwise nothing needs to be done.",
        "Vul de groep in bij de antwoorden als die bekend is; anders hoeft u niets te doen.",
    ),
    "weights-trimmed": remark(
        "some people would weigh more than {most} times the mean, and weigh no more than that, so"
        " these groups count for less than their share of those invited: {groups}.",
        "sommige mensen zouden meer dan {most} keer het gemiddelde wegen, en wegen niet meer dan"
        " dat; deze groepen tellen daarom voor minder mee dan hun aandeel in de uitgenodigden:"
        " {groups}.",
        "Weight on fewer segments or larger groups. A higher largest_weight gives them their share,"
        " and lets the report rest on fewer people.",
        "Weeg op minder indelingen of grotere groepen. Met een hogere largest_weight krijgen ze hun"
        " aandeel, en berust het rapport op minder mensen.",
    ),
    "weights-drawn-in": remark(
        "the weights by {segments} lie so far apart that, added up, somebody would weigh next to"
        " nothing or less; all weights differ less for it, and no group has quite its share of"
        " those invited.",
        "de gewichten naar {segments} lopen zo ver uiteen dat iemand bij optellen bijna niets of"
        " minder zou wegen; daarom verschillen alle gewichten minder, en heeft geen groep precies"
        " haar aandeel in de uitgenodigden.",
        "Weight on fewer segments or larger groups.",
        "Weeg op minder indelingen of grotere groepen.",
    ),
    "weights-group-silent": remark(
        "nobody answered from {groups} ({segment}), so weights cannot give them their share: the"
        " other groups stand for them.",
        "uit {groups} ({segment}) heeft niemand geantwoord; een weging kan ze dus geen aandeel"
        " geven: de andere groepen tellen voor ze mee.",
        "If somebody of it did answer, write the group as the responses do; otherwise nothing needs"
        " to be done.",
        "Heeft iemand van die groep wel geantwoord, schrijf de groep dan zoals ze in de antwoorden"
        " staat; anders hoeft u niets te doen.",
    ),
    "weights-totals": remark(
        'the groups of "{segment}" together have {value} people invited, and not {wanted}; the'
        " weights go by each group's share of {value}.",
        'de groepen van "{segment}" hebben samen {value} uitgenodigden, en niet {wanted}; de weging'
        " gaat uit van het aandeel van elke groep in die {value}.",
        "Correct the number that is wrong, here or at {other}.",
        "Verbeter het aantal dat niet klopt, hier of bij {other}.",
    ),
    "metrics-unweighted": remark(
        "the figures are weighted, but not those of: {metrics}.",
        "de cijfers zijn gewogen, maar niet die van: {metrics}.",
        "These look at people and not at counts. Whoever wrote them can have them ask for"
        " person_weights; until then, say so in the report.",
        "Die kijken naar personen en niet naar aantallen. Wie ze schreef, kan ze om person_weights"
        " laten vragen; vermeld het tot die tijd in het rapport.",
    ),
}
