"""The commands induction, pack and meetings: what they print and write, and what a wrong call is told."""

from __future__ import annotations

import icalendar
import pytest

from bot import lookup
from learning import offices
from tests.test_cli import dutydesk, short  # noqa: F401

DUDLEY = ("--role", "councillor", "--council", "Dudley")
CROYDON = ("--role", "lead member", "--council", "croydon")


def test_an_induction_is_printed_step_by_step_and_fits_the_screen(dutydesk):  # noqa: F811
    code, out, _ = dutydesk("induction", *DUDLEY)
    assert code == 0
    assert "1 of 8: What is expected of you" in out
    assert "8 of 8: Where the document stands" in out
    assert "All Councillors 1" in out
    assert short(out) == []


def test_one_step_alone(dutydesk):  # noqa: F811
    _, out, _ = dutydesk("induction", *DUDLEY, "--step", "6")
    assert out.startswith("6 of 8: What to do with a concern about a child")
    assert "1 of 8" not in out


@pytest.mark.parametrize("format", ["html", "docx", "pdf"])
def test_a_pack_is_written_where_asked_and_the_place_is_told(dutydesk, tmp_path, format):  # noqa: F811
    code, out, _ = dutydesk("pack", *DUDLEY, "--output", str(tmp_path), "--format", format)
    assert code == 0
    assert f"dudley-councillors.{format}" in out
    assert (tmp_path / f"dudley-councillors.{format}").exists()


def test_meetings_are_listed_with_what_is_to_be_confirmed(dutydesk):  # noqa: F811
    code, out, _ = dutydesk("meetings", *CROYDON)
    assert code == 0
    assert "16 in all. The text fixes how often for 6; it gives a date for none." in out
    assert "To confirm: The clause says “Bi monthly”" in out
    assert short(out) == []


def test_the_calendar_is_written_from_the_date_given(dutydesk, tmp_path):  # noqa: F811
    file = tmp_path / "m.ics"
    code, out, _ = dutydesk("meetings", *CROYDON, "--ics", str(file), "--from", "2026-09-01")
    assert code == 0
    assert "6 of 16 written to" in out
    assert len(icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")) == 6


def test_an_office_without_meetings_is_told_so_and_no_file_is_made(dutydesk, tmp_path):  # noqa: F811
    file = tmp_path / "m.ics"
    code, out, _ = dutydesk("meetings", *DUDLEY, "--ics", str(file), "--from", "2026-09-01")
    assert code == 0
    assert "name no meetings for All Councillors in Dudley. No file was written." in out
    assert not file.exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("pack", "--role", "councillor", "--council", "Dudly"), "did you mean Dudley?"),
        (("pack", "--role", "councillor"), "Missing option '--council'"),
        (
            ("pack", "--role", "assistant director", "--council", "Dudley"),
            "“Assistant Director (School Effectiveness)”",
        ),
        (("pack", "--role", "head of service", "--council", "leicester"), "“Heads of Service”. Give one of them"),
        (("pack", "--role", "director", "--council", "Leicester"), "may be any of these: “Director of Assurance"),
        (("pack", "--role", "councillor and lead member", "--council", "Dudley"), "may be any of these: “Councillors”"),
        (("pack", "--role", "lead membr x", "--council", "Dudly"), "did you mean Dudley?"),
        (("pack", "--role", "", "--council", "Dudley"), "`dutydesk roles` lists them all"),
        (("pack", "--role", "scrutineer", "--council", "Dudley"), "Nearest: "),
        (("pack", "--role", "cdcc", "--council", "Dudley"), "Found in: Kent. `dutydesk roles --council Dudley`"),
        (("pack", *DUDLEY, "--output", "/proc/none"), "cannot be written"),
        (("pack", *DUDLEY, "--output", "x.pdf", "--format", "docx"), "its ending says pdf, and the format docx"),
        (("meetings", "--role", "assistant director", "--council", "Dudley"), "may be any of these"),
        (("induction", "--role", "assistant director", "--council", "Dudley"), "may be any of these"),
        (("meetings", *CROYDON, "--ics", "x.ics", "--from", "9999-12-31"), "a year from 2000 to 2100"),
        (("meetings", *CROYDON, "--ics", "/proc/none/x.ics", "--from", "2026-09-01"), "cannot be written"),
        (("pack", "--role", "gardener of the realm", "--council", "Dudley"), "No role is called"),
        (("induction", "--role", "principal social worker", "--council", "Kent"), "Found in: Croydon."),
        (("pack", *DUDLEY, "--format", "odt"), "There are: html, docx, pdf."),
        (("pack", *DUDLEY, "--output", "/proc/none/x.pdf"), "cannot be written"),
        (("induction", *DUDLEY, "--step", "99"), "this induction has 8"),
        (("meetings", *CROYDON, "--ics", "x.ics"), "add `--from`"),
        (("meetings", *CROYDON, "--ics", "x.ics", "--from", "1 September"), "is no date"),
    ],
)
def test_a_wrong_call_is_one_sentence_and_code_2(dutydesk, words, told):  # noqa: F811
    code, out, err = dutydesk(*words)
    assert code == 2
    assert told in " ".join(err.split())
    assert "Traceback" not in err
    if "/proc/none/x.ics" not in words:  # the meetings are listed before the file is written
        assert out == ""


@pytest.mark.parametrize(
    ("role", "council", "named"),
    [
        ("Assistant Director (School Effectiveness)", "Dudley", "dudley-ad-schools"),
        ("heads of service", "Leicester", "leicester-heads-of-service"),
        ("all other heads of service", "Dudley", "dudley-heads-of-service"),
        ("chief operations officer", "Leicester", "leicester-chief-operations-officer"),
        ("councillor", "dudley", "dudley-councillors"),
        ("social workers", "Dudley", "dudley-practitioners"),
        ("yos", "Kent", "kent-yos"),
    ],
)
def test_a_name_that_means_one_office_of_the_council_gets_its_pack(dutydesk, tmp_path, role, council, named):  # noqa: F811
    code, _, _ = dutydesk("pack", "--role", role, "--council", council, "--output", str(tmp_path))
    assert code == 0
    assert [file.name for file in tmp_path.iterdir()] == [f"{named}.html"]


def test_every_office_has_its_pack_by_the_name_that_the_pages_show(store):
    for council, family in offices.everywhere(store):
        assert lookup.held_by(offices.office(store, council, family).name, council) == family
