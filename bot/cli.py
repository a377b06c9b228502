"""The command `dutydesk`: ask, chat, answer a batch, look things up, build, check, train, serve.

Thin: each command calls one module. Nothing of Rasa is imported before a command needs it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot import quiz, screen, study
from bot.channels.slack import manifest as slack
from bot.channels.teams import package as teams
from bot.trouble import whom
from knowledge.errors import CheckFailed, KnowledgeError

app = typer.Typer(
    name="dutydesk", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    help="Ask who must do what to keep children safe, and see the clause that says so.",
)  # fmt: skip
app.add_typer(slack.app)
app.add_typer(teams.app)
app.add_typer(quiz.app, name="quiz")

Council = Annotated[str | None, typer.Option(help="The asker's council: Kent, Dudley, Leicester or Croydon.")]
Role = Annotated[str | None, typer.Option(help="The asker's role, for example 'team manager' (see `dutydesk roles`).")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")]

ANSWERED, NOT_ANSWERED, WRONG_CALL, BROKEN = 0, 3, 2, 1  # exit codes; see docs/commands.md


@app.command(epilog='Example: dutydesk ask "who chairs the corporate parenting panel?" --council Croydon')
def ask(questions: Annotated[list[str], typer.Argument(help="One or more questions.")],
        council: Council = None, role: Role = None, as_json: AsJson = False) -> None:  # fmt: skip
    """Answer a question. Exit code 0 if every question was answered, 3 if not."""
    from bot import client
    from bot.assistant import PATIENCE

    try:
        council, role = screen.council(council), screen.role(role)
        respond = client.running() or screen.loaded(patience=PATIENCE)
    except KnowledgeError as error:
        for text in () if error.code.startswith("no_such") else questions:
            screen.troubled(text, as_json)
        raise
    complete = True
    for number, text in enumerate(questions):
        answer = respond(text, session=f"ask-{number}", council=council, role=role)
        complete &= answer["status"] in ("answered", "small_talk", "profile_set")
        screen.say(screen.as_json(answer) if as_json else None, answer, text if len(questions) > 1 else None)
    raise typer.Exit(ANSWERED if complete else NOT_ANSWERED)


@app.command(epilog="Example: dutydesk chat --council Dudley --role councillor")
def chat(council: Council = None, role: Role = None) -> None:
    """Talk with the assistant in the terminal. Leave with 'quit' or Ctrl-D."""
    from bot.assistant import PATIENCE
    from bot.channels import console

    council, role = screen.council(council), screen.role(role)
    console.converse(screen.loaded(patience=PATIENCE), council, role)


@app.command(epilog="Example: dutydesk answer --input requests.jsonl --output answers.jsonl")
def answer(input: Annotated[Path, typer.Option(help="Requests: JSONL or CSV with id, session, text, council, role.")],
           output: Annotated[Path, typer.Option(help="Answers: JSONL or CSV, by the ending of the name.")]) -> None:  # fmt: skip
    """Answer a file of requests, one conversation a session, in file order."""
    from bot import batch

    requests = batch.read(input)
    respond = screen.loaded(patience=batch.PATIENCE)
    with screen.progress("answering", len(requests)) as advance:
        count = batch.answer(requests, batch.in_time(respond, input.name, screen.problem), output, advance)
    screen.note(f"{count} answers written to {output}.")


@app.command(epilog='Example: dutydesk show "CDCC 2"   or   dutydesk show dudley-roles-2006')
def show(reference: Annotated[str, typer.Argument(help="A clause reference, or a document's id.")],
         document: Annotated[str | None, typer.Option(help="The document's id, where the reference alone is not enough.")] = None) -> None:  # fmt: skip
    """Show a clause in its place, or a whole document clause by clause."""
    from bot import lookup

    screen.print_lines(lookup.show(reference, document))


@app.command(epilog="Example: dutydesk roles --council Leicester")
def roles(council: Council = None) -> None:
    """List the roles and bodies, and how many duties each has."""
    from bot import lookup

    screen.table(*lookup.roles(screen.council(council)))


@app.command(epilog='Example: dutydesk duties "team manager" --council Dudley')
def duties(role: Annotated[str, typer.Argument(help="A role by any of its names.")], council: Council = None) -> None:
    """List what a role must do, in plain words, each with its clause."""
    from bot import lookup

    screen.print_lines(lookup.duties(role, screen.council(council)))


@app.command(epilog="Example: dutydesk documents")
def documents() -> None:
    """List the documents with their dates, standing and known defects."""
    from bot import lookup

    screen.print_lines(lookup.documents())


@app.command(epilog='Example: dutydesk why "how often does the DCS audit a case?" --council Croydon')
def why(question: str, council: Council = None, role: Role = None) -> None:
    """Explain an outcome: intent, entities, candidates with their evidence, and what decided."""
    from bot import explain

    council, role = screen.council(council), screen.role(role)
    screen.print_lines(explain.why(screen.assistant(), question, council, role))


@app.command(epilog="Example: dutydesk build")
def build(force: Annotated[bool, typer.Option(help="Build even if nothing changed.")] = False) -> None:
    """Check the rules and publish them as a store. What was published stays if the check fails."""
    from bot import publishing

    path, built = publishing.publish(force, screen.progress)
    screen.note(f"Published {path.name}." if built else f"Nothing changed: {path.name} stands.")


@app.command(epilog="Example: dutydesk check")
def check() -> None:
    """Check sources and rules without publishing: every quote, every name, every character."""
    from bot import publishing

    screen.table(*publishing.coverage())
    screen.table(*publishing.counts())


@app.command(epilog="Example: dutydesk train")
def train(force: Annotated[bool, typer.Option(help="Train even if nothing changed.")] = False) -> None:
    """Publish the rules if need be, learn the ranking from them, and train the Rasa model if its inputs changed.

    The sentence encoder is taught once; --force teaches it anew from the rules as they are now."""
    from bot import publishing

    publishing.publish(False, screen.progress, teaching=force)
    with screen.progress("learning the ranking", 1) as advance:
        publishing.rank(force, advance)
    with screen.waiting("training the model (about half a minute)"):
        from bot import training

        path, trained = training.train(force)
    screen.note(f"Trained {path.name}." if trained else f"Nothing changed: {path.name} stands.")


@app.command(epilog="Example: dutydesk serve --port 5005")
def serve(port: Annotated[int, typer.Option(help="Port on the loopback interface.", min=1, max=65535)] = 5005) -> None:
    """Run the assistant as a server on this machine; `ask` then answers within a second."""
    from bot import server

    screen.ready()
    server.run(port)


@app.command(epilog="Example: dutydesk doctor")
def doctor() -> None:
    """Say what works here, what is missing and how to get it."""
    from bot import checkup

    findings = checkup.findings()
    screen.print_lines(checkup.lines(findings))
    raise typer.Exit(BROKEN if any(f.state == "broken" for f in findings) else 0)


app.command(epilog="Example: dutydesk induction --role councillor --council Dudley")(study.induction)
app.command(epilog="Example: dutydesk pack --role councillor --council Dudley --output pack.pdf")(study.pack)
app.command(epilog='Example: dutydesk meetings --role "lead member" --council Croydon')(study.meetings)


def main() -> None:
    """The entry point: errors of the knowledge base are sentences, never tracebacks."""
    screen.lenient()
    try:
        code = app(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except CheckFailed as failed:
        for error in failed.errors:
            screen.problem(str(error))
        screen.problem(
            f"{len(failed.errors)} mistake{'s' * (len(failed.errors) > 1)}. The published store stays as it was."
        )
        sys.exit(BROKEN)
    except KnowledgeError as error:
        screen.problem(str(error))
        if error.code in ("store_hangs", "file_hangs", "no_answer") and (contact := whom()):
            screen.problem(contact)
        sys.exit(WRONG_CALL if error.code.startswith(("no_such", "batch", "teams")) else BROKEN)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:
        sys.exit(screen.unforeseen(error))


if __name__ == "__main__":
    main()
