"""Calendars: only a rhythm that the clause fixes becomes a series; the file is read back by a calendar library."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import icalendar
import pytest
from dateutil.rrule import rrulestr

from knowledge.errors import KnowledgeError
from learning import calendars, offices

MADE = datetime(2026, 8, 1, 12, 0, tzinfo=timezone.utc)


@pytest.fixture(scope="module")
def held(store):
    """The meetings of an office: held('Croydon', 'lead-member')."""

    def meetings(council: str, family: str):
        office = offices.office(store, council, family)
        return office, calendars.meetings(store, office, offices.Citer(store))

    return meetings


def by_clause(found):
    return {h.citation.clause: h for h in found}


def read(office, found, first: date):
    calendar = icalendar.Calendar.from_ical(calendars.ics(office, found, first, MADE))
    return calendar, list(calendar.walk("VEVENT"))


@pytest.mark.parametrize(
    ("clause", "rhythm"),
    [
        ("LMCS 2", "monthly"),
        ("LMCS 4", "monthly"),
        ("LMCS 5", "quarterly"),
        ("LMCS 11", "yearly"),
        ("LMCS 12", "yearly"),
    ],
)
def test_what_the_clause_fixes_has_a_rhythm(held, clause, rhythm):
    assert by_clause(held("Croydon", "lead-member")[1])[clause].rhythm == rhythm


@pytest.mark.parametrize(
    ("family", "clause", "reason"),
    [
        ("lead-member", "LMCS 6", "“Bi monthly”: that may mean twice a month or every two months"),
        ("lead-member", "LMCS 7", "both “Monthly” and “Quarterly”"),
        ("lead-member", "LMCS 8", "does not say how often"),
        ("lead-member", "LMCS 9", "“frequency as agreed”"),
        ("lead-member", "LMCS 10", "“Occasional”"),
        ("lead-member", "LMCS 16", "“Regular”"),
        ("lead-member", "DCS 6", "may be the same meeting as LMCS 5"),
        ("lead-member", "DCS 14", "“Bi annual”: that may mean twice a year or every two years"),
        ("dcs", "DCS 13", "“regularity not yet established as just relaunched”"),
        ("dcs", "LMCS 5", "may be the same meeting as DCS 6"),
        ("frontline-staff", "DCS 8", "does not say that each of you takes part"),
    ],
)
def test_what_the_text_leaves_open_is_to_be_confirmed_and_gets_no_date(held, family, clause, reason):
    office, found = held("Croydon", family)
    meeting = by_clause(found)[clause]
    assert meeting.rhythm is None
    assert reason in meeting.confirm
    _, events = read(office, found, date(2026, 9, 1))
    assert not [e for e in events if meeting.citation.shown in str(e["description"])]


def test_a_meeting_within_another_of_the_same_clause_makes_no_second_series(held):
    found = [h for h in held("Croydon", "dcs")[1] if h.citation.clause == "DCS 6"]
    assert [h.rhythm for h in found] == ["monthly", None]
    assert "Part of “Meeting with PSW” above" in found[1].confirm


def test_own_meetings_come_before_those_that_others_name(held):
    own = [h.own for h in held("Croydon", "dcs")[1]]
    assert own == sorted(own, reverse=True)


def test_every_meeting_of_the_store_is_listed_for_each_office_that_takes_part(store, held):
    listed = {
        (h.citation.document, h.citation.clause, h.name) for c, f in offices.everywhere(store) for h in held(c, f)[1]
    }
    for id_ in store.documents:
        for clause in store.clauses_of(id_):
            for meeting in clause.meetings:
                families = {store.roles[id_, key].family for key in meeting.attendees}
                name = meeting.name[:1].upper() + meeting.name[1:]
                assert not any(families) or (id_, clause.reference, name) in listed


def test_every_meeting_has_either_a_rhythm_or_what_is_to_be_confirmed(store, held):
    for council, family in offices.everywhere(store):
        for meeting in held(council, family)[1]:
            assert (meeting.rhythm is None) == bool(meeting.confirm)


def test_the_table_says_how_often_with_whom_by_which_clause_and_what_is_open(held):
    rows = calendars.table(held("Croydon", "lead-member")[1])
    assert (
        "Meetings with the leader of the Council",
        "every month",
        "Leader of the Council",
        "LMCS 4",
        "the date",
    ) in rows
    assert all(all(cell for cell in row) for row in rows)


# --- the file --------------------------------------------------------------------------------------------------------


def test_the_file_is_read_back_with_a_series_for_each_fixed_rhythm_and_no_other(held):
    office, found = held("Croydon", "lead-member")
    calendar, events = read(office, found, date(2026, 9, 1))
    assert calendar["version"] == "2.0"
    assert len(events) == sum(1 for h in found if h.rhythm) == 6
    assert len({str(e["uid"]) for e in events}) == len(events)
    assert "LMCS 6" in str(calendar["x-wr-caldesc"])


def test_an_event_is_tentative_and_says_that_the_date_is_the_readers_and_quotes_the_clause(held):
    office, found = held("Croydon", "lead-member")
    for event in read(office, found, date(2026, 9, 1))[1]:
        assert event.decoded("dtstart") == date(2026, 9, 1)
        assert event["status"] == "TENTATIVE"
        assert str(event["summary"]).endswith("(date to be set)")
        description = str(event["description"])
        assert description.startswith("Date to be set by you: the clause says every ")
        assert any(h.citation.shown in description and h.citation.clause in description for h in found)
        assert "Croydon (undated)" in description


def days(event, count: int) -> list[date]:
    start = event.decoded("dtstart")
    rule = rrulestr(event["rrule"].to_ical().decode(), dtstart=datetime(start.year, start.month, start.day))
    return [moment.date() for _, moment in zip(range(count), rule, strict=False)]


@pytest.mark.parametrize(
    ("first", "monthly", "quarterly"),
    [
        (
            date(2026, 9, 1),
            [date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)],
            [date(2026, 9, 1), date(2026, 12, 1)],
        ),
        (
            date(2026, 8, 31),
            [date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31)],
            [date(2026, 8, 31), date(2026, 11, 30)],
        ),
        (
            date(2027, 1, 30),
            [date(2027, 1, 30), date(2027, 2, 28), date(2027, 3, 30)],
            [date(2027, 1, 30), date(2027, 4, 30)],
        ),
    ],
)
def test_the_series_recur_as_the_clause_says_and_leave_out_no_short_month(held, first, monthly, quarterly):
    office, found = held("Croydon", "lead-member")
    events = {str(e["summary"]): e for e in read(office, found, first)[1]}
    assert days(events["Meetings with the leader of the Council (date to be set)"], 3) == monthly
    assert days(events["Meeting with the DCS and Principal Social Worker (PSW) (date to be set)"], 2) == quarterly


def test_a_yearly_series_from_the_29th_of_february_has_a_day_in_every_year(held):
    office, found = held("Croydon", "lead-member")
    event = next(e for e in read(office, found, date(2028, 2, 29))[1] if "Fostering" in str(e["summary"]))
    assert days(event, 3) == [date(2028, 2, 29), date(2029, 2, 28), date(2030, 2, 28)]


def test_the_same_office_gives_the_same_uids_so_that_a_later_file_replaces_an_earlier_one(held):
    office, found = held("Croydon", "dcs")
    uids = [[str(e["uid"]) for e in read(office, found, first)[1]] for first in (date(2026, 9, 1), date(2027, 3, 1))]
    assert uids[0] == uids[1]


def test_no_line_of_the_file_is_longer_than_rfc_5545_allows(held):
    office, found = held("Croydon", "dcs")
    assert all(len(line) <= 75 for line in calendars.ics(office, found, date(2026, 9, 1), MADE).split(b"\r\n"))


def test_the_file_of_every_office_with_meetings_reads_back_whole(store, held):
    read_back = 0
    for council, family in offices.everywhere(store):
        office, found = held(council, family)
        fixed = [h for h in found if h.rhythm]
        if not found:
            continue
        calendar, events = read(office, found, date(2026, 9, 1))
        read_back += 1
        assert calendar.errors == []
        assert [str(e["summary"]) for e in events] == [f"{h.name} (date to be set)" for h in fixed]
        assert len({str(e["uid"]) for e in events}) == len(events)
        left = str(calendar["x-wr-caldesc"])
        for meeting in found:
            named = f"{meeting.name} ({meeting.citation.clause}): {meeting.confirm}"
            assert (named in left) == (meeting.rhythm is None)
        for event, meeting in zip(events, fixed, strict=True):
            assert event.errors == []
            assert event.decoded("dtstamp") == MADE
            assert event["dtstart"].params["VALUE"] == event["dtend"].params["VALUE"] == "DATE"
            assert "TZID" not in event["dtstart"].params
            assert event.decoded("dtend") == date(2026, 9, 2)
            rule = event["rrule"]
            assert (rule["FREQ"], rule.get("INTERVAL")) == {
                "weekly": (["WEEKLY"], None), "monthly": (["MONTHLY"], None), "quarterly": (["MONTHLY"], [3]),
                "yearly": (["YEARLY"], None)}[meeting.rhythm]  # fmt: skip
            assert "COUNT" not in rule
            assert "UNTIL" not in rule
    assert read_back == 14


def test_no_word_that_fixes_no_date_becomes_a_series(store, held):
    open_ = 0
    for council, family in offices.everywhere(store):
        for meeting in held(council, family)[1]:
            said = (meeting.frequency or "").casefold()
            if not said or any(
                word in said for word in ("bi ", "bi-", "agreed", "occasional", "regular", "appropriate")
            ):
                assert meeting.rhythm is None
                assert meeting.confirm
                open_ += 1
    assert open_ > 10


def test_a_later_file_has_higher_sequences_so_that_every_calendar_program_takes_it(held):
    office, found = held("Croydon", "dcs")
    later = icalendar.Calendar.from_ical(calendars.ics(office, found, date(2026, 9, 1), MADE + timedelta(minutes=1)))
    for old, new in zip(read(office, found, date(2026, 9, 1))[1], later.walk("VEVENT"), strict=True):
        assert 0 < old["sequence"] < new["sequence"] < 2**31
        assert new.decoded("dtstamp") > old.decoded("dtstamp")


@pytest.mark.parametrize("first", [date(2000, 1, 1), date(2024, 2, 29), date(2026, 12, 31), date(2100, 12, 31)])
def test_the_first_day_of_a_series_is_the_day_that_was_given(held, first):
    office, found = held("Croydon", "dcs")
    for event in read(office, found, calendars.start(first.isoformat()))[1]:
        assert days(event, 1) == [first]


@pytest.mark.parametrize("text", ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"])
def test_a_year_that_no_meeting_has_is_told(text):
    with pytest.raises(KnowledgeError, match="a year from 2000 to 2100") as caught:
        calendars.start(text)
    assert caught.value.code == "no_such_year"


def test_where_nothing_is_fixed_no_file_is_written(held, tmp_path):
    office, found = held("Dudley", "reg33-councillors")
    assert found
    assert calendars.write(office, found, date(2026, 9, 1), tmp_path / "none.ics") == 0
    assert not (tmp_path / "none.ics").exists()


def test_a_file_that_cannot_be_written_is_told(held, tmp_path):
    office, found = held("Croydon", "dcs")
    with pytest.raises(KnowledgeError, match="cannot be written"):
        calendars.write(office, found, date(2026, 9, 1), tmp_path / "no" / "such" / "folder.ics")


@pytest.mark.parametrize("text", ["31.12.2026", "2026-13-01", "2026-02-30", "tomorrow", "", "2026-09-01T10:00"])
def test_what_is_no_date_is_told(text):
    with pytest.raises(KnowledgeError) as caught:
        calendars.start(text)
    assert caught.value.code == "no_such_date"


def test_a_date_may_have_blanks_around_it():
    assert calendars.start(" 2026-09-01 ") == date(2026, 9, 1)
