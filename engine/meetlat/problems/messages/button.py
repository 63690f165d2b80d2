"""Of the button, with the workbook open in front of HR."""

from meetlat.problems.messages.message import error

CLICK = {
    "protected": error(
        "this sheet is protected, and a table on it has to be filled.",
        "dit blad is beveiligd, en er moet een tabel op worden ingevuld.",
        "Unprotect it (Review, Unprotect Sheet) and click again; nothing was written.",
        "Hef die op (Controleren, Beveiliging blad opheffen) en klik opnieuw; er is niets"
        " geschreven.",
    ),
    "stopped": error(
        "the recalculation stopped half-way: {value}.",
        "het herberekenen is halverwege gestopt: {value}.",
        "Close dialogs and try again; if it stays, send {log} along when you ask for help.",
        "Sluit vensters en probeer het opnieuw; blijft het, stuur dan {log} mee met uw vraag.",
    ),
}
