"""Of plugins that may not run, because nobody on this computer has allowed them."""

from meetlat.problems.messages.message import remark

TRUST = {
    "plugins-not-allowed": remark(
        "the plugins in the folder {folder} did not run: they are programs, and nobody has"
        " allowed them on this computer yet ({value}).",
        "de plug-ins in de map {folder} zijn niet uitgevoerd: het zijn programma's, en niemand"
        " heeft ze op deze computer al toegestaan ({value}).",
        "If you know who made them and trust them, run once, in that folder: {command}. Until then"
        " their tables stay as they were.",
        "Weet u wie ze gemaakt heeft en vertrouwt u ze, voer dan één keer uit, in die map:"
        " {command}. Tot die tijd blijven hun tabellen zoals ze waren.",
    ),
    "plugins-link": remark(
        "the plugins in the folder {folder} did not run: {value} is a link or a device, so what"
        " they would do cannot be looked at.",
        "de plug-ins in de map {folder} zijn niet uitgevoerd: {value} is een koppeling of een"
        " apparaat, dus wat ze zouden doen is niet na te gaan.",
        "Put the file itself in the folder, or take it out.",
        "Zet het bestand zelf in de map, of haal het eruit.",
    ),
    "plugins-too-large": remark(
        "the plugins in the folder {folder} did not run: it holds more than {files} files or"
        " {megabytes} MB, which is too much to look at.",
        "de plug-ins in de map {folder} zijn niet uitgevoerd: de map bevat meer dan {files}"
        " bestanden of {megabytes} MB, te veel om na te gaan.",
        "Keep only the plugins and what they need in it; {value} can go elsewhere.",
        "Bewaar er alleen de plug-ins in en wat die nodig hebben; {value} kan ergens anders staan.",
    ),
    "plugins-unreadable": remark(
        "the plugins in the folder {folder} did not run: {value} cannot be read ({reason}).",
        "de plug-ins in de map {folder} zijn niet uitgevoerd: {value} is niet te lezen ({reason}).",
        "Close it where it is open, or ask who keeps the folder for the right to read it.",
        "Sluit het waar het open staat, of vraag de beheerder van de map om leesrechten.",
    ),
}
