"""The design system comes from npm, once; without a network there is one clear sentence."""

import json
import re
import subprocess

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph

from casework.kit import assets


@pytest.fixture
def empty(monkeypatch, tmp_path):
    """A static folder with nothing fetched."""
    for name, value in {"STATIC": "", "MODULES": "node_modules", "VENDOR": "vendor"}.items():
        monkeypatch.setattr(assets, name, tmp_path / value)
    return tmp_path


def npm_that(does):
    def npm(arguments, **settings):
        code = does(arguments, settings)
        return subprocess.CompletedProcess(
            arguments, code, "", "npm error code ENOTFOUND\nnpm error x"
        )

    return npm


def font(file, letter):
    """The smallest font there is: one letter, and a box for all others."""
    made = FontBuilder(1000)
    made.setupGlyphOrder([".notdef", "one"])
    made.setupCharacterMap({ord(letter): "one"})
    made.setupGlyf({".notdef": Glyph(), "one": Glyph()})
    made.setupHorizontalMetrics({".notdef": (500, 0), "one": (500, 0)})
    made.setupHorizontalHeader()
    made.setupPost()
    made.font.flavor = "woff2"
    made.save(file)


def deliver(_arguments, settings):
    for source in (*assets.WANTED, *assets.PRINTED):
        file = settings["cwd"] / "node_modules" / source
        file.parent.mkdir(parents=True, exist_ok=True)
        if source.endswith(".woff2"):
            font(file, "ش" if "arabic" in source else "å")
        else:
            file.write_text(source)
    return 0


@pytest.mark.usefixtures("empty")
def test_what_is_missing_is_fetched_and_then_is_not_missing(monkeypatch):
    monkeypatch.setattr(assets, "npm", npm_that(deliver))
    assert assets.missing()
    assets.fetch()
    assert not assets.missing()
    assert {file.name for file in assets.VENDOR.iterdir()} == {*assets.WANTED.values(), "paper"}
    (assets.VENDOR / "icons.svg").unlink()
    assert assets.missing()


@pytest.mark.usefixtures("empty")
def test_the_fonts_of_paper_are_truetype_and_their_letters_are_listed(monkeypatch):
    monkeypatch.setattr(assets, "npm", npm_that(deliver))
    assets.fetch()
    paper = assets.VENDOR / "paper"
    fonts = [(paper / name).read_bytes() for name in assets.PRINTED.values()]
    assert all(one.startswith(b"\x00\x01\x00\x00") for one in fonts)
    assert (assets.VENDOR / assets.LETTERS).read_text(encoding="utf-8") == "åش"
    assert not assets.served("vendor/paper/Inter-Regular.ttf")
    next(paper.glob("*.ttf")).unlink()
    assert assets.missing()


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("dev", [True, False])
def test_scripts_of_packages_never_run_and_tools_of_tests_only_when_asked(monkeypatch, dev):
    seen = []
    monkeypatch.setattr(assets, "npm", npm_that(lambda a, s: seen.extend(a) or deliver(a, s)))
    assets.fetch(dev=dev)
    assert {"--ignore-scripts", "--no-package-lock"} <= set(seen)
    assert ("--omit=dev" in seen) is not dev


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("trouble", [OSError("gone"), subprocess.TimeoutExpired("npm", 1)])
def test_an_npm_that_cannot_run_is_one_clear_sentence(monkeypatch, trouble):
    def broken(*_arguments, **_settings):
        raise trouble

    monkeypatch.setattr(assets, "npm", broken)
    with pytest.raises(
        assets.AssetsMissing, match=r"could not be fetched .* `casework assets` again\.$"
    ):
        assets.fetch()


@pytest.mark.usefixtures("empty")
def test_a_machine_without_a_network_is_told_so(monkeypatch):
    monkeypatch.setattr(assets, "npm", npm_that(lambda _a, _s: 1))
    with pytest.raises(assets.AssetsMissing, match=r"npm \(ENOTFOUND\)"):
        assets.fetch()


@pytest.mark.usefixtures("empty")
def test_a_package_that_moved_its_files_is_named(monkeypatch):
    monkeypatch.setattr(assets, "npm", npm_that(lambda _a, _s: 0))
    with pytest.raises(assets.AssetsMissing, match=re.escape(next(iter(assets.WANTED)))):
        assets.fetch()


def test_every_package_is_pinned_to_one_version():
    package = json.loads((assets.STATIC / "package.json").read_text())
    pins = {**package["dependencies"], **package["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in pins.values())
    assert {f"{one[0]}/{one[1]}" for one in (w.split("/") for w in assets.WANTED)} == set(
        package["dependencies"]
    )


def test_our_own_sheet_links_only_to_files_that_are_fetched():
    linked = re.findall(r"url\(([^)]+)\)", (assets.STATIC / "app.css").read_text())
    assert linked
    assert {name.removeprefix("vendor/") for name in linked} <= set(assets.WANTED.values())


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("app.css", True),
        ("vendor/Inter-Bold.woff2", True),
        ("vendor/Inter-OFL.txt", True),
        ("package.json", False),
        ("node_modules/axe-core/axe.min.js", False),
        ("node_modules/x.css", False),
        ("vendor/../package.json", False),
        ("vendor/deep/x.css", False),
    ],
)
def test_only_our_files_and_the_vendor_ones_are_served(name, may):
    assert assets.served(name) is may
