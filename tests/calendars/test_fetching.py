"""F4: fetched from where it may be, over real TLS, and from nowhere else."""

import gzip
import ssl
import time
from time import monotonic

import pytest

from casework.calendars import fetching
from casework.calendars.fetching import Asked, Fetched, Unchanged, Unreachable, fetch
from casework.calendars.network import Network, is_public
from casework.calendars.rules import address_of
from casework.kit.errors import RuleBroken
from tests.calendars.making import ADDRESS, calendar
from tests.calendars.server import HOST, OPEN, answer, serving

HOSTS = (HOST, ".office365.example")
BODY = calendar()
DATE = "Sat, 28 Nov 2026 10:00:00 GMT"


def refused(world, address=ADDRESS, hosts=HOSTS):
    with pytest.raises(Unreachable) as trouble:
        fetch(Asked(address), hosts, world.network)
    assert "hemlig-nyckel" not in str(trouble.value), "F6: the address stands in no sentence"
    return str(trouble.value)


def test_f4_a_calendar_is_fetched_from_the_address_that_was_judged(papers):
    with serving(papers, answer(BODY, "200 OK", 'ETag: "a1"', f"Last-Modified: {DATE}")) as world:
        found = fetch(Asked(ADDRESS), HOSTS, world.network)
    assert isinstance(found, Fetched)
    assert (found.body, found.etag, found.last_modified) == (BODY, '"a1"', DATE)
    assert world.dialled == [OPEN]
    [request] = world.asked
    assert request.startswith(
        "GET /hemlig-nyckel/kalender.ics HTTP/1.1\r\nHost: kalender.example\r\n"
    )
    assert "Accept-Encoding: identity" in request
    assert "hemlig-nyckel" not in repr(Asked(ADDRESS))


@pytest.mark.parametrize("words", ["Mötet med Linn", "a" * 201, "Hemligt möte i går"])
def test_f1_words_of_the_server_that_are_no_mark_and_no_date_are_dropped(papers, words):
    with serving(papers, answer(BODY, "200 OK", f"ETag: {words}", f"Last-Modified: {words}")) as w:
        found = fetch(Asked(ADDRESS), HOSTS, w.network)
    assert isinstance(found, Fetched)
    assert (found.etag, found.last_modified) == (None, None)


def test_f4_what_is_unchanged_is_not_sent_again(papers):
    with serving(papers, answer(b"", "304 Not Modified")) as world:
        asked = Asked(ADDRESS, '"a1"', DATE)
        assert isinstance(fetch(asked, HOSTS, world.network), Unchanged)
    assert f'If-None-Match: "a1"\r\nIf-Modified-Since: {DATE}\r\n' in world.asked[0]


@pytest.mark.parametrize(
    "address",
    [
        "http://kalender.example/a.ics",
        "ftp://kalender.example/a.ics",
        "file:///etc/passwd",
        "gopher://kalender.example/",
        "https://kalender.example:8443/a.ics",
        "https://kalender.example:22/",
        "https://du:hemligt@kalender.example/a.ics",
        "https://kalender.example@127.0.0.1/a.ics",
        "https://annan.example/a.ics",
        "https://kalender.example.annan.example/a.ics",
        "https://xkalender.example/",
        "https://office365.example.annan.example/",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://0177.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://localhost/",
        "https://kalender.example\\@127.0.0.1/",
        "https://kalender.example/a\r\nX-Egen: ja",
        "https://kalender.example/a b",
        "https://kalender.exämple/",
        "https://kalender.example\u3002/",
        "https:///a.ics",
        "https://",
        "",
        "//kalender.example/a",
        f"https://kalender.example/{'a' * 3000}",
    ],
)
def test_f4_an_address_that_leads_elsewhere_is_refused(papers, address):
    with pytest.raises(RuleBroken) as broken:
        address_of(address, HOSTS)
    assert broken.value.field == "address"
    with serving(papers, answer(BODY)) as world:
        assert refused(world, address) == fetching.ELSEWHERE
    assert (world.looked_up, world.dialled) == ([], [])


