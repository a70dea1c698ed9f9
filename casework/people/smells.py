"""What in a free text may point at somebody: numbers, phones, addresses, and names of others.

Advice to whoever writes, so precision comes first: officials stop reading what nags. Pure.

Source of the number's shape: folkbokföringslagen (1991:481) 18, 18 a §§ (a coordination number has
60 added to the day); the check digit is the personnummer library's.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from personnummer import personnummer

from casework.people.given_names import AMBIGUOUS, GIVEN

NUMBER, PHONE, MAIL, NAME = "number", "phone", "mail", "name"
LOOKS_LIKE = {
    NUMBER: "ett personnummer",
    PHONE: "ett telefonnummer",
    MAIL: "en e-postadress",
    NAME: "någon annans namn",
}

_DAY = r"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])"
_MONTH = r"(?:0[1-9]|1[0-2])"
_MARK = r"[ \t]?[-+\u2010-\u2015]?[ \t]?"
# 19900101-0017, 900101+0017, 19900101 0017, 9001010017
_WHOLE = re.compile(rf"(?<![\w+])(?:1[89]|20)?\d\d{_MONTH}{_DAY}{_MARK}\d{{4}}(?![-–]?\w)")
# 1990-01-01-0017, 90 01 01 0017: so much else is written like this that its check digit must fit
_APART = re.compile(
    rf"(?<![\w+])(?:1[89]|20)?\d\d[-. ]{_MONTH}[-. ]{_DAY}{_MARK}\d{{4}}(?![-–]?\w)"
)
_MAIL = re.compile(r"[^\s@<>(),;:]+@[^\s@<>(),;:]+\.\w+")
_PHONE = re.compile(r"(?<![\w.,/–-])(?:\+|00|0(?=\d))(?:[ \t]?[-()/]?[ \t]?\d){6,12}(?!\w)")

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_ENDS = re.compile(
    r"(?:^|[.!?:;\n\u2022\"”»(*]|(?:^|\n)\s*[-–])[ \t]*$"
)  # what a sentence starts after
_SURNAME = re.compile(r"[A-ZÅÄÖÉ][a-zåäöé]+sson")
_RELATIONS = (
    *(
        "mamma",
        "mor",
        "mormor",
        "morfar",
        "pappa",
        "far",
        "farmor",
        "farfar",
        "bror",
        "broder",
        "syster",
    ),
    *("son", "dotter", "sambo", "särbo", "make", "maka", "fru", "hustru", "man", "exman", "exfru"),
    *("exsambo", "flickvän", "pojkvän", "vän", "väninna", "kompis", "granne", "kusin", "moster"),
    *("faster", "morbror", "farbror", "svärmor", "svärfar", "barn", "chef", "arbetsledare"),
    *("handledare", "kollega", "lärare", "läkare", "doktor", "överläkare", "handläggare"),
    *("socialsekreterare", "arbetsförmedlare", "psykolog", "kurator", "sjuksköterska"),
    *("kontaktperson", "boendestödjare", "arbetsterapeut", "fysioterapeut", "sjukgymnast"),
    *("förvaltare", "coach", "jobbcoach", "personlig assistent", "god man"),
)
_BENT = r"(?:n|en|et|s|ns|ens|nen|nens|nern|inna|innan|an|ern|dern|rn)?"
_BY_RELATION = re.compile(
    rf"\b(?i:{'|'.join(_RELATIONS)}){_BENT}"
    r"(?:,?[ \t]+(?:(?:som |)heter[ \t]+|vid namn[ \t]+)?|[ \t]*\()"
    r"([A-ZÅÄÖÉ][^\W\d_]+(?:[-'’][^\W\d_]+)*)"
)
# capitalised and no name: offices, places, days, words that begin sentences
_OTHER_WORDS = """
Arbetsförmedlingen Försäkringskassan Socialtjänsten Kommunen Regionen Region Kronofogden
Psykiatrin Primärvården Solkraft Skellefteå Norsjö Umeå Luleå Piteå Lycksele Malå Robertsfors
Vindeln Storuman Sorsele Arvidsjaur Boliden Kåge Burträsk Ursviken Bureå Byske Jörn Bastuträsk
Västerbotten Norrbotten Norrland Stockholm Göteborg Malmö Uppsala Sundsvall Östersund Sverige
Norge Finland Danmark Syrien Somalia Eritrea Irak Iran Afghanistan Ukraina Etiopien Thailand
Komvux Samhall Northvolt Ericsson Maxi Ica Coop Måndag Tisdag Onsdag Torsdag Fredag Lördag Söndag
Januari Februari Mars April Maj Juni Juli Augusti September Oktober November December Jul Påsk
Midsommar Nyår Hon Han Hen Jag Du Vi De Dem Det Den Detta Denna Där Här Som Har Hade Och Men När
Om Inte Ingen Enligt Vill Kan Ska Skulle Är Var Varit En Ett Efter Under Personen Personens
Behöver Saknas Nej Ja Samtycke Remiss Sedan Senast Idag Hos Vid Till Från Med Utan
"""
_OTHERS = frozenset(_OTHER_WORDS.split())
_OFFICES = re.compile(
    r".+(?:verket|kassan|tjänsten|kontoret|förmedlingen|centralen|vården|enheten|skolan|sjukhuset|"
    r"kommun|kommunen|gården|huset|hemmet|psykiatrin|mottagningen|domstolen|förbundet|kyrkan|"
    r"nämnden|teamet|staden|län)"
)
_PLACES = re.compile(r"[ \t]+(?:kulturhus|sjukhus|skola|gata|gatan|väg|torg|kyrka|vårdcentral)\b")


@dataclass(frozen=True)
class Smell:
    """What some words look like (a key of LOOKS_LIKE), and the words themselves."""

    kind: str
    words: str

    @property
    def looks_like(self) -> str:
        return LOOKS_LIKE[self.kind]


def smells(text: str, own_names: Iterable[str] = ()) -> list[Smell]:
    """Everything in the text that may point at somebody, in the order of LOOKS_LIKE, each once.

    `own_names` are whole names of those who may be named: the person, their representative. Their
    numbers are found all the same.
    """
    found = [*numbers(text), *(Smell(NAME, words) for words in _names(text, own_names))]
    return list(dict.fromkeys(found))


def numbers(text: str) -> list[Smell]:
    """Only what can be told without knowing words: personal numbers, phones, e-mail addresses."""
    personal = [found[0] for found in _WHOLE.finditer(text)]
    personal += [found[0] for found in _APART.finditer(text) if _fits(found[0])]
    rest = text
    for words in personal:
        rest = rest.replace(words, " | ")
    return [
        *(Smell(NUMBER, words) for words in personal),
        *(Smell(PHONE, found[0].strip()) for found in _PHONE.finditer(rest)),
        *(Smell(MAIL, found[0]) for found in _MAIL.finditer(text)),
    ]


def _fits(words: str) -> bool:
    return personnummer.valid(re.sub(r"\D", "", words))


def _names(text: str, own_names: Iterable[str]) -> Iterator[str]:
    own = {part.casefold() for name in own_names for part in _WORD.findall(name)}
    after_relation = {found.start(1) for found in _BY_RELATION.finditer(text)}
    words = [*_WORD.finditer(text), None]
    taken = -1
    for word, following in pairwise(words):
        if word is None or word.start() <= taken:
            continue
        if _names_somebody(word, text, word.start() in after_relation, own):
            taken, said = _with_surname(word, following, own)
            yield said


def _names_somebody(word: re.Match, text: str, related: bool, own: set[str]) -> bool:
    bare = _bare(word[0])
    if not word[0][:1].isupper() or {word[0].casefold(), bare.casefold()} & own:
        return False
    if _PLACES.match(text, word.end()):
        return False
    if bare in AMBIGUOUS:
        return related or _ENDS.search(text[: word.start()]) is None
    if bare in GIVEN or _SURNAME.fullmatch(bare):
        return bare not in _OTHERS
    return related and not _stands_for_something_else(word[0])


def _stands_for_something_else(word: str) -> bool:
    short = word.isupper()  # AF, FK, VC, ADHD
    return short or word in _OTHERS or _OFFICES.fullmatch(word) is not None


def _bare(word: str) -> str:
    """Without the s of the genitive, and ANNA as Anna."""
    plain = "-".join(part.capitalize() for part in word.split("-")) if word.isupper() else word
    return plain[:-1] if plain.endswith("s") and plain not in GIVEN else plain


def _with_surname(word: re.Match, following: re.Match | None, own: set[str]) -> tuple[int, str]:
    """Where the name ends, and the name: Anna, or Anna Berg."""
    if following is None or not following[0][:1].isupper() or following[0].casefold() in own:
        return word.start(), word[0]
    between = word.string[word.end() : following.start()]
    if between.strip(" ") or _stands_for_something_else(following[0]):
        return word.start(), word[0]
    return following.start(), f"{word[0]} {following[0]}"
