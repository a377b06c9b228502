"""Marking: as many ways of saying the right thing as people have, and as many of saying half of it."""

from __future__ import annotations

import pytest

from knowledge import text as t
from learning.marking import NOT_STATED

# scenario, answer, marks for office, action, council, clause
VOICES = [
    # every part, in many voices
    ("kent-direction-refused", "MD needs telling straight away and has to sort it, kent para 5", 2, 2, 1, 1),
    ("kent-direction-refused", "the managing director must be informed immediatly & resolve it", 2, 2, 0, 0),
    ("kent-direction-refused", "The DCS tells the Managing Director immediately, who has to resolve it. Paragraph 5.", 2, 2, 1, 1),
    ("kent-direction-refused", "I would let the managing director know without delay so that he can settle it", 2, 2, 0, 0),
    ("kent-direction-refused", "It isn't the Lead Member's job. The Managing Director resolves it once informed at once", 2, 2, 0, 0),
    ("kent-resettlement-not-delivered", "YOT or the secure estate can escalate, not the CDCC (clause 2 of the CDCC list)", 2, 2, 1, 1),
    ("kent-resettlement-not-delivered", "It's up to the youth offending team to take it up. Kent protocol, second CDCC bullet", 2, 2, 1, 1),
    ("kent-resettlement-not-delivered", "I can esclate it under the CDCC's procedures", 2, 2, 0, 0),
    ("croydon-pulse-survey", "quarterly survey by the DCS, shared with the Lead Member, Croydon line of sight DCS clause 10", 2, 2, 1, 1),
    ("croydon-pulse-survey", "Lead Member must be given the result of the quarterly survey that the DCS carries out", 2, 2, 0, 0),
    ("croydon-before-the-report-is-published", "lmcs together with the director of children's services must go through them beforehand", 2, 2, 0, 0),
    ("croydon-before-the-report-is-published", "They should be reviewed by the Lead Member and the DCS first. DCS 17", 2, 2, 1, 1),
    ("croydon-auditing-with-names", "The cabinet member audits cases without names, LMCS 5 in Croydon", 2, 2, 1, 1),
    ("yos-services-disagree", "Both of them have to ensure theres a clear esclation procedure - section 9, Kent", 2, 2, 1, 1),
    ("yos-services-disagree", "YOS and CSS together have to make sure there's an escalation process", 2, 2, 0, 0),
    ("yos-sofa-surfing-at-sixteen", "Youth offending service together with social services must work with district councils on housing, 5 iii c Kent", 2, 2, 1, 1),
    ("yos-worker-sees-bruises", "I must refer him to CSS (5(ii)a)", 2, 2, 1, 1),
    ("yos-worker-sees-bruises", "Social care should receive it", 2, 2, 0, 0),
    ("yos-seat-at-the-youth-justice-board", "Director of Childrens Social Services, not the DCS, sits on the board. Kent 2007 section 2", 2, 2, 1, 1),
    ("dudley-day-centre-driver", "Report it without delay to the children's social care fieldwork team", 2, 2, 0, 0),
    ("dudley-health-visitor-no-reply", "the team manager has to make sure referals are acknowleged - team and service managers 1", 2, 2, 1, 1),
    ("leicester-school-nurse-no-reply", "TMs, 19.1 Leicester, must ack referrals", 2, 2, 1, 1),
    ("leicester-school-nurse-no-reply", "The team manager, not the service manager, makes sure it is acknowledged", 2, 2, 0, 0),
    ("leicester-forum-without-a-chair", "cabinet member for children chairs it (annex 2.3)", 2, 2, 1, 1),
    ("croydon-who-chairs-the-panel", "the DCS attends but the LMCS is the chair", 2, 2, 0, 0),
    ("croydon-visiting-teams-alone", "Yes she may go on her own", 2, 2, 0, 0),
    ("kent-when-do-we-meet", "It's up to the DCS to decide when", 2, 2, 0, 0),
    ("kent-education-budget-short", "get the DCS to agree, within budget", 2, 2, 0, 0),
    ("yos-is-it-still-in-force", "It should be reviewed annually by both services (clause 10)", 2, 2, 1, 1),
    ("yos-seat-at-the-youth-justice-board", "CSS director goes, 2 para 2", 2, 2, 1, 1),
    ("dudley-board-answers-to", "the DSCB reports directly to the CYPP, clause 3", 2, 2, 1, 1),
    ("dudley-spoke-to-the-parents-only", "see the child and talk to her, keeping focus on her welfare", 2, 2, 0, 0),
    ("dudley-regulation-33-concern", "I tell the DCS", 2, 2, 0, 0),
    ("leicester-scrutiny-and-morale", "We must scrutinise staffing and morale annex 9b", 2, 2, 1, 1),
    ("leicester-allegation-against-a-carer", "head of safeguarding is responsible for coordination of abuse allegations 14.2", 2, 2, 1, 1),
    # the wrong office, or the right one and another
    ("kent-direction-refused", "The lead member must resolve it at once when told", 0, 2, 0, 0),
    ("kent-direction-refused", "Managing Director or Lead Member should be told immediately and resolve it", 1, 2, 0, 0),
    ("kent-resettlement-not-delivered", "CDCC must escalate it", 0, 2, 0, 0),
    ("kent-resettlement-not-delivered", "the chief exec, the cdcc, the md, the yot all escalate", 0, 2, 0, 0),
    ("kent-seats-on-the-board", "CDELS, CDCC and CDFSC are members of the board", 1, 2, 0, 0),
    ("croydon-pulse-survey", "The LMCS does the pulse survey quarterly and shares it with the DCS", 0, 2, 0, 0),
    ("croydon-pulse-survey", "DCS and LMCS do the survey each quarter and share it", 1, 2, 0, 0),
    ("yos-seat-at-the-youth-justice-board", "The DCS represents them", 0, 2, 0, 0),
    ("yos-services-disagree", "County Youth Justice Board sets the escalation procedure", 0, 2, 0, 0),
    ("leicester-school-nurse-no-reply", "service managers", 0, 0, 0, 0),
    # some of several
    ("yos-services-disagree", "YOS must ensure an escalation procedure", 1, 2, 0, 0),
    ("croydon-before-the-report-is-published", "just the DCS reviews them before publishing", 1, 2, 0, 0),
    ("kent-seats-on-the-board", "the CDCC must be a member", 1, 2, 0, 0),
    # half of the action, none of it, or its contrary
    ("croydon-pulse-survey", "the DCS must not share the survey with the lead member", 2, 1, 0, 0),
    ("croydon-auditing-with-names", "LMCS reads the files with names", 2, 1, 0, 0),
    ("croydon-top-ten-cases", "The Lead Member must learn about the top 10 cases from the PSW, not the DCS", 2, 1, 0, 0),
    ("kent-cdcc-two-lines", "CDCC is accountable to the CDFSC for everything", 2, 1, 0, 0),
    ("kent-resettlement-not-delivered", "the yot should not escalate", 2, 0, 0, 0),
    ("kent-resettlement-not-delivered", "the yot should not hesitate to escalate", 2, 2, 0, 0),
    ("dudley-day-centre-driver", "Keep it to myself", 0, 0, 0, 0),
    # the council
    ("kent-direction-refused", "In Dudley the managing director is told at once and resolves it", 2, 2, 0, 0),
    ("kent-direction-refused", "In Kent, not Dudley, the managing director is told at once and resolves it", 2, 2, 1, 0),
    ("kent-direction-refused", "Both in Kent and Dudley the managing director is told at once and resolves it", 2, 2, 0, 0),
    # the clause
    ("leicester-school-nurse-no-reply", "Team managers see that it is acknowledged, report 19.1", 2, 2, 0, 0),
    ("leicester-school-nurse-no-reply", "Team managers see that it is acknowledged within 19 days", 2, 2, 0, 0),
    ("kent-resettlement-not-delivered", "the yot escalates, CDCC 22", 2, 2, 0, 0),
    ("kent-resettlement-not-delivered", "the yot escalates, CDCC 1 CDCC 2 CDCC 3 CDCC 4 CDCC 5 CDELS 1 CDELS 2 CDELS 3 CDELS 4 CDELS 5 CDELS 6 CDELS 7 CDELS 8", 2, 2, 0, 0),
    ("kent-days-to-resolve", "", None, None, 0, 0),
]  # fmt: skip