INSIDE = (
    *("127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255"),
    *("192.168.1.1", "169.254.169.254", "100.64.0.1", "100.127.255.255", "192.0.0.8"),
    *("192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.1.1.1"),
    *("240.0.0.1", "255.255.255.255", "192.88.99.1"),
    *("::", "::1", "::ffff:10.0.0.1", "::ffff:93.184.216.34", "::127.0.0.1", "fe80::1"),
    *("fe80::1%eth0", "fec0::1", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1", "2001::1"),
    *("2002:7f00:1::", "2002:a00:1::1", "64:ff9b::7f00:1", "64:ff9b::5db8:d822"),
    *("64:ff9b:1::1", "100::1", "3fff::1", "5f00::1", "inte en adress", ""),
)


@pytest.mark.parametrize("place", INSIDE)
def test_f4_an_address_that_is_not_open_to_the_world_is_never_dialled(papers, place):
    assert not is_public(place)
    for answers in ([place], [OPEN, place], [place, OPEN]):
        with serving(papers, answer(BODY)) as world:
            world.names[HOST] = [answers]
            assert refused(world) == fetching.ELSEWHERE
        assert world.dialled == []


@pytest.mark.parametrize("place", [OPEN, "8.8.8.8", "2a00:1450:4001:81b::200e", "2606:4700::1111"])
def test_f4_an_open_address_is_dialled(place):
    assert is_public(place)


def test_f4_a_name_that_changes_its_mind_leads_nowhere_else(papers):
    """Rebinding: the second answer would be inside, and is never asked for."""
    with serving(papers, answer(BODY)) as world:
        world.names[HOST] = [[OPEN], ["127.0.0.1"]]
        assert isinstance(fetch(Asked(ADDRESS), HOSTS, world.network), Fetched)
    assert (world.looked_up, world.dialled) == ([HOST], [OPEN])


@pytest.mark.parametrize(
    "to",
    [
        *("http://kalender.example/b", "https://annan.example/b", "https://127.0.0.1/b"),
        *("https://kalender.example:444/b", "//169.254.169.254/latest/meta-data"),
        *("file:///etc/passwd", "https://a:b@kalender.example/", "https://[::1]/"),
    ],
)
def test_f4_where_it_is_sent_on_to_is_judged_anew(papers, to):
    with serving(papers, answer(b"", "302 Found", f"Location: {to}")) as world:
        assert refused(world) == fetching.ELSEWHERE
    assert world.dialled == [OPEN]


def test_f4_a_redirect_to_a_name_that_leads_inside_is_not_followed(papers):
    to = "Location: https://a.office365.example/b"
    with serving(papers, answer(b"", "301 Moved", to)) as world:
        world.names["a.office365.example"] = [["10.0.0.1"]]
        assert refused(world) == fetching.ELSEWHERE
    assert (world.looked_up, world.dialled) == ([HOST, "a.office365.example"], [OPEN])


def test_f4_three_redirects_are_followed_and_a_fourth_is_not(papers):
    def said(turns):
        def answering(line, request):
            number = int(request.split("/")[1].split(" ")[0] or 0)
            last = number >= turns
            to = answer(BODY) if last else answer(b"", "302 Found", f"Location: /{number + 1}")
            to(line, request)

        return answering

    with serving(papers, said(3)) as world:
        assert isinstance(fetch(Asked(f"https://{HOST}/0"), HOSTS, world.network), Fetched)
    with serving(papers, said(4)) as world:
        assert refused(world, f"https://{HOST}/0") == fetching.ROUND
    assert len(world.asked) == 4


def test_f4_papers_of_another_name_or_of_nobody_known_are_refused(papers):
    with serving(papers, answer(BODY), "annan.example") as world:
        assert refused(world) == fetching.UNSAFE
    with serving(papers, answer(BODY)) as world:
        strict = Network(world.network.look_up, world.network.dial)  # the system's own authorities
        with pytest.raises(Unreachable, match="kan inte visa"):
            fetch(Asked(ADDRESS), HOSTS, strict)
    assert world.asked == []


def test_f4_the_ordinary_network_is_the_strict_one():
    ordinary = Network().trusted()
    assert (ordinary.check_hostname, ordinary.verify_mode) == (True, ssl.CERT_REQUIRED)
    with pytest.raises(Unreachable):
        fetch(
            Asked("https://localhost.office365.example/"), HOSTS, Network(lambda _: ["127.0.0.1"])
        )


def test_f4_more_than_two_megabytes_are_not_taken(papers):
    big = b"a" * (fetching.BYTES + 1)
    for said in (answer(big), answer(big, "200 OK", length=False)):
        with serving(papers, said) as world:
            assert refused(world) == fetching.TOO_BIG
    chunk = b"10000\r\n" + b"a" * 65536 + b"\r\n"
    chunked = answer(chunk * 40, "200 OK", "Transfer-Encoding: chunked", length=False)
    with serving(papers, chunked) as world:
        assert refused(world) == fetching.TOO_BIG


def test_f4_what_is_packed_is_not_unpacked(papers):
    for how in ("gzip", "deflate", "br", "gzip, gzip"):
        packed = answer(gzip.compress(b"a" * 10_000_000), "200 OK", f"Content-Encoding: {how}")
        with serving(papers, packed) as world:
            assert refused(world) == fetching.PACKED


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        *(("401 No", fetching.SHUT), ("403 No", fetching.SHUT), ("404 No", fetching.GONE)),
        *(("410 Gone", fetching.GONE), ("500 Oj", fetching.ODD), ("206 Del", fetching.ODD)),
        ("302 Found", fetching.ODD),
    ],
)
def test_f4_another_answer_is_said_in_words(papers, status, sentence):
    with serving(papers, answer(BODY, status)) as world:
        assert refused(world) == sentence


