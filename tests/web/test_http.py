"""The pages over HTTP: headers, sessions, forms of strangers, limits, mistakes, and every kind of bad request."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from html import unescape

import lxml.html
import pytest

from bot.web import chat, guard
from tests.test_server import request as bare
from tests.web.room import Trainer
from tests.web.serving import ROOT, Client, served

REFERRALS = "Who makes sure referrals are acknowledged in Leicester?"
PAGES = ("/", "/profile", "/privacy")


def test_head_is_get_without_the_page(client):
    for path in PAGES:
        reply = client.send("HEAD", path)
        assert (reply.status, reply.body) == (200, b"")
    assert client.send("HEAD", "/nowhere").status == 404


@pytest.mark.parametrize(("method", "path"), [("DELETE", "/"), ("PUT", "/ask"), ("POST", "/"), ("POST", "/privacy")])
def test_a_wrong_method_is_said_in_words(client, method, path):
    reply = client.send(method, path)
    assert reply.status == 405
    assert "cannot be opened that way" in reply.text
    assert "GET" in reply.headers["Allow"]


def test_the_address_of_a_mistaken_form_leads_back(client):
    reply = client.get("/ask")
    assert (reply.status, reply.headers["Location"]) == (303, "/")


def test_a_program_at_a_webhook_gets_no_page(port):
    status, body = bare(port, "GET", "/webhooks/nothing")
    assert (status, body) == (404, b"404\n")


def test_personal_data_is_not_shown_again_and_the_writer_is_told_once(client):
    worry = (
        "Jayden Smith born 3/4/2015 of 12 High Street Leicester, NHS number 943 476 5919, has been hit, who do I tell?"
    )
    page = unescape(client.ask(worry))
    assert not re.search("Jayden|Smith|2015|High Street|943", page)
    asked = re.search(r'<h2 class="turn__question".*?</h2>', page, re.DOTALL)[0]
    assert "(names and numbers left out)" in asked
    assert "someone of Leicester, has been hit, who do I tell?" in asked
    assert page.count("I do not need them and have not kept them.") == 1, "not in the copy that is passed on"
    again = client.ask("And who tells Jayden Smith's mother?")
    assert again.count("I do not need them and have not kept them.") == 1
    assert "left out" not in client.ask("thank you").rpartition('<article class="turn"')[2]


def test_the_rest_of_a_list_is_one_press_away(client):
    page = client.ask("List the duties of the Lead Member in Croydon")
    assert re.search(r'name="message" value="more">Show the rest</button>', page)
    rest = client.ask("more").rpartition('<article class="turn"')[2]
    assert "LMCS 16" in rest
    assert "Show the rest" not in rest


def test_of_a_step_that_is_past_no_ways_on_are_listed(client):
    client.ask("I'm a new councillor in Dudley, start my induction")
    past = client.ask("next").rpartition('<article class="turn"')[0]
    assert "Step 1 of 8" in past
    assert not re.search(r"<li>(Next|Skip|Stop for now)</li>", past)


def test_a_conversation_without_a_browser(client):
    page = client.ask(REFERRALS)
    assert "Ensure that referrals are acknowledged." in page
    assert "/documents/leicester-roles-2009#clause-annex-19-1" in page
    assert client.ask("exact words please").count('<article class="turn"') == 2
    reply = client.post("/feedback", {"turn": "1", "helped": "yes"})
    assert reply.headers["Location"] == "/#feedback-1"
    assert "Noted: this helped." in client.get("/").text
    client.post("/start-again", {})
    page = client.get("/?done=again").text
    assert '<article class="turn"' not in page
    assert "Started again" in page


def test_starting_again_forgets_what_was_spoken_of(client):
    client.ask("How often does the DCS audit a case in Croydon?")
    client.post("/start-again", {})
    assert (
        "month" not in client.ask("exact words please").partition('<article class="turn"')[2].partition("</article>")[0]
    )


def test_the_first_page_has_its_examples_by_who_asks(client):
    shown = lxml.html.fromstring(client.get("/").text)
    groups = shown.xpath("//form[contains(@class, 'examples')]/div")
    found = {group.findtext("h3"): [button.text for button in group.iter("button")] for group in groups}
    assert found == {group["who"]: group["questions"] for group in chat.examples()}
    assert list(found) == [
        "In social work and other front line work",
        "As a councillor",
        "On the helpdesk",
        "As a trainer",
    ]
    assert all(len(questions) >= 3 for questions in found.values())
    questions = [question for group in found.values() for question in group]
    assert len(questions) == len(set(questions))
    assert [button.get("value") for button in shown.xpath("//button[@class='example']")] == questions, (
        "it sends what it says"
    )
    assert shown.xpath("//form[contains(@class, 'examples')]//input[@name='alone']/@value") == ["yes"], (
        "an example is no follow-up"
    )
    for council in ("Leicester", "Croydon", "Dudley", "Kent"):
        assert any(council in question for question in questions)


def test_of_a_choice_the_page_shows_its_words(client):
    page = client.ask("quiz me on corporate parenting")
    message, label = re.search(r'name="message" value="([^"]*)">([^<]*)</button>', page).groups()
    assert message != label
    turn = client.ask(unescape(message)).rpartition('<article class="turn"')[2]
    assert re.search(rf"You chose</span>\s*{re.escape(label)}\s*</h2>", turn)


def test_every_example_is_answered_whatever_was_asked_before(port):
    for number, question in enumerate(q for group in chat.examples() for q in group["questions"]):
        alone, later = (Client(port, f"198.51.100.{2 * number + n}") for n in (1, 2))
        later.ask("Who is the DCS accountable to in Kent?")
        for client in (alone, later):
            client.post("/ask", {"message": question, "alone": "yes"})
        answers = [
            client.get("/").text.rpartition('<article class="turn"')[2].partition("</article>")[0]
            for client in (alone, later)
        ]
        cards = [
            re.findall(r'<figure class="(citation[^"]*)">.*?href="([^"]*)"', answer, re.DOTALL) for answer in answers
        ]
        assert cards[0], question
        assert {kind for kind, _ in cards[0]} == {"citation"}, question
        assert cards[0] == cards[1], question


# --- sessions ---------------------------------------------------------------------------------------------------


def test_a_session_is_the_servers_and_hidden_from_scripts(client):
    cookie = client.get("/").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie
    assert client.get("/").headers["Set-Cookie"] is None, "it keeps its session"


def test_behind_https_the_cookie_travels_by_https_only(client):
    assert "Secure" in client.get("/", **{"X-Forwarded-Proto": "https"}).headers["Set-Cookie"]


@pytest.mark.parametrize(
    "cookie",
    ["dutydesk=victim", "dutydesk=a.b.c", "dutydesk=", "dutydesk=..", "dutydesk=é.1.x", 'dutydesk="; x=y', "dutydesk=" + "x" * 4000,
     "dutydesk=AAAA.1700000000.0000", "dutydesk=AAAA.²²²²²²²²²².0000"],
)  # fmt: skip
def test_a_forged_session_gets_a_new_one(client, cookie):
    reply = client.get("/", Cookie=cookie.encode("utf-8").decode("latin-1"))
    assert reply.status == 200
    assert reply.headers["Set-Cookie"].startswith("dutydesk=")


def test_nobody_sees_or_changes_the_session_of_another(port):
    one, other = Client(port), Client(port)
    one.ask(REFERRALS)
    one.post("/profile", {"council": "Dudley", "role": "councillors"})
    page = other.get("/").text
    assert "acknowledged in Leicester" not in page
    assert "not set" in page
    session, made, signature = one.cookie.removeprefix("dutydesk=").split(".")
    other.cookie = f"dutydesk={session}.{int(made) + 1}.{signature}"
    assert "not set" in other.get("/").text


# --- forms ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/ask", "/profile", "/profile/forget", "/feedback", "/start-again"])
@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": ""}, {"Sec-Fetch-Site": "cross-site"},
     {"Sec-Fetch-Site": "same-site"}, {"Origin": "http://127.0.0.1.evil.example"}],
    ids=str,
)  # fmt: skip
def test_a_form_of_a_stranger_is_refused(client, path, headers):
    client.ask(REFERRALS)
    client.post("/profile", {"council": "Dudley", "role": ""})
    reply = client.post(path, {"message": "x", "turn": "1", "helped": "no", "council": "Kent"}, **headers)
    assert reply.status == 403
    page = client.get("/").text
    assert page.count('<article class="turn"') == 1
    assert "Dudley" in page.partition('id="profile"')[2][:200]
    assert "Noted" not in page


def test_a_form_without_an_origin_is_refused(port):
    assert bare(port, "POST", "/ask", "message=x", **{"Content-Type": "application/x-www-form-urlencoded"})[0] == 403


@pytest.mark.parametrize(
    "kind",
    ["application/json", "multipart/form-data; boundary=x", "text/plain", "", "application/x-www-form-urlencodedx"],
)
def test_what_is_no_form_is_refused(client, kind):
    assert client.post("/ask", b'{"message": "x"}', **{"Content-Type": kind}).status == 415


@pytest.mark.parametrize("message", ["", "   ", "\r\n", "\x00\x07", "\u200b"])
def test_nothing_entered_is_said(client, message):
    reply = client.post("/ask", {"message": message})
    assert reply.status == 400
    assert reply.text.count(chat.EMPTY) == 2, "in the summary and beside the box"
    assert "<title>Error: " in reply.text


def test_too_much_entered_is_said_and_kept(client):
    reply = client.post("/ask", {"message": "word " * 500})
    assert reply.status == 400
    assert "2,000 characters or fewer" in reply.text
    assert "word word word</textarea>" in re.sub(r"\s+</textarea>", "</textarea>", reply.text)


@pytest.mark.parametrize("body", [b"\xff\xfe=%ff", b"message", b"=", b"&&&", b"message[]=x", b"x=1&x=2"])
def test_an_odd_form_is_an_empty_one(client, body):
    assert client.post("/ask", body).status == 400


def test_what_is_no_text_is_read_as_far_as_it_is(client):
    reply = client.post("/ask", b"message=who+chairs+the+corporate+parenting+panel+%ff")
    assert reply.status == 303


def test_too_many_fields_and_too_large_a_body_are_refused(client):
    assert client.post("/ask", b"&".join(b"a=1" for _ in range(1000))).status == 400
    reply = client.post("/ask", b"message=" + b"x" * 1_100_000)
    assert reply.status == 413
    assert "too long" in reply.text


@pytest.mark.parametrize("turn", ["", "0", "-1", "99", "1e3", "²", "9" * 5000, "1; drop"])
def test_feedback_on_nothing_leads_back(client, turn):
    client.ask(REFERRALS)
    assert client.post("/feedback", {"turn": turn, "helped": "yes"}).headers["Location"] == "/"
    assert client.post("/feedback", {"turn": "1", "helped": "perhaps"}).headers["Location"] == "/"


@pytest.mark.parametrize(
    "fields",
    [{"council": "Atlantis", "role": ""}, {"council": "", "role": "king"}, {"council": "Kent", "role": "dfes"}],
)
def test_a_profile_that_does_not_exist_is_refused(client, fields):
    reply = client.post("/profile", fields)
    assert reply.status == 400
    assert "from the list" in reply.text
    assert "not set" in client.get("/").text


def test_markup_in_a_question_stays_text(client):
    page = client.ask("<script>alert(1)</script> \"><img src=x onerror=alert(1)> {{ 7*7 }} ' who?")
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page
    assert "{{ 7*7 }}" in page


def test_names_are_gone_from_the_page_too(client):
    page = client.ask("Jayden Smithson told me he is hit at home. His number is 07700 900123. What must I do?")
    assert "Smithson" not in page
    assert "900123" not in page


# --- limits -----------------------------------------------------------------------------------------------------


def test_one_browser_cannot_keep_the_others_waiting(port):
    greedy, other = Client(port, "203.0.113.1"), Client(port, "203.0.113.1")
    greedy.get("/")
    statuses = [greedy.post("/ask", {"message": "hello"}).status for _ in range(60)]
    assert statuses[0] == 303
    reply = next(
        reply for reply in iter(lambda: greedy.post("/ask", {"message": "hello"}), None) if reply.status == 429
    )
    assert "Wait a minute" in reply.text
    assert other.post("/ask", {"message": "hello"}).status == 303


# --- assets -----------------------------------------------------------------------------------------------------


def test_assets_are_kept_for_long_under_addresses_that_change(client):
    page = client.get("/").text
    found = re.findall(r'(?:href|src)="(/assets/[^"]+)"', page)
    assert any("govuk-frontend" in address for address in found), "run `make setup`"
    for address in found:
        reply = client.get(address)
        assert reply.status == 200
        assert "immutable" in reply.headers["Cache-Control"]
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert client.get(address.replace("/assets/", "/assets/old")).headers["Cache-Control"] == "no-cache"
        packed = client.get(address, **{"Accept-Encoding": "gzip"})
        assert len(packed.body) <= len(reply.body)


@pytest.mark.parametrize(
    "path", ["/assets/x/fonts/light-94a07e06a1-v2.woff2", "/assets/x/..%2f..%2fpages.py", "/assets/x/", "/assets/", "/favicon.ico",
             "/assets/x/govuk-crest.svg", "/assets/x/%2e%2e/chat.py"],
)  # fmt: skip
def test_nothing_else_is_served(client, path):
    assert client.get(path).status == 404


# --- raw requests -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [b"GET /?done=\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /?done=%ff%fe&x HTTP/1.1\r\nHost: x\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n",
     b"GET / HTTP/1.1\r\nHost: x\r\nCookie: \xff=\xff\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: ,,,\xff\r\n\r\n",
     b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n", b"FOO / HTTP/1.1\r\nHost: x\r\n\r\n", b"GET //evil.example HTTP/1.1\r\nHost: x\r\n\r\n",
     b"POST /ask HTTP/1.1\r\nHost: x\r\nOrigin: http://[\r\nContent-Length: 1\r\n\r\nx"],
    ids=repr,
)  # fmt: skip
def test_a_malformed_request_is_no_fault_of_the_server(port, raw):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(raw)
        answer = line.recv(100)
    # An address that is not even ASCII ends the connection: Sanic has no reply to it.
    assert re.match(rb"HTTP/1.1 [234]\d\d |$", answer), answer


# --- when the assistant fails -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    """A server whose assistant never answers, and whose page /privacy-broken fails."""
    folder = tmp_path_factory.mktemp("broken")
    with served(folder, ("-m", "tests.web.broken")) as port:
        yield port


def test_when_the_assistant_fails_the_user_reads_what_to_do(broken):
    page = Client(broken).ask("a child is being hurt right now")
    assert "call 999" in page.partition('<article class="turn"')[2]
    assert "Ask your manager" in page
    assert "Traceback" not in page


def test_a_page_that_fails_shows_a_page(broken):
    reply = Client(broken).get("/fails")
    assert reply.status == 500
    assert "Something went wrong here" in reply.text
    assert "secret detail" not in reply.text
    assert reply.headers["Content-Security-Policy"] == guard.POLICY


def test_the_site_has_the_councils_name_colour_and_logo(tmp_path):
    logo = tmp_path / "arms.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    with served(tmp_path, ("-m", "tests.web.broken"), DUTYDESK_SITE_NAME="Dudley <Borough>", DUTYDESK_SITE_COLOUR="#FFCC00",
                DUTYDESK_SITE_LOGO=str(logo), DUTYDESK_SITE_CONTACT="Ring 01 23.") as port:  # fmt: skip
        client = Client(port)
        page = client.get("/").text
        assert "Dudley &lt;Borough&gt;" in page
        assert "Ring 01 23." in page
        assert (
            client.get(re.findall(r'src="(/assets/\w+/logo.svg)"', page)[0]).headers["Content-Type"] == "image/svg+xml"
        )
        style = client.get(re.findall(r'href="(/assets/\w+/site.css)"', page)[0]).text
        assert style == ":root { --site-colour: #ffcc00; --site-ink: #0b0c0c; }\n", "black on yellow"


def test_the_pages_say_how_long_a_quiz_is_kept_here(tmp_path):
    with served(tmp_path, ("-m", "tests.web.broken"), DUTYDESK_QUIZ_DAYS="7") as port:
        trainer = Trainer(port).own(1)
        for page in (trainer.get("/privacy").text, trainer.page(), trainer.page("/results")):
            words = " ".join(page.split())
            assert re.search(r"7 days after (you|the trainer) last changed", words)
            assert "30 days after" not in words


def test_the_pages_need_no_rasa_to_be_imported():
    code = "import sys, bot.web.assets, bot.web.site, bot.rendering.html; sys.exit('rasa' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60).returncode == 0