@pytest.mark.parametrize(("scenario", "answer", "office", "action", "council", "clause"), VOICES)
def test_voices(marker, by_id, scenario, answer, office, action, council, clause):
    parts = {part.name: part.marks for part in marker.mark(by_id[scenario], answer).parts}
    wanted = {"office": office, "action": action, "council": council, "clause": clause}
    for name, marks in wanted.items():
        if marks is not None:
            assert parts[name] == marks, (name, parts)


# scenario, answer, marks for "not stated"
SILENCE = [
    ("croydon-asye-bi-monthly", "It doesn't say", 4),
    ("croydon-asye-bi-monthly", "the protocol does not say which; bi monthly is ambiguous (DCS 9, Croydon)", 4),
    ("croydon-asye-bi-monthly", "Unclear, could be either", 4),
    ("croydon-asye-bi-monthly", "bi-monthly isn't defined anywhere in the Line of Sight protocol", 4),
    ("croydon-asye-bi-monthly", "it means every two months", 0),
    ("croydon-asye-bi-monthly", "The document doesn't say so the DCS must hold the forum every second month six times a year", 2),
    ("kent-days-to-resolve", "No number of days is given, only that he is told immediately", 4),
    ("kent-days-to-resolve", "ten days", 0),
    ("kent-who-takes-the-minutes", "nobody is named for it", 4),
    ("kent-who-takes-the-minutes", "the DCS", 0),
    ("yos-what-are-the-steps", "Clause 9 requires a procedure but describes none", 4),
    ("yos-what-are-the-steps", "The steps are not set out in the protocol", 4),
    ("croydon-duty-social-worker-what-must-i-do", "Nothing - there are no duties for social workers in the document", 4),
    ("croydon-duty-social-worker-what-must-i-do", "I must visit within 24 hours", 0),
    ("dudley-acknowledged-in-how-many-days", "just that they must be acknowledged - no days mentioned", 4),
    ("leicester-see-and-speak-to-the-child", "not in the Leicester summary", 4),
]  # fmt: skip


