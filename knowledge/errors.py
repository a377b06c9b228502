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
    "unknown_parent": "{place}: {reference} stands within '{parent}', which is not defined before it in this file. "
    "Give the reference of a lead-in or clause above it.",
    "duplicate_reference": "{place}: the reference '{reference}' was used on line {first} already. "
    "Give each clause its own.",
    "duplicate_role": "{place}: the role '{role}' is defined twice. Keep one of them.",
    "phrasings": "{place}: {reference} has {count} phrasings under asked_as; a duty wants 8 to 20, a statement 3 to 20.",
    "repeated_phrasing": "{place}: the phrasing '{phrasing}' of {reference} is written twice in it. Replace one.",
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
    "no_such_document": "No document is called '{document}'. There are: {known}.",
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
