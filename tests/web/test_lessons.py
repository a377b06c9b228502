"""An induction on the web page: started, gone on with, a question in between, back to the step, resumed; no script needed."""

from __future__ import annotations

import re
from html import unescape

from tests import lessons
from tests.web.serving import Client

START = "I'm the new lead member in Croydon, start my induction"


def latest(page):
    return unescape(page.rpartition('<article class="turn"')[2].partition("</article>")[0])


def buttons(turn):
    return {
        label.strip(): value for value, label in re.findall(r'name="message" value="([^"]*)">([^<]*)</button>', turn)
    }


def test_an_induction_in_the_browser(client):
    first = latest(client.ask(START))
    assert "Step 1 of" in first
    assert 'class="citation"' in first
    assert "This helped" not in first
    second = latest(client.ask(buttons(first)["Next"]))
    assert "Step 2 of" in second
    between = latest(client.ask("who makes sure referrals are acknowledged in Leicester?"))
    assert "annex 19.1" in between
    assert "Step 2 of" in latest(client.ask(buttons(between)["Back to step 2"]))
    client.post("/start-again", {})
    client.ask("stop the induction")
    assert "You go on where you were." in latest(client.ask("resume"))


def test_an_induction_to_its_end_in_the_browser(client):
    short = "I'm a new councillor in Dudley, start my induction"  # one browser may not ask without a pause
    questions = lessons.to_the_end(lambda text: latest(client.ask(text)), latest(client.ask(short)))
    assert questions == 8, "one after each part"
    assert "Ended:" in latest(client.ask("my record"))


def test_a_button_of_a_page_that_one_went_back_to_is_shown_in_its_words(client):
    question = buttons(latest(client.ask("quiz me on corporate parenting")))
    words, sent = next(iter(question.items()))
    client.ask(sent)
    client.ask("next question")
    asked = re.search(r'<h2 class="turn__question".*?</h2>', latest(client.ask(sent)), re.DOTALL)[0]
    assert re.sub(r"<[^>]*>", "", asked).split() == ["You", "chose", *words.split()]


def test_the_picture_of_the_lines_stands_in_the_step(client):
    turn = latest(client.ask("start the induction of the leader of the council in Dudley"))
    for _ in range(15):
        if "<img" in turn:
            break
        offered = buttons(turn)
        turn = latest(
            client.ask(
                next(value for label, value in offered.items() if label in ("Next", "Skip", "Skip this question"))
            )
        )
    address = re.search(r'<img class="lines" src="([^"]+)"', turn)[1]
    reply = client.get(address)
    assert (reply.status, reply.headers["Content-Type"]) == (200, "image/svg+xml")
    assert "<script" not in reply.text
    assert client.get("/roles/councillors/Nowhere/lines.svg").status == 404


def test_markup_in_an_answer_stays_text(client):
    client.ask("quiz me on <img src=x onerror=alert(1)>")
    page = client.ask("start my induction as <script>alert(1)</script>")
    assert "<script>alert" not in page
    assert "onerror=alert(1)>" not in page


def test_practice_and_scenarios_to_the_clause_in_the_browser(port):
    """Each wish by a browser of its own: nobody is quizzed at the pace of a program."""
    client = Client(port)

    def say(text):
        shown.append(latest(client.ask(text)))
        return shown[-1]

    def press(start):
        return say(next(value for value in buttons(shown[-1]).values() if value.startswith(start)))

    shown: list[str] = []
    lessons.practised(say, press)