@pytest.mark.parametrize(("scenario", "answer", "marks"), SILENCE)
def test_saying_that_the_document_does_not_say(marker, by_id, scenario, answer, marks):
    marked = marker.mark(by_id[scenario], answer)
    assert marked.parts[0].name == "not stated"
    assert marked.parts[0].marks == marks
    assert marked.right == NOT_STATED
    assert marked.of == 6
    if marks < 4:
        assert by_id[scenario].expect.why in marked.missing[0]


def test_saying_that_it_does_not_say_where_it_does(marker, by_id):
    marked = marker.mark(by_id["kent-direction-refused"], "The protocol does not say")
    assert marked.marks == 0
    assert marked.right.startswith("Managing Director: be informed immediately")


def test_what_was_missing_is_said_with_the_clause(marker, by_id):
    marked = marker.mark(by_id["kent-resettlement-not-delivered"], "The CDCC must escalate it")
    assert marked.marks == 2
    assert marked.missing[0].startswith("Who: youth offending teams or the secure estate. The CDCC puts the procedures")
    assert marked.missing[1] == "Which council: Kent."
    assert marked.missing[2] == "Which clause: CDCC 2 of the Kent accountability protocol (2011)."
    assert [citation.clause for citation in marked.citations] == ["CDCC 2"]
    assert "escalate and resolve issues" in marked.citations[0].quote


def test_full_marks_leave_nothing_missing(marker, by_id):
    marked = marker.mark(by_id["kent-direction-refused"], "Kent, paragraph 5: tell the MD at once; she must resolve it")
    assert (marked.marks, marked.of, marked.missing, marked.notes) == (6, 6, (), ())


@pytest.mark.parametrize("answer", ["", "   ", "\n\t", "<br>", "***", "?!", "<script></script>", "\u200b\u0000"])
def test_nothing_to_mark(marker, by_id, answer):
    for scenario in ("kent-direction-refused", "croydon-asye-bi-monthly"):
        marked = marker.mark(by_id[scenario], answer)
        assert marked.marks == 0
        assert marked.notes[0].startswith("There was nothing to mark.")


def test_one_word_is_marked_and_a_sentence_asked_for(marker, by_id):
    marked = marker.mark(by_id["kent-direction-refused"], "MD")
    assert marked.marks == 2
    assert marked.notes == ("Write a sentence: who must act, what they must do, and which clause says so.",)


def test_a_very_long_answer_is_read_to_its_limit(marker, by_id):
    marked = marker.mark(by_id["kent-direction-refused"], "well " * 5000 + "the MD resolves it")
    assert marked.marks == 0
    assert marked.notes == (f"Only {t.LONGEST:,} characters were read: the beginning and the end.",)


