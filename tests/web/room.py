"""Room: a trainer and people in a quiz over HTTP, as browsers without a window. For tests of the pages and `tests.crowd`."""

from __future__ import annotations

import csv
import io
import re

from tests.web.serving import Client, Reply

DRAFT = {"title": "Councillors", "council": "Dudley", "number": "3", "pace": "led"}
OWN = b"::dudley-roles-2006/All Councillors 1:: Statement %d { =right ~wrong ~other }"

LINE = "----WebKitFormBoundary7MA4YWxkTrZu0gW"  # between the parts of an upload


class Trainer(Client):
    """Makes a quiz and runs it. `path` is the secret page, `code` the join code once the quiz is locked."""

    path = code = ""

    def make(self, **fields: str) -> Reply:
        reply = self.post("/train", {**DRAFT, **fields})
        if reply.status == 303:
            self.path = reply.headers["Location"].partition("?")[0]
        return reply

    def own(self, count: int, **fields: str) -> Trainer:
        """A quiz of questions whose first option is right, locked."""
        self.make(number="0", **fields)
        assert self.bring(b"\n\n".join(OWN % number for number in range(count))).status == 303
        return self.lock()

    def lock(self) -> Trainer:
        assert self.do("lock").status == 303
        self.code = re.search(r'lead__code">(\w+)<', self.page())[1]
        return self

    def bring(self, body: bytes, name: str = "mine.gift", **fields: str) -> Reply:
        """An upload, as a browser sends it."""
        parts = [
            f'--{LINE}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in fields.items()
        ]
        head = f'--{LINE}\r\nContent-Disposition: form-data; name="gift"; filename="{name}"\r\nContent-Type: text/plain\r\n\r\n'
        return self.post(f"{self.path}/bring", b"".join(parts) + head.encode() + body + f"\r\n--{LINE}--\r\n".encode(),
                         **{"Content-Type": f"multipart/form-data; boundary={LINE}"})  # fmt: skip

    def do(self, what: str, **fields: str) -> Reply:
        return self.post(f"{self.path}/{what}", fields)

    def run(self, *steps: str) -> None:
        """Steps of a running quiz: open, ask, stop, close."""
        for step in steps:
            assert self.do("run", do=step).status == 303

    def page(self, part: str = "") -> str:
        return self.get(self.path + part).text

    def ids(self) -> list[str]:
        return re.findall(r'<li class="preview__one" id="question-(\w+)"', self.page())


class Person(Client):
    """Takes part in a quiz."""

    code = ""

    def join(self, code: str, name: str) -> Reply:
        self.code = code
        return self.post("/join", {"code": code, "name": name})

    def page(self) -> str:
        return self.get(f"/join/{self.code}").text

    def asked(self) -> str:
        """The id of the question that the page asks."""
        return re.search(r'name="question" value="(\w+)"', self.page())[1]

    def answer(self, choice: int | str, question: str | None = None) -> Reply:
        return self.post(f"/join/{self.code}/answer", {"question": question or self.asked(), "choice": str(choice)})

    def do(self, what: str) -> Reply:
        return self.post(f"/join/{self.code}/{what}", {})


def errors(reply: Reply) -> list[str]:
    """The sentences of the summary at the head of a page."""
    summary = reply.text.partition('class="govuk-error-summary"')[2].partition("</ul>")[0]
    return [re.sub(r"\s+", " ", found).strip() for found in re.findall(r"<a href=[^>]*>(.*?)</a>", summary, re.DOTALL)]


def joined(trainer: Trainer, people: list[Person]) -> None:
    """Ann, Ben and Cy take their seats."""
    for name, person in zip(("Ann", "Ben", "Cy"), people, strict=True):
        assert person.join(trainer.code, name).status == 303


def a_question(trainer: Trainer) -> str:
    """The id of a question, as the quiz's own file names it."""
    return re.search(r"\| (\w+)::", trainer.page("/quiz.gift"))[1]


def read(text: str) -> list[dict[str, str]]:
    """The rows of a table that was taken away."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
