"""What a mail server may say, in plain Swedish: for good, not now, or not at all.

RFC 5321 4.2 (what the digits mean), RFC 3463 (the longer codes, which are not needed here).
"""

NO_SERVER = "E-postservern svarar inte."
CUT_OFF = "Kontakten med e-postservern bröts."
NO_SUCH_ADDRESS = "Mottagarens e-postserver säger att adressen inte finns."
NOT_THERE = "E-postservern vill inte skicka till den adressen."
FULL = "Mottagarens brevlåda är full."
ODD_ADDRESS = "Adressen har tecken som e-postservern inte klarar."
NOT_FROM_US = "E-postservern tar inte emot brev från tjänsten."
NOT_TAKEN = "E-postservern vill inte ta emot brevet."
TOO_BIG = "Brevet är för stort för e-postservern."
BUSY = "E-postservern är upptagen."
BAD_CERTIFICATE = "E-postserverns certifikat går inte att lita på. Inget skickades."
NO_ENCRYPTION = "E-postservern erbjuder ingen kryptering. Inget skickades."
BAD_ENCRYPTION = "Det gick inte att kryptera kontakten med e-postservern. Inget skickades."
NOT_SIGNED_IN = "E-postservern godtar inte tjänstens användarnamn och lösenord."

CLOSING = 421  # the server says this and hangs up
_TO_THE_ADDRESS = {550: NO_SUCH_ADDRESS, 551: NO_SUCH_ADDRESS, 552: FULL, 553: NO_SUCH_ADDRESS}
_TO_THE_LETTER = {552: TOO_BIG}


class Refused(Exception):
    """A permanent no to this letter. The sentence is fit to show."""


class Later(Exception):
    """Not now. The sentence is fit to show.

    `clear`: the server has said no, or was never given the letter. Otherwise it may have arrived.
    `lost`: there is no line any more; the next letter has to open one.
    """

    def __init__(self, sentence: str, *, clear: bool = True, lost: bool = False) -> None:
        super().__init__(sentence)
        self.clear, self.lost = clear, lost


class Down(Later):
    """The server takes no letter from us at all: the others need not be tried either."""


def about_the_sender(code: int) -> Exception:
    """The answer to MAIL FROM. It would be the same for every letter, so none is given up."""
    if code == CLOSING:
        return Later(BUSY, lost=True)
    return Refused(TOO_BIG) if code == 552 else Down(NOT_FROM_US if code >= 500 else BUSY)


def about_the_address(code: int) -> Exception:
    """The answer to RCPT TO."""
    if code >= 500:
        return Refused(_TO_THE_ADDRESS.get(code, NOT_THERE))
    return Later(BUSY, lost=code == CLOSING)


def about_the_letter(code: int) -> Exception:
    """The answer to DATA, before or after the letter."""
    if code >= 500:
        return Refused(_TO_THE_LETTER.get(code, NOT_TAKEN))
    return Later(BUSY, lost=code == CLOSING)
