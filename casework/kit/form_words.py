"""What WTForms says when an answer has the wrong shape, in plain Swedish of our own."""

WORDS = {
    "This field is required.": "Fyll i det här.",
    "Invalid input.": "Skriv på ett annat sätt. Så här går det inte att läsa.",
    "Not a valid choice.": "Välj ett av alternativen.",
    "Invalid Choice: could not coerce.": "Välj ett av alternativen.",
    "Choices cannot be None.": "Det finns inget att välja på.",
    "Invalid choice(s): one or more data inputs could not be coerced.": "Välj bland alternativen.",
    "'%(value)s' is not a valid choice for this field.": "Välj bland alternativen.",
    "'%(value)s' are not valid choices for this field.": "Välj bland alternativen.",
    "Invalid value, must be one of: %(values)s.": "Välj något av: %(values)s.",
    "Invalid value, can't be any of: %(values)s.": "Välj något annat än: %(values)s.",
    "Not a valid date value.": "Skriv ett datum, till exempel 2026-11-25.",
    "Not a valid datetime value.": "Skriv datum och tid, till exempel 2026-11-25 13:00.",
    "Not a valid time value.": "Skriv en tid, till exempel 13.00.",
    "Not a valid week value.": "Skriv en vecka, till exempel 2026-W48.",
    "Not a valid integer value.": "Skriv ett helt tal med siffror.",
    "Not a valid decimal value.": "Skriv ett tal med siffror.",
    "Not a valid float value.": "Skriv ett tal med siffror.",
    "Number must be at least %(min)s.": "Skriv ett tal som är minst %(min)s.",
    "Number must be at most %(max)s.": "Skriv ett tal som är högst %(max)s.",
    "Number must be between %(min)s and %(max)s.": "Skriv ett tal mellan %(min)s och %(max)s.",
    "Date must be at least %(min)s.": "Välj ett datum som är tidigast %(min)s.",
    "Date must be at most %(max)s.": "Välj ett datum som är senast %(max)s.",
    "Date must be between %(min)s and %(max)s.": "Välj ett datum mellan %(min)s och %(max)s.",
    "Field must be at least %(min)d character long.": "Skriv minst %(min)d tecken.",
    "Field must be at least %(min)d characters long.": "Skriv minst %(min)d tecken.",
    "Field cannot be longer than %(max)d character.": "Skriv högst %(max)d tecken.",
    "Field cannot be longer than %(max)d characters.": "Skriv högst %(max)d tecken.",
    "Field must be exactly %(max)d character long.": "Skriv precis %(max)d tecken.",
    "Field must be exactly %(max)d characters long.": "Skriv precis %(max)d tecken.",
    "Field must be between %(min)d and %(max)d characters long.": (
        "Skriv mellan %(min)d och %(max)d tecken."
    ),
    "Field must be equal to %(other_name)s.": "De två fälten ska vara lika.",
    "Invalid email address.": "Skriv en e-postadress, till exempel namn@example.se.",
    "Invalid URL.": "Skriv en webbadress, till exempel https://example.se.",
    "Invalid IP address.": "Skriv en ip-adress.",
    "Invalid Mac address.": "Skriv en mac-adress.",
    "Invalid UUID.": "Välj ett av alternativen.",
    "Invalid field name '%s'.": "Fältet finns inte.",
    "This field cannot be edited.": "Det här kan inte ändras.",
    "This field is disabled and cannot have a value.": "Det här kan inte fyllas i.",
    "Invalid CSRF Token.": "Sidan har varit öppen för länge. Spara igen.",
    "CSRF token missing.": "Sidan har varit öppen för länge. Spara igen.",
    "CSRF failed.": "Sidan har varit öppen för länge. Spara igen.",
    "CSRF token expired.": "Sidan har varit öppen för länge. Spara igen.",
}


class Swedish:
    """The two questions that WTForms asks of a translation."""

    def gettext(self, string: str) -> str:
        return WORDS.get(string, string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self.gettext(singular if n == 1 else plural)
