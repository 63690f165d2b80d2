"""Of plugins and metrics that did not do what they promised."""

from meetlat.problems.messages.message import error, remark

PLUGINS = {
    "plugin-broken": remark(
        "the plugin {value} could not be loaded: {reason} ({file}, line {line}).",
        "de plug-in {value} kon niet worden geladen: {reason} ({file}, regel {line}).",
        "Mend the file, or move it out of the folder; the other metrics went on.",
        "Herstel het bestand, of haal het uit de map; de andere maten gaan door.",
    ),
    "hook-unknown": remark(
        'the plugin {value} has a hook "{hook}" that does not exist (line {line}).',
        'de plug-in {value} heeft een hook "{hook}" die niet bestaat (regel {line}).',
        "The hooks are: {known}.",
        "De hooks zijn: {known}.",
    ),
    "metric-twice": remark(
        'the metric "{value}" is already registered by {other}; the one of {plugin},'
        " line {line}, is left out.",
        'de maat "{value}" is al aangemeld door {other}; die van {plugin},'
        " regel {line}, doet niet mee.",
        "Rename one of the two functions.",
        "Hernoem een van de twee functies.",
    ),
    "source-failed": error(
        'the plugin {plugin} could not read the responses "{value}": {reason} ({file},'
        " line {line}).",
        'de plug-in {plugin} kon de antwoorden "{value}" niet lezen: {reason} ({file},'
        " regel {line}).",
        "Mend the plugin, take it away, or save the answers as .xlsx.",
        "Herstel de plug-in, haal die weg, of sla de antwoorden op als .xlsx.",
    ),
    "source-needs": error(
        'to read the responses "{value}", {plugin} needs the Python package {package}, which is'
        " not installed.",
        'om de antwoorden "{value}" te lezen heeft {plugin} het Python-pakket {package} nodig, dat'
        " niet geïnstalleerd is.",
        "Install it (python -m pip install {package}), or save the answers as .xlsx.",
        "Installeer het (python -m pip install {package}), of sla de antwoorden op als .xlsx.",
    ),
    "own-error": error("{words_en}.", "{words_nl}.", "{remedy_en}", "{remedy_nl}"),
    "own-remark": remark("{words_en}.", "{words_nl}.", "{remedy_en}", "{remedy_nl}"),
    "rules-failed": remark(
        "the plugin {value} stopped while checking the survey: {reason} ({file}, line {line}).",
        "de plug-in {value} is gestopt bij het controleren van het onderzoek: {reason} ({file},"
        " regel {line}).",
        "Its rules were not checked; all others were.",
        "De regels ervan zijn niet gecontroleerd; alle andere wel.",
    ),
    "tables-failed": remark(
        "the plugin {value} stopped: {reason} ({file}, line {line}).",
        "de plug-in {value} is gestopt: {reason} ({file}, regel {line}).",
        "The tables it derives from the results were left as they were.",
        "De tabellen die hij uit de resultaten afleidt bleven zoals ze waren.",
    ),
    "metric-failed": remark(
        "the metric {value} stopped: {reason} ({file}, line {line}).",
        "de maat {value} is gestopt: {reason} ({file}, regel {line}).",
        "Its table was left as it was; the other metrics went on.",
        "De tabel bleef zoals die was; de andere maten gingen door.",
    ),
    "plugin-overdue": remark(
        "running {value} took longer than {seconds} seconds, and was stopped (in {file}, line"
        " {line}).",
        "het uitvoeren van {value} duurde langer dan {seconds} seconden, en is gestopt (in {file},"
        " regel {line}).",
        "Mend it, or allow it more time: the environment variable MEETLAT_TIME_LIMIT is the number"
        " of seconds. What it makes is missing, or as it was before; the others went on.",
        "Herstel die, of geef meer tijd: de omgevingsvariabele MEETLAT_TIME_LIMIT is het aantal"
        " seconden. Wat die maakt ontbreekt, of is zoals het was; de andere gingen door.",
    ),
    "plugin-printed": remark(
        'the plugin {value} prints, which nobody sees: "{words}".',
        'de plug-in {value} drukt iets af, wat niemand ziet: "{words}".',
        "Take its print() out. What it printed stands in {log}.",
        "Haal print() eruit. Wat die afdrukte staat in {log}.",
    ),
    "theme-rule-twice": remark(
        'the rule for themes "{value}" is already registered by {other}; the one of {plugin},'
        " line {line}, is left out.",
        'de regel voor thema\'s "{value}" is al aangemeld door {other}; die van {plugin},'
        " regel {line}, doet niet mee.",
        "Rename one of the two functions.",
        "Hernoem een van de twee functies.",
    ),
    "theme-rule-failed": remark(
        "the rule for themes {value} stopped: {reason} ({file}, line {line}).",
        "de regel voor thema's {value} is gestopt: {reason} ({file}, regel {line}).",
        "The themes that name it have no score; the others went on.",
        "De thema's met die regel hebben geen score; de andere gingen door.",
    ),
    "unknown-theme-rule": error(
        'there is no rule "{value}" to score a theme by.',
        'er is geen regel "{value}" om een thema mee te scoren.',
        "The rules are: {known}. Blank is the mean of its questions.",
        "De regels zijn: {known}. Leeg is het gemiddelde van de vragen.",
    ),
    "unknown-rule-parameter": error(
        'the rule {rule} has no parameter "{value}".',
        'de regel {rule} heeft geen parameter "{value}".',
        "It has: {known}.",
        "Wel: {known}.",
    ),
    "bad-rule-parameter": error(
        '"{value}" will not do for the parameter "{parameter}" of the rule {rule}.',
        '"{value}" past niet bij de parameter "{parameter}" van de regel {rule}.',
        "Write it as {rule}; {example}.",
        "Schrijf het als {rule}; {example}.",
    ),
}
