"""Errors: what is wrong with what, and the next step. Codes for code, sentences in one table.

Every error of the knowledge base is a KnowledgeError; a command prints its sentence and never a traceback.
"""

from __future__ import annotations

SENTENCES = {
    "unreadable": "{place}: not readable as YAML: {problem}. Mend the line and run `dutydesk check` again.",
    "invalid": "{place}: {field}: {problem}. Mend it and run `dutydesk check` again.",
    "unknown_role": "{place}: {field} names the role '{role}', which this file does not define. "
    "Did you mean {nearest}? Else add it under roles.",
    "unknown_family": "{place}: the family '{family}' is not in knowledge/vocabulary/families.yml. Did you mean {nearest}?",
    "unknown_topic": "{place}: the topic '{topic}' is not in knowledge/vocabulary/topics.yml. Did you mean {nearest}?",
    "unknown_matter": "{place}: the matter '{matter}' is not in knowledge/vocabulary/papers.yml. Did you mean {nearest}?",
    "unknown_parent": "{place}: {reference} stands within '{parent}', which is not defined before it in this file. "
    "Give the reference of a lead-in or clause above it.",
    "duplicate_reference": "{place}: the reference '{reference}' was used on line {first} already. "
    "Give each clause its own.",
    "duplicate_role": "{place}: the role '{role}' is defined twice. Keep one of them.",
    "phrasings": "{place}: {reference} has {count} phrasings under asked_as; a duty wants 8 to 26, a statement 3 to 26.",
    "repeated_phrasing": "{place}: the phrasing '{phrasing}' of {reference} is written twice in it. Replace one.",
    "phrased_unknown": "{place}: there is no clause '{reference}' in this document's rules. Did you mean {nearest}?",
    "phrased_beyond": "{place}: 'says: {says}' of {reference}, which says {count} only. Give a number up to {count}.",
    "step_not_in_clause": "{place}: the words '{words}' of a step are not in the quote of {reference}, behind those of the "
    "step before. Copy them from the quote, in its order.",
    "nothing_said": "{place}: {reference} has neither duties nor a statement. Say what it says.",
    "quote_not_in_source": "{place}: the quote of {reference} is not in the source after the passage before it. "
    "Copy it again from `dutydesk show {document}`.",
    "unaccounted": "{place}: the source text {text!r} before {reference} belongs to no passage. "
    "Add it as a heading, lead_in or clause.",
    "source_changed": "{place}: the source does not have the sha256 of the manifest. "
    "Restore the published file, or publish it as a new edition.",
    "source_missing": "{place}: the source file is missing. Restore it from version control.",
    "store_missing": "There is no rules store yet. Run `dutydesk build` (or `make build`).",
    "store_damaged": "The rules store {place} cannot be read ({problem}). Run `dutydesk build` to make it anew.",
    "store_hangs": "The rules store {place} does not answer. Check the disk that it is on, then start the server again.",
    "file_hangs": "The file {place} does not answer. Check the disk that it is on, then try again.",
    "no_answer": "{place}: no answer in {seconds} seconds, so nothing was written. Check the disks that the rules store and the "
    "model are on, then run it again.",
    "no_model": "There is no trained model of the present configuration. Run `dutydesk train` (or `make train`).",
    "model_changed": "The model {place} is not the one that was trained here. Run `dutydesk train` to make it anew.",
    "not_trained": "The model could not be trained ({problem}). Set DUTYDESK_DEBUG=1 and run `dutydesk train` to see why.",
    "no_such_council": "No documents of '{council}' are held. There are: {known}.",
    "desk_unavailable": "The desk's database cannot be opened ({problem}). Check DUTYDESK_DATABASE and DUTYDESK_DATA: "
    "the folder must be writable, the server must be up.",
    "teams_url": "'{given}' is not an address that Teams takes. Give https and a host name, such as "
    "https://dutydesk.example.gov.uk.",
    "teams_app_id": "'{given}' is not the id of a bot. Give --app-id as Azure shows it (the application or client ID), "
    "or set TEAMS_APP_ID.",
    "teams_output": "The app package cannot be written to {place}: {problem}. Give a path in a folder that exists.",
    "batch_missing": "There is no file {place}. Give the path of a JSONL or CSV file of requests.",
    "batch_line": "{place}: {problem}. Each request needs a 'text'; id, session, council and role may stand beside it.",
    "batch_output": "The answers cannot be written to {place}: {problem}. Give a path in a folder that exists.",
    "no_such_clause": "No clause is called '{reference}'. Nearest: {nearest}.",
    "no_such_role": "No role is called '{role}'. Nearest: {nearest}.",
    "no_such_single_role": "'{role}' may be any of these: {found}. Give one of them, as it stands here.",
    "no_such_office": "{council}'s documents have no office called '{role}'. {found} "
    "`dutydesk roles --council {council}` lists those that they have.",
    "no_such_format": "There is no format '{format}' for a pack. There are: {known}.",
    "no_such_place": "{place} cannot be written: {problem}. Give a file or folder where you may write.",
    "no_such_date": "'{date}' is no date. Write it as 2026-09-01: the year, the month and the day.",
    "no_such_year": "'{date}' cannot be the date of a meeting. Give a year from {first} to {last}, as in 2026-09-01.",
    "no_such_first": "No clause gives a date, so the calendar needs one from you: add `--from` and the date of the first "
    "meeting, for example `--from 2026-09-01`. You can move each meeting to its real date afterwards.",
    "no_such_step": "There is no step {step}: this induction has {last}.",
    "no_font": "The PDF needs the font DejaVu Sans, which comes with matplotlib and is not there. "
    "Install the packages again with `make setup`, or take the pack as html or docx.",
    "other_path": "These steps were taken as {theirs}; this is the induction of {ours}. Start it, or go back to yours.",
    "path_changed": "The rules were published anew since you were last here. Say 'resume' to go on.",
    "nothing_asked": "There is no check question to answer at the moment. Say 'next' to go on.",
    "no_induction": "You have not begun an induction. Say, for example: I'm a new councillor in Dudley, start my induction.",
    "no_scenario": "No scenario waits for an answer. Say ‘give me a scenario’ for one.",
    "no_such_code": "That code is wrong, was used already, or is older than ten minutes. Say ‘link’ where you began, and take the new code.",
    "link_tries": "There were too many wrong codes. Wait ten minutes, say ‘link’ where you began, and take the new code.",
    "link_own": "That code is your own. Say ‘link’ and the code on the other channel, for example in Teams.",
    "no_such_topic": "No topic is called '{topic}'. Nearest: {nearest}.",
    "no_such_kind": "There is no kind of question called '{kind}'. There are: {known}.",
    "no_such_document": "No document is called '{document}'. There are: {known}.",
    "scenarios_missing": "There are no scenario files in {folder}. Restore them, or write one: docs/scenarios.md says how.",
    "scenario_unreadable": "{place}: not readable as YAML: {problem}. "
    "Mend the line and run `dutydesk quiz check` again.",
    "scenarios_no_list": "{place}: a scenario file is a list. Begin each scenario with '- id:' at the start of a line.",
    "scenario_invalid": "{place}: {field}: {problem}. Mend it and run `dutydesk quiz check` again.",
    "scenario_twice": "{place}: the id '{scenario}' was used at {first} already. Give each scenario its own.",
    "scenario_council": "{place}: {scenario} is for {council}, but {clause} is not a clause of {council}. "
    "Mend the council or the clause.",
    "scenario_clause": "{place}: {scenario} names the clause '{clause}', which there is not. Nearest: {nearest}. "
    "Write it as document/reference.",
    "scenario_office": "{place}: {scenario} names the office '{office}', which there is not. Nearest: {nearest}.",
    "scenario_not_borne": "{place}: {scenario}: {clause} neither gives {office} a duty nor names that office. "
    "Give the clause that does, or the office that it names.",
    "scenario_topic": "{place}: {scenario} names the topic '{topic}', which there is not. Did you mean {nearest}?",
    "scenario_true": "{place}: {scenario}: the wrong answer '{answer}' is true: {clause} says so. "
    "Take one that no clause of the council supports.",
    "scenario_same": "{place}: {scenario}: the answer '{answer}' stands there twice. Replace one.",
    "scenario_words": "{place}: {scenario}: the right answer, as written, does not meet its own rubric ({missing}). "
    "Add the words that it uses.",
    "scenario_lenient": "{place}: {scenario}: the wrong answer '{answer}' would earn full marks by the rubric. "
    "Put what makes it wrong under rubric: spoils, or take more telling words there.",
    "no_such_edition": "'{document}' has no edition '{edition}'. Its page lists the editions that are held.",
    "no_such_option": "'{answer}' is none of the options. Answer with a number from 1 to {last}, a letter from A to "
    "{letter}, or the words of one option.",
    "no_other_option": "'{answer}' is not the option. Answer with 1, or with the words of the option.",
    "no_such_subject": "No topic, office or document is called '{asked}'. Nearest: {nearest}. "
    "Name one of these, or a council, or say 'quiz me' for questions on everything.",
    "no_such_scenario_subject": "No topic, office or document is called '{asked}'. Nearest: {nearest}. "
    "Name one of these, or a council, or say 'give me a scenario' for one on anything.",
    "no_such_questions": "There are no questions on {wanted}. There are some on {instead}.",
    "no_such_scenarios": "There are no scenarios on {wanted}. There are some on {instead}.",
    "not_asked": "No question waits for an answer at the moment. Say 'quiz me' for one.",
    "answered_before": "That question was answered already, and the first answer counts. Say 'next' for another.",
    "no_such_quiz": "No quiz has the code '{typed}'. A code has six letters and figures; ask your trainer to show it again.",
    "no_such_session": "This trainer's link opens no quiz: it was deleted or has expired. Make a new quiz.",
    "no_such_seat": "You have no seat in this quiz. Join it with its code.",
    "no_name": "A name needs at least one letter or figure. Give the name that the others may see, up to {most} characters.",
    "no_title": "A quiz needs a title. Give it a few words, for example 'Councillors, September'.",
    "no_such_pace": "The pace is 'led' (one question after the other, by you) or 'free' (each at leisure). "
    "Seconds, from {least} to {most}, go with 'led' only.",
    "weak_token": "The seat's token is too short to be kept secret. Leave it out, or give at least 16 characters.",
    "quiz_in_use": "This quiz is {state}, so its questions stay as they are. {next}",
    "quiz_not_draft": "This quiz is {state} already. Only a draft can be locked.",
    "quiz_empty": "This quiz has no questions yet. Add some, then lock it.",
    "quiz_long": "A quiz holds at most {most} questions; this would make {count}. Take some out first.",
    "quiz_stale": "The rules changed under {count} of the questions ({places}). Unlock the quiz, take them out or renew them, "
    "and lock it again.",
    "no_such_question": "This quiz has no question '{question}'. Take one of those that its preview shows.",
    "wording_changed": "This question was changed in another window after you opened it. Nothing of yours is lost: "
    "read below how it stands now, then save again to put your words in its place.",
    "bad_wording": "{why}.",
    "no_such_order": "The new order must name each question of the quiz once. Load the preview again and repeat it.",
    "quiz_not_locked": "This quiz is {state}. {next}",
    "quiz_not_open": "This quiz has not begun. Stay here: the first question comes when your trainer opens it.",
    "quiz_closed": "This quiz is closed. {kept}",
    "quiz_full": "This quiz has {most} people, which is all it can hold. Ask your trainer for another one.",
    "quiz_not_led": "In this quiz each person goes at their own pace, so there is no next question to ask. Close it when all are done.",
    "quiz_no_more": "That was the last question. Close the quiz to show the results.",
    "question_not_asked": "Question {place} is not open{now}. Your earlier answers are kept.",
    "question_late": "Time was up for question {place} before your answer came, so it does not count. Your earlier answers are kept.",
    "question_answered": "You answered question {place} already, with '{option}'. The first answer counts.",
    "all_answered": "You have answered all {count} questions. The results come when your trainer closes the quiz.",
    "not_kept": "Your answer could not be kept just now: too many came at once. Send it again.",
    "no_such_file": "The file {place} cannot be read ({problem}). Give the path of a GIFT file, for example mine.gift.",
    "gift": "{place}: {what} {mend}",
    "question_left": "That question was left without an answer, and does not wait any more. Say 'next' for another.",
    "question_retired": "The rules changed after this question was asked, so it is retired and does not count. "
    "Say 'next' for another.",
}


class KnowledgeError(Exception):
    """One thing that is wrong. `code` is a key of SENTENCES; `facts` fill its sentence."""

    def __init__(self, code: str, **facts: object):
        self.code, self.facts = code, facts
        super().__init__(SENTENCES[code].format(**facts))


class CheckFailed(Exception):
    """The rules hold mistakes. `errors` lists every one of them, in file order."""

    def __init__(self, errors: list[KnowledgeError]):
        self.errors = errors
        super().__init__("\n".join(str(error) for error in errors))