@pytest.mark.parametrize(
    "answer",
    ["<b>The MD</b> is told <i>at once</i> & resolves it", "*The MD* is _told_ `at once` and ~resolves~ it",
     "The&nbsp;MD is told at once <@U0123> and resolves it", "THE MD IS TOLD AT ONCE AND RESOLVES IT",
     "the md is told at once\nand resolves it 👍", "The MD’s told at once and resolves it"],
)  # fmt: skip
def test_markup_is_no_part_of_an_answer(marker, by_id, answer):
    parts = {part.name: part.marks for part in marker.mark(by_id["kent-direction-refused"], answer).parts}
    assert (parts["office"], parts["action"]) == (2, 2)


@pytest.mark.parametrize(
    "answer", ["'; drop table x; --", "{{7*7}}", "<img src=x onerror=alert(1)>", "a" * 9000, "١٢٣", "İİİİ", "🙈" * 50]
)
def test_any_text_is_safe_to_mark(marker, by_id, answer):
    for scenario in list(by_id.values())[::9]:
        assert marker.mark(scenario, answer).marks == 0, scenario.id


def test_the_answer_is_never_shown_again(marker, by_id):
    """Whatever a person typed, a child's name perhaps, is in nothing that comes back."""
    for scenario in by_id.values():
        marked = marker.mark(scenario, "Zebedee Quillfeather lives at 12 Xylophone Street and the leader must act")
        for word in ("Zebedee", "Quillfeather", "Xylophone"):
            assert word not in marked.model_dump_json(), scenario.id


def test_every_right_answer_with_its_clause_earns_everything(marker, by_id):
    for scenario in by_id.values():
        reference = scenario.expect.rests_on[0].partition("/")[2]
        said = marker.sentence(scenario, scenario.expect.bearer, scenario.expect.action)
        answer = f"{said} It is clause {reference} in {scenario.council}."
        marked = marker.mark(scenario, answer)
        assert marked.marks == marked.of, (scenario.id, answer, marked.missing)


def test_the_wrong_office_in_the_right_words_is_told_apart(marker, by_id):
    tried = 0
    for scenario in by_id.values():
        for wrong in scenario.wrong:
            if wrong.bearer and not wrong.action:
                parts = marker.mark(scenario, marker.sentence(scenario, wrong.bearer, scenario.expect.action)).parts
                assert parts[0].marks < parts[0].of, (scenario.id, wrong.bearer)
                tried += 1
    assert tried > 100


def test_denying_the_wrong_office_costs_nothing(marker, by_id):
    for scenario in by_id.values():
        for wrong in scenario.wrong:
            if wrong.bearer and not wrong.action and not scenario.expect.not_stated:
                said = marker.sentence(scenario, scenario.expect.bearer, scenario.expect.action)
                denied = " nor ".join(f"the {word}" for word in (marker._names(scenario, wrong.bearer),))
                parts = marker.mark(scenario, f"{said[:-1]}, not {denied}.").parts
                assert parts[0].marks == parts[0].of, (scenario.id, wrong.bearer)


def test_options_hold_one_right_answer_and_say_why_the_others_are_wrong(marker, by_id):
    for scenario in by_id.values():
        options = marker.options(scenario)
        assert len({option.text for option in options}) == len(options) == len(scenario.wrong) + 1, scenario.id
        right = [option for option in options if option.right]
        assert len(right) == 1
        assert right[0].citations
        assert all(option.why for option in options if not option.right)


def test_options_keep_their_order_and_take_another_with_another_seed(marker, by_id):
    scenario = by_id["kent-direction-refused"]
    assert marker.options(scenario) == marker.options(scenario)
    orders = {tuple(option.text for option in marker.options(scenario, str(seed))) for seed in range(20)}
    assert len(orders) > 5


def test_the_right_answer_is_not_always_in_one_place(marker, by_id):
    places = {next(n for n, option in enumerate(marker.options(one)) if option.right) for one in by_id.values()}
    assert {0, 1, 2} <= places


def test_only_what_differs_is_shown(marker, by_id):
    texts = [option.text for option in marker.options(by_id["croydon-quarterly-review-chair"])]
    assert "Director of Children's Services (DCS)" in texts
    assert not any("chair the quarterly" in text for text in texts)
    texts = [option.text for option in marker.options(by_id["croydon-visiting-teams-alone"])]
    assert "Visit teams occasionally, jointly with the DCS or independently" in texts
