"""Places: every kind of page that a browser can be shown, and how one comes to see it.

One list for test_places.py (accessible, sealed) and tests.web.bench (fast). A test holds it against the addresses that the
server knows, so a page that is added has to be added here.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from knowledge.store import Store
from learning import offices
from tests.web.room import LINE, Person, Trainer
from tests.web.serving import Client, Reply

NUMBER = itertools.count(1)
QUERIES = ("referral", "who chairs the board", "supervision of social workers", "child protection", "training", "a homeless teenager")  # fmt: skip
# What is said one after the other in the conversations that are looked at.
TALKS: dict[str, tuple[str, ...]] = {
    "an answer": ("Who makes sure referrals are acknowledged?",),
    "an answer with notes on old words": ("who is on the primary care trust's side of a strategy discussion in Dudley?",),
    "choices": ("what are the duties?",),
    "a refusal with the nearest clause": ("How many social workers are there in Kent?",),
    "out of scope": ("what is the capital of France?",),
    "safety first": ("a child is being beaten right now next door in Dudley",),
    "thanks": ("thank you",),
    "a profile told in passing": ("I am a councillor in Dudley",),
    "a list": ("List the duties of the Lead Member in Croydon",),
    "a comparison": ("Compare the duties of councillors in Dudley and Leicester",),
    "a word that breaks nowhere": ("What is the policy on " + "x" * 200,),
    "many turns": ("Who is the DCS accountable to in Kent?", "and in Croydon?", "what are the duties?", "thank you"),
    "the first step of an induction": ("I'm a new councillor in Dudley, start my induction",),
    "a question of practice": ("quiz me on corporate parenting",),
    "what was right in practice": ("quiz me on corporate parenting", "1"),
    "a scenario": ("give me a scenario for Dudley",),
    "what was right in a scenario": ("give me a scenario for Dudley", "1"),
    "its record": ("I'm a new councillor in Dudley, start my induction", "next", "my record"),
}  # fmt: skip
CHECKED = "start the induction of the leader of the council in Dudley"
FAULTY = b"::nowhere/1:: What? { =a ~b }\n\n::dudley-roles-2006/All Councillors 1:: Which? { =a ~b }"
STATES = ("locked", "asked", "told", "closed")


@dataclass(frozen=True)
class Place:
    """`sent` is a form whose reply is the page; a `file` is taken away or read by a script, and is no page.

    `alike`: another place is the same page with other contents; its looks on a wide screen are seen there."""

    name: str
    path: str
    who: Client
    status: int = 200
    sent: Mapping[str, str] | bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    file: bool = False
    alike: bool = False

    def reply(self) -> Reply:
        if self.sent is None:
            return self.who.get(self.path, **self.headers)
        return self.who.post(self.path, self.sent if isinstance(self.sent, bytes) else dict(self.sent), **self.headers)


class Greedy(Client):
    """Asks for a page until it was too often."""

    def get(self, path: str, **headers: str) -> Reply:
        while (reply := super().get(path, **headers)).status == 200:
            pass
        return reply


class Tour:
    """All places of one server; what must be said or made before one is seen, is said and made on the way there."""

    PARTS = ("reading", "roles", "finding", "talking", "learning", "leading", "taking_part", "mistaken")

    def __init__(self, port: int, store: Store):
        self.port, self.store = port, store
        self._quizzes: dict[tuple[str, str], tuple[Trainer, list[Person]]] = {}

    def everywhere(self) -> Iterator[Place]:
        for part in self.PARTS:
            yield from getattr(self, part)()

    def somebody(self) -> Client:
        """A browser of its own, at an address of its own: no limit is in the way."""
        return Client(self.port, address())

    def reading(self) -> Iterator[Place]:
        for path in ("/", "/?done=profile", "/?message=Quiz+me", "/profile", "/privacy", "/documents"):
            yield Place(path, path, self.somebody())
        for id_, document in self.store.documents.items():
            yield Place(id_, f"/documents/{id_}", self.somebody())
            yield Place(
                f"{id_} by its number", f"/documents/{id_}?edition={document.sha256[:12]}", self.somebody(), alike=True
            )
            yield Place(f"{id_} as published", f"/documents/{id_}/source.txt", self.somebody(), file=True)
            for clause in self.store.clauses_of(id_)[:1]:
                yield Place(
                    f"to {clause.reference}", f"/documents/{id_}/{quote(clause.reference)}", self.somebody(), 303
                )
        yield Place("a clause", "/documents/leicester-roles-2009#clause-annex-19-1", self.somebody())

    def roles(self) -> Iterator[Place]:
        yield Place("roles", "/roles", self.somebody())
        for family in dict.fromkeys(family for _, family in offices.everywhere(self.store)):
            yield Place(family, f"/roles/{family}", self.somebody(), alike=family not in ("dcs", "cdcc"))
        for council, family in (("Croydon", "lead-member"), ("Dudley", "councillors"), ("Kent", "cdcc")):
            for name in ("pack.html", "pack.docx", "pack.pdf"):
                yield Place(f"{name} of {family}", f"/roles/{family}/{council}/{name}", self.somebody(), file=True)
        yield Place("meetings", "/roles/lead-member/Croydon/meetings.ics?from=2026-09-01", self.somebody(), file=True)
        yield Place("lines", "/roles/cdcc/Kent/lines.svg", self.somebody(), file=True)

    def finding(self) -> Iterator[Place]:
        councils = self.store.councils
        for words in QUERIES:
            for council in ("", *councils):
                query = f"q={words.replace(' ', '+')}&council={council}"
                yield Place(f"search {query}", f"/search?{query}", self.somebody(), alike=bool(council))
        for query in ("", "?q=xyzzy", "?q=xyzzy&council=Kent", "?q=supervison", "?q=child&page=2", "?council=Croydon",
                      "?q=what+is+the", "?q=primary+care+trusts&council=Dudley", *(f"?topic={topic}" for topic in self.store.topics)):  # fmt: skip
            yield Place(f"search{query}", f"/search{query}", self.somebody())
        for query in ("", "?a=lead-member&b=dcs", "?a=cabinet&b=mappa", "?a=Dudley&b=Leicester&topic=training"):
            yield Place(f"compare{query}", f"/compare{query}", self.somebody())
        for a, b in itertools.permutations(councils, 2):
            yield Place(
                f"compare {a} and {b}",
                f"/compare?a={a}&b={b}",
                self.somebody(),
                alike=(a, b) != ("Dudley", "Leicester"),
            )

    def talking(self) -> Iterator[Place]:
        for name, messages in TALKS.items():
            yield Place(name, "/", self.talk(*messages))
        judged = self.talk(*TALKS["an answer"])
        judged.post("/feedback", {"turn": "1", "helped": "no"})
        yield Place("an answer that was judged", "/", judged)
        known = self.talk("I am a councillor in Dudley")
        yield Place("a profile that is set", "/profile", known)

    def learning(self) -> Iterator[Place]:
        yield Place("learn", "/learn", self.somebody())
        yield Place("learn, of a known role", "/learn?done=progress", self.talk("I am a councillor in Dudley"))
        yield Place("no progress", "/learn/progress", self.somebody())
        yield Place("no answers", "/learn/answers.csv", self.somebody(), file=True)
        drawn = self.talk(CHECKED)
        self.until(drawn, 'class="lines"')
        yield Place("a step with the picture of the lines", "/", drawn)
        checked = self.talk(CHECKED)
        self.until(checked, "Skip this question")
        yield Place("a check question", "/", checked)
        checked.ask("2")
        yield Place("what was right", "/", checked)
        going = self.talk(*TALKS["what was right in practice"], "next", "2", "next", "1", "start my induction as a councillor in Dudley", "next")  # fmt: skip
        yield Place("progress", "/learn/progress", going)
        for name in ("answers.csv", "record.txt", "record.json"):
            yield Place(name, f"/learn/{name}", going, file=True)

    def leading(self) -> Iterator[Place]:
        yield Place("train", "/train", self.somebody())
        draft = Trainer(self.port, address())
        draft.make(number="4", scenarios="1")
        yield Place("a draft", draft.path, draft)
        yield Place("a new draft", f"{draft.path}?made=1", draft)
        question = re.findall(r"/reword\?question=([\w-]+)", draft.get(draft.path).text)[0]
        yield Place("words of a question", f"{draft.path}/reword?question={question}", draft)
        for query in ("", "?council=Kent", "?council=Croydon&kind=scenario", "?council=Croydon&topic=homelessness"):
            yield Place(f"choose{query}", f"{draft.path}/choose{query}", draft, 400 if "homeless" in query else 200)
        for path in ("", "/add", "/generate", "/edit", "/bring", "/lock", "/unlock", "/run", "/delete"):
            yield Place(f"{path} opened again", f"{draft.path}{path}", draft, 303 if path else 200)
        yield Place("a draft's file", f"{draft.path}/quiz.gift", draft, file=True)
        yield Place(
            "a quiz that cannot be made",
            "/train",
            self.somebody(),
            400,
            {"title": "", "number": "x", "council": "Surrey"},
        )
        yield Place("too many questions", f"{draft.path}/generate", draft, 400, {"number": "9999", "scenarios": "x"})
        yield Place("no file", f"{draft.path}/bring", draft, 400, {"gift": "text"})
        kind = {"Content-Type": f"multipart/form-data; boundary={LINE}"}
        yield Place("a file with faults", f"{draft.path}/bring", draft, 400, upload(FAULTY), kind)
        for what in ("bearer", "scenario"):
            for state in STATES:
                trainer, _ = self.quiz(what, state)
                yield Place(f"{what}, {state}, for the trainer", trainer.path, trainer)
                yield Place(f"{what}, {state}, results", f"{trainer.path}/results", trainer)
        trainer, _ = self.quiz("bearer", "closed")
        for name in ("people.csv", "questions.csv", "quiz.gift", "now"):
            yield Place(name, f"{trainer.path}/{name}", trainer, file=True)

    def taking_part(self) -> Iterator[Place]:
        yield Place("the door", "/join", self.somebody())
        yield Place("the door with a code", "/join?code=CDFGHJ", self.somebody())
        for what in ("bearer", "scenario"):
            for state in STATES:
                trainer, (ann, ben, cy) = self.quiz(what, state)
                seat, board = f"/join/{trainer.code}", f"/board/{trainer.code}"
                yield Place(f"{what}, {state}, who has answered", seat, ann)
                yield Place(f"{what}, {state}, who has not", seat, ben)
                yield Place(f"{what}, {state}, who has left", seat, cy)
                yield Place(f"{what}, {state}, board", board, self.somebody())
                yield Place(f"{what}, {state}, a stranger", seat, self.somebody(), 409 if state == "closed" else 200)
                if state == "asked":
                    yield Place("nothing chosen", f"{seat}/answer", ben, 400, {"question": ben.asked()})
                    yield Place("an answer again", f"{seat}/answer", ann, 409, {"question": "x", "choice": "0"})
        trainer, (ann, *_) = self.quiz("bearer", "asked")
        for where in (f"/join/{trainer.code}/now", f"/board/{trainer.code}/now"):
            yield Place(where, where, ann, file=True)
        for part in ("answer", "leave", "forget"):
            yield Place(f"{part} opened again", f"/join/{trainer.code}/{part}", ann, 303)

    def mistaken(self) -> Iterator[Place]:
        for path in ("/nowhere", "/documents/nowhere", "/documents/leicester-roles-2009/annex%2019.11", "/documents/kent-dcs-2011?edition=abcdef123456",
                     "/roles/nobody", "/roles/cdcc/Dudley/pack.pdf", "/roles/councillors/Dudley/pack.exe", "/learn/record.txt",
                     "/train/none", "/train/none/results", "/join/AAAAAA", "/board/AAAAAA", "/assets/x/nothing.css"):  # fmt: skip
            yield Place(path, path, self.somebody(), 404)
        for path in (
            "/roles/lead-member/Croydon/meetings.ics",
            "/compare?a=Dudley&b=dcs",
            "/compare?a=Dudley",
            "/search?council=Merton",
        ):
            yield Place(path, path, self.somebody(), 400)
        yield Place("a form's address", "/ask", self.somebody(), 303)
        yield Place("nothing asked", "/ask", self.talk(*TALKS["an answer"]), 400, {"message": " "})
        yield Place("too much asked", "/ask", self.somebody(), 400, {"message": "word " * 500})
        yield Place("a wrong profile", "/profile", self.somebody(), 400, {"council": "Atlantis", "role": "king"})
        yield Place("no code", "/join", self.somebody(), 400, {"code": "", "name": "Sam"})
        yield Place("a wrong code", "/join", self.somebody(), 404, {"code": "AAAAAA", "name": "Sam"})
        yield Place(
            "a form of a stranger", "/ask", self.somebody(), 403, {"message": "x"}, {"Origin": "https://evil.example"}
        )
        yield Place("a wrong method", "/privacy", self.somebody(), 405, {"message": "x"})
        yield Place("no form", "/ask", self.somebody(), 415, b"{}", {"Content-Type": "application/json"})
        yield Place("far too much", "/ask", self.somebody(), 413, b"message=" + b"x" * 1_100_000)
        yield Place("a question taken", "/ask", self.somebody(), 303, {"message": "hello"})
        yield Place("too many requests", "/privacy", Greedy(self.port, address()), 429)

    def talk(self, *messages: str) -> Client:
        """A browser in whose conversation this was said."""
        client = self.somebody()
        for message in messages:
            client.ask(message)
        return client

    def until(self, client: Client, shown: str) -> None:
        """Goes on with an induction until this is on the page."""
        for _ in range(60):
            if shown in client.get("/").text.rpartition('<article class="turn"')[2]:
                return
            client.ask("next")
        raise AssertionError(f"no step shows {shown}")

    def quiz(self, kind: str, state: str) -> tuple[Trainer, list[Person]]:
        """A quiz of two questions in this state, and three people: one who answers, one who does not, one who left."""
        if (kind, state) in self._quizzes:
            return self._quizzes[kind, state]
        trainer, people = Trainer(self.port, address()), [Person(self.port, address()) for _ in range(3)]
        trainer.make(number="2", kind=kind, council="Leicester", title="Councillors and " + "W" * 40)
        trainer.lock()
        for name, person in zip(("Ann", "M" * 40, "Cy"), people, strict=True):
            assert person.join(trainer.code, name).status == 303
        people[2].do("leave")
        if state != "locked":
            trainer.run("open", "ask")
            assert people[0].answer(0).status == 303
            trainer.run(*{"asked": (), "told": ("stop",), "closed": ("stop", "ask", "close")}[state])
        self._quizzes[kind, state] = trainer, people
        return trainer, people


def upload(body: bytes) -> bytes:
    """A file of questions as a browser sends it."""
    head = f'--{LINE}\r\nContent-Disposition: form-data; name="gift"; filename="mine.gift"\r\nContent-Type: text/plain\r\n\r\n'
    return head.encode() + body + f"\r\n--{LINE}--\r\n".encode()


def address() -> str:
    """Where a visitor comes from; another one each time."""
    number = next(NUMBER)
    return f"198.18.{number // 250}.{number % 250}"