def _drip(line, _request):
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(100):
        line.sendall(b"a")
        time.sleep(0.1)


def _drip_headers(line, _request):
    line.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in range(100):
        line.sendall(f"X-{number}: a\r\n".encode())
        time.sleep(0.1)


def _silent(_line, _request):
    time.sleep(5)


def _for_ever_round(line, request):
    time.sleep(0.4)
    answer(b"", "302 Found", "Location: /a")(line, request)


@pytest.mark.parametrize("said", [_drip, _drip_headers, _silent, _for_ever_round])
def test_f4_a_server_that_drips_is_left_in_time(papers, said, monkeypatch):
    monkeypatch.setattr(fetching, "SECONDS", 1.0)
    began = monotonic()
    with serving(papers, said) as world:
        assert refused(world) == fetching.SLOW
    assert monotonic() - began < 3


def test_f4_a_name_that_is_never_found_is_left_in_time(papers, monkeypatch):
    monkeypatch.setattr(fetching, "SECONDS", 0.5)
    with serving(papers, answer(BODY)) as world:
        slow = Network(lambda _: time.sleep(3) or [OPEN], world.network.dial)
        with pytest.raises(Unreachable, match="långsamt"):
            fetch(Asked(ADDRESS), HOSTS, slow)
    assert world.dialled == []


@pytest.mark.parametrize(
    "said",
    [
        lambda line, _: line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nBEGIN"),
        lambda line, _: line.sendall(b"SSH-2.0-OpenSSH\r\n\r\n"),
        lambda line, _: line.sendall(b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 500 + b"\r\n"),
        lambda line, _: line.sendall(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000 + b"\r\n\r\n"),
        lambda line, _: line.sendall(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
        ),
        lambda _line, _: None,
    ],
)
def test_f4_an_answer_that_is_none_is_a_sentence(papers, said):
    with serving(papers, said) as world:
        assert refused(world) == fetching.SILENT


def test_f4_a_name_that_nobody_knows_and_a_door_that_is_shut():
    def unknown(_host):
        raise OSError("no such name")

    def shut(_place, _seconds):
        raise ConnectionRefusedError

    for network in (Network(unknown), Network(lambda _: [OPEN], shut), Network(lambda _: [])):
        with pytest.raises(Unreachable):
            fetch(Asked(ADDRESS), HOSTS, network)
