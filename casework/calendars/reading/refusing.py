"""F5: why a calendar was not read. A short word for the child process, a sentence for the user."""

SENTENCES = {
    "empty": "Filen är tom. Exportera kalendern igen.",
    "no_calendar": "Det här är ingen kalender. Filen ska sluta på .ics och komma från en kalender.",
    "web_page": "Det här är en webbsida, inte en kalender. Använd länken till ICS.",
    "broken": "Kalendern är trasig eller avklippt. Exportera eller publicera den igen.",
    "too_big": "Kalendern är för stor. Den får vara högst 2 MB. Ta med färre månader.",
    "too_many": "Kalendern innehåller för många händelser. Ta med färre månader.",
    "too_heavy": "Kalendern har en serie som upprepas för tätt eller för länge för att räknas ut.",
    "too_slow": "Kalendern tog för lång tid att läsa. Ta med färre månader.",
}


class CalendarUnreadable(Exception):
    """F5: `why` is a key of SENTENCES; the text is fit to show."""

    def __init__(self, why: str) -> None:
        super().__init__(SENTENCES[why])
        self.why = why
