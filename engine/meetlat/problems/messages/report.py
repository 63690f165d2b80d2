"""Of writing the results into the workbook."""

from meetlat.problems.messages.message import error, remark

REPORT = {
    "logo-missing": remark(
        'the logo "{value}" is not there.',
        'het logo "{value}" is er niet.',
        "Put the picture beside the workbook, and write its whole name here, such as logo.png.",
        "Zet het plaatje naast de werkmap, en schrijf hier de hele naam, zoals logo.png.",
    ),
    "logo-kind": remark(
        'the logo "{value}" is of a kind that is not shown.',
        'het logo "{value}" is van een soort die niet getoond wordt.',
        "Save the picture as .png or .jpg, and name that file.",
        "Bewaar het plaatje als .png of .jpg, en noem dat bestand.",
    ),
    "logo-damaged": remark(
        'the logo "{value}" holds no whole picture of the kind that its name says.',
        'in het logo "{value}" zit geen heel plaatje van de soort die de naam zegt.',
        "Save it anew as .png or .jpg from the program that it was made with.",
        "Bewaar het opnieuw als .png of .jpg, uit het programma waarmee het is gemaakt.",
    ),
    "logo-unreadable": remark(
        'the logo "{value}" cannot be read.',
        'het logo "{value}" kan niet worden gelezen.',
        "See that you may open the file, and that no other program holds it.",
        "Kijk of u het bestand mag openen, en of geen ander programma het vasthoudt.",
    ),
    "logo-large": remark(
        'the logo "{value}" is larger than 5 MB, and every report would carry it.',
        'het logo "{value}" is groter dan 5 MB, en elk rapport zou dat meedragen.',
        "Save it smaller; 600 pixels wide is plenty.",
        "Bewaar het kleiner; 600 pixels breed is ruim genoeg.",
    ),
    "logo-page-only": remark(
        'the logo "{value}" is shown on the page for a browser, but Excel shows no .svg here.',
        'het logo "{value}" staat op de webpagina, maar Excel toont hier geen .svg.',
        "For the workbook too, save it as .png and name that file.",
        "Bewaar het als .png en noem dat bestand, dan staat het ook in de werkmap.",
    ),
    "in-the-way": error(
        'the table {table} has to grow, and "{value}" stands in its way.',
        'de tabel {table} moet groeien, en "{value}" staat in de weg.',
        "Move it elsewhere, or insert rows or columns before it; nothing was written.",
        "Zet het elders, of voeg er rijen of kolommen voor in; er is niets geschreven.",
    ),
    "table-in-the-way": error(
        'the table {table} has to grow, and the table "{value}" stands in its way.',
        'de tabel {table} moet groeien, en de tabel "{value}" staat in de weg.',
        "Move one of the two, or put it on a sheet of its own; nothing was written.",
        "Verplaats een van de twee, of zet die op een eigen blad; er is niets geschreven.",
    ),
    "merged-in-the-way": error(
        "the table {table} has to grow, and there are merged cells here or after it.",
        "de tabel {table} moet groeien, en hier of verderop zijn cellen samengevoegd.",
        "Unmerge them, for a table cannot hold merged cells; nothing was written.",
        "Splits ze, want een tabel kan geen samengevoegde cellen bevatten; er is niets geschreven.",
    ),
    "no-room": error(
        'the table "{value}" has to grow, and there is no room left on its sheet.',
        'de tabel "{value}" moet groeien, en daarvoor is op het blad geen plaats meer.',
        "Move it up or to the left; nothing was written.",
        "Zet die hoger of verder naar links; er is niets geschreven.",
    ),
    "name-taken": error(
        'the name "{value}" stands for {refers_to}, so no table can be called so.',
        'de naam "{value}" staat voor {refers_to}, dus geen tabel kan zo heten.',
        "Rename or delete that name (Formulas, Name Manager); nothing was written.",
        "Hernoem of verwijder die naam (Formules, Namen beheren); er is niets geschreven.",
    ),
    "metrics-not-listed": remark(
        'the table Metrics has to grow for {names}, and "{value}" stands in its way.',
        'de tabel Metrics moet groeien voor {names}, en "{value}" staat in de weg.',
        "Move it, to be able to switch those metrics on and off.",
        "Verplaats het om die maten aan en uit te kunnen zetten.",
    ),
    "no-headings": error(
        'the header row of the table "{value}" is switched off.',
        'de veldnamenrij van de tabel "{value}" staat uit.',
        "Switch it on (Table Design, Header Row): the names of the columns say what goes where.",
        "Zet die aan (Tabelontwerp, Veldnamenrij): aan de kolomnamen is te zien wat waar hoort.",
    ),
    "column-emptied": remark(
        'the column "{value}" of the table {table}{elsewhere} is of a theme or comparison that is'
        " no more.",
        'de kolom "{value}" van de tabel {table}{elsewhere} is van een thema of vergelijking die er'
        " niet meer is.",
        "It was emptied, for it might tell of groups that are too small to show; delete it.",
        "Die is leeggemaakt, want er kunnen cijfers in staan van te kleine groepen; verwijder de"
        " kolom.",
    ),
    "table-of-before": remark(
        'the figures in the table "{value}" are of an earlier time: the metric {metric} is off.',
        'de cijfers in de tabel "{value}" zijn van een eerdere keer: de maat {metric} staat uit.',
        "Switch the metric on in Metrics, or delete the table.",
        "Zet de maat aan in Metrics, of verwijder de tabel.",
    ),
    "table-emptied": remark(
        'the table "{value}" was emptied: there is nothing for the metric {metric} to show.',
        'de tabel "{value}" is leeggemaakt: er is niets wat de maat {metric} kan laten zien.',
        "Too few people answered, or no question asks for it. Then delete the table.",
        "Te weinig mensen antwoordden, of geen vraag vraagt erom. Verwijder de tabel in dat geval.",
    ),
    "column-not-filled": remark(
        'the column "{value}" of the table {table}{elsewhere} holds figures that Meetlat does not'
        " fill.",
        'de kolom "{value}" van de tabel {table}{elsewhere} bevat cijfers die Meetlat niet invult.',
        "It was left as it was; delete it if it is from an earlier comparison.",
        "Die bleef zoals die was; verwijder de kolom als die van een eerdere vergelijking is.",
    ),
}
