"""Of the survey itself: what is allowed, and probably not meant."""

from meetlat.problems.messages.message import remark

LINT = {
    "not-reversed": remark(
        'the question "{value}" goes against the rest of the theme "{theme}": people who score'
        " high on the one score low on the other (correlation {correlation}, {answers} answers)."
        " Is it put the other way round?",
        'de vraag "{value}" hangt negatief samen met de rest van het thema "{theme}": wie op de'
        " een hoog scoort, scoort op de ander laag (correlatie {correlation}, {answers}"
        " antwoorden). Is deze omgekeerd gesteld?",
        "If so, fill in yes in the column reverse. If not, see whether it belongs in this theme.",
        "Zo ja, vul dan ja in bij reverse. Zo nee, kijk dan of de vraag in dit thema hoort.",
    ),
    "reversed-wrongly": remark(
        'the question "{value}" is reverse-coded, and so goes against the rest of the theme'
        ' "{theme}" (correlation {correlation}, {answers} answers). Is it not put the other way'
        " round, or had its answers been reversed already?",
        'de vraag "{value}" wordt omgekeerd geteld en hangt daardoor negatief samen met de rest'
        ' van het thema "{theme}" (correlatie {correlation}, {answers} antwoorden). Is deze niet'
        " omgekeerd gesteld, of waren de antwoorden al omgekeerd?",
        "If so, empty the column reverse. If not, see whether it belongs in this theme.",
        "Zo ja, maak dan reverse leeg. Zo nee, kijk dan of de vraag in dit thema hoort.",
    ),
    "against-each-other": remark(
        'in the theme "{theme}" {own} and {others} go against each other (correlation'
        " {correlation}, {answers} answers). Which of the two is put the other way round cannot"
        " be told from the answers.",
        'in het thema "{theme}" hangen {own} en {others} negatief met elkaar samen (correlatie'
        " {correlation}, {answers} antwoorden). Welke van de twee omgekeerd gesteld is, valt uit"
        " de antwoorden niet op te maken.",
        "Read the texts, and correct the column reverse of the one that is coded wrongly.",
        "Lees de teksten en verbeter reverse bij de kant die niet klopt.",
    ),
    "only-reversed": remark(
        'the question "{value}" is the only one of the theme "{theme}" that is reverse-coded, and'
        " there are too few answers to see whether that is right.",
        'de vraag "{value}" is de enige in het thema "{theme}" die omgekeerd wordt geteld, en er'
        " zijn te weinig antwoorden om te zien of dat klopt.",
        "Read its text: empty the column reverse if it is put the same way as the others.",
        "Lees de tekst: maak reverse leeg als de vraag net zo gesteld is als de andere.",
    ),
    "only-unreversed": remark(
        'the question "{value}" is the only one of the theme "{theme}" that is not reverse-coded,'
        " and there are too few answers to see whether that is right.",
        'de vraag "{value}" is de enige in het thema "{theme}" die niet omgekeerd wordt geteld, en'
        " er zijn te weinig antwoorden om te zien of dat klopt.",
        "Read its text: fill in yes in the column reverse if it is put the same way as the others.",
        "Lees de tekst: vul ja in bij reverse als de vraag net zo gesteld is als de andere.",
    ),
    "theme-too-high": remark(
        'the figure {value} of the theme "{theme}" in {comparison} cannot be the mean of its'
        " questions ({parts}): however these were rounded, that is {bound} at most.",
        'het cijfer {value} van het thema "{theme}" bij {comparison} kan niet het gemiddelde van'
        " zijn vragen zijn ({parts}): hoe er ook is afgerond, dat is hoogstens {bound}.",
        "Check these figures. If the theme had other questions or weights then, all is well.",
        "Controleer deze cijfers. Had het thema toen andere vragen of gewichten, dan is dit goed.",
    ),
    "theme-too-low": remark(
        'the figure {value} of the theme "{theme}" in {comparison} cannot be the mean of its'
        " questions ({parts}): however these were rounded, that is {bound} at least.",
        'het cijfer {value} van het thema "{theme}" bij {comparison} kan niet het gemiddelde van'
        " zijn vragen zijn ({parts}): hoe er ook is afgerond, dat is minstens {bound}.",
        "Check these figures. If the theme had other questions or weights then, all is well.",
        "Controleer deze cijfers. Had het thema toen andere vragen of gewichten, dan is dit goed.",
    ),
    "shares-not-whole": remark(
        'the shares of "{value}" in {comparison} add up to {total}, which rounding alone does not'
        " explain.",
        'de aandelen van "{value}" bij {comparison} tellen op tot {total}; dat kan niet alleen'
        " door afronden komen.",
        "Check these shares: people gave one answer to this question.",
        "Controleer deze aandelen: op deze vraag gaf men één antwoord.",
    ),
    "figure-off-scale": remark(
        'the figure {value} of "{subject}" in {comparison} is not between {low} and {high}.',
        'het cijfer {value} van "{subject}" bij {comparison} ligt niet tussen {low} en {high}.',
        "Check it, or compare figures on the same scale only.",
        "Controleer het, of vergelijk alleen cijfers op dezelfde schaal.",
    ),
    "enps-as-share": remark(
        "an eNPS runs from -100 to 100, and this is {value}.",
        "een eNPS loopt van -100 tot en met 100, en dit is {value}.",
        "Type {number} if that is what is meant; a cell that shows a percentage holds a hundredth"
        " of it.",
        "Typ {number} als dat de bedoeling is; een cel die een percentage toont, bevat er een"
        " honderdste van.",
    ),
    "enps-scale": remark(
        'eNPS is asked on a scale from 0 to 10, and "{value}" is another one.',
        'eNPS wordt gevraagd op een schaal van 0 tot en met 10, en "{value}" is een andere.',
        "Give the question a scale with the scores 0 to 10, or another metric: its eNPS cannot be"
        " compared with that of others.",
        "Geef de vraag een schaal met de scores 0 tot en met 10, of een andere maat: de eNPS is"
        " zo niet met die van anderen te vergelijken.",
    ),
    "enps-reversed": remark(
        'the eNPS question "{value}" is reverse-coded, so that promoters count as detractors.',
        'de eNPS-vraag "{value}" wordt omgekeerd geteld, zodat promotors als criticasters tellen.',
        "Empty the column reverse.",
        "Maak reverse leeg.",
    ),
    "reverse-idle": remark(
        'the question "{value}" is reverse-coded, but its scale "{scale}" has no scores.',
        'de vraag "{value}" wordt omgekeerd geteld, maar de schaal "{scale}" heeft geen scores.',
        "Empty the column reverse, or give the question another scale.",
        "Maak reverse leeg, of geef de vraag een andere schaal.",
    ),
    "descriptions-alike": remark(
        "the theme {theme} is described in the same words as {other}.",
        "het thema {theme} heeft dezelfde omschrijving als {other}.",
        "Describe each theme in words of its own.",
        "Geef elk thema een eigen omschrijving.",
    ),
    "column-on-two-scales": remark(
        'the answers in the column "{value}" are read on two scales: "{other_scale}" for'
        ' {other} and "{scale}" for {question}.',
        'de antwoorden in de kolom "{value}" worden op twee schalen gelezen:'
        ' "{other_scale}" bij {other} en "{scale}" bij {question}.',
        "Fill in the right column or scale.",
        "Vul de juiste kolom of schaal in.",
    ),
}
