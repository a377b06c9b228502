"""The app package: valid by the official schema, with icons of the sizes that Teams wants."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib

import pytest
from typer.testing import CliRunner

from bot.channels.teams import icons, package
from bot.channels.teams.webhook import EXAMPLES
from bot.cli import app
from knowledge.errors import KnowledgeError
from knowledge.questions import Kind
from tests.channels.teams.kit import APP, schema

URL = "https://dutydesk.example.gov.uk"


def run(*arguments, **environment):
    return CliRunner().invoke(app, ["teams", "package", *arguments], env=environment)


def pixels(png):
    """Side and pixels (red, green, blue, alpha) of a PNG without filters."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height, depth, colours = struct.unpack(">IIBB", png[16:26])
    assert (depth, colours) == (8, 6)
    assert width == height
    data = zlib.decompress(png[png.index(b"IDAT") + 4 : png.rindex(b"IEND") - 8])
    rows = [data[n * (width * 4 + 1) + 1 : (n + 1) * (width * 4 + 1)] for n in range(height)]
    return width, [tuple(row[n : n + 4]) for row in rows for n in range(0, len(row), 4)]


def test_the_package_holds_a_valid_manifest_and_two_icons(tmp_path):
    target = tmp_path / "dutydesk-teams.zip"
    result = run("--url", URL, "--app-id", APP.upper(), "--output", str(target))
    assert result.exit_code == 0, result.output
    with zipfile.ZipFile(target) as file:
        assert sorted(file.namelist()) == ["color.png", "manifest.json", "outline.png"]
        manifest = json.loads(file.read("manifest.json"))
        assert pixels(file.read(manifest["icons"]["color"]))[0] == 192
        assert pixels(file.read(manifest["icons"]["outline"]))[0] == 32
    assert [error.message for error in schema("teams-manifest-1.17.json").iter_errors(manifest)] == []
    (bot,) = manifest["bots"]
    assert manifest["id"] == bot["botId"] == APP
    assert set(bot["scopes"]) == {"personal", "team", "groupChat"}
    assert manifest["validDomains"] == ["dutydesk.example.gov.uk"]


def test_the_schema_can_fail():
    assert list(schema("teams-manifest-1.17.json").iter_errors({**package.manifest(URL, APP), "accentColor": "blue"}))


def test_the_icons_are_as_teams_wants_them():
    side, colour = pixels(icons.colour())
    assert side == 192
    assert {p[3] for p in colour} == {255}, "no part of the coloured icon is transparent"
    side, outline = pixels(icons.outline())
    assert side == 32
    assert {p[:3] for p in outline} == {(255, 255, 255)}, "the outline is white and nothing else"
    assert {p[3] for p in outline} >= {0, 255}


def test_the_same_package_is_the_same_file():
    one, two = (package.packed(package.manifest(URL, APP)) for _ in range(2))
    assert one == two
    assert zipfile.ZipFile(io.BytesIO(one)).testzip() is None


def test_the_id_may_come_from_the_environment(tmp_path):
    target = tmp_path / "x.zip"
    assert run("--url", URL, "--output", str(target), TEAMS_APP_ID=APP).exit_code == 0
    with zipfile.ZipFile(target) as file:
        assert json.loads(file.read("manifest.json"))["id"] == APP


@pytest.mark.parametrize("url", ["http://dutydesk.example.gov.uk", "dutydesk.example.gov.uk", "https://", "https://localhost", "https://10.0.0.1",
                                 "https://a@b.example", "https://b.example:8443", "https://b.example/?x", "https://b.example/#x", "https://b example",
                                 "https://[::1", "https://*.example.gov.uk", "", "https://b.example:x"])  # fmt: skip
def test_a_wrong_address_is_named(url):
    with pytest.raises(KnowledgeError) as wrong:
        package.manifest(url, APP)
    assert wrong.value.code == "teams_url"


@pytest.mark.parametrize("id_", ["", "dutydesk", "1234", APP + "0", f"{{{APP}}}"])
def test_a_wrong_id_is_named(id_):
    with pytest.raises(KnowledgeError) as wrong:
        package.manifest(URL, id_)
    assert wrong.value.code == "teams_app_id"


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    result = run("--url", URL, "--app-id", APP, "--output", str(tmp_path / "missing" / "x.zip"))
    assert isinstance(result.exception, KnowledgeError)
    assert result.exception.code == "teams_output"


def test_the_suggested_commands_are_understood(assistant):
    """Choosing a command sends its title, so each title must lead somewhere; so must the examples of the welcome."""
    titles = [*(title for title, _ in package.COMMANDS), *EXAMPLES]
    kinds = {title: assistant.respond(title, session=f"command {title}")["status"] for title in titles}
    assert "not_covered" not in kinds.values(), kinds
    assert Kind(assistant.parse("What do you know about me?")["intent"]["name"]) is Kind.SHOW_PROFILE
