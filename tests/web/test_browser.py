"""The chat page in a real browser: with a mouse, by keyboard alone, without JavaScript, on a narrow screen, for a screen reader."""

from __future__ import annotations

REFERRALS = "Who makes sure referrals are acknowledged?"
URGENT = "a child is being beaten right now next door"


def ask(page, question: str, turn: int) -> None:
    page.fill("#message", question)
    page.click("text='Ask' >> visible=true >> nth=-1")
    page.wait_for_selector(f"#turn-{turn}")


def newest(page):
    return page.locator(".turn").last


def test_ask_and_follow_up(page):
    page.goto("/")
    ask(page, REFERRALS + " I work in Leicester.", 1)
    assert "Ensure that referrals are acknowledged." in newest(page).inner_text()
    link = newest(page).locator(".citation a").first
    assert link.get_attribute("href") == "/documents/leicester-roles-2009#clause-annex-19-1"
    assert "proposed, 20 April 2009" in newest(page).inner_text()
    ask(page, "and in Dudley?", 2)
    assert "Dudley" in newest(page).locator(".citation").first.inner_text()
    assert page.locator(".turn").count() == 2
    page.reload()
    assert page.locator(".turn").count() == 2


def test_the_question_stands_there_at_once_and_focus_and_status_follow_the_answer(page):
    page.goto("/")
    page.route("**/ask", lambda route: page.wait_for_selector(".turn--waiting") and route.continue_())
    ask(page, REFERRALS, 1)
    assert page.evaluate("document.activeElement.id") == "question-1"
    assert page.locator(".turn--waiting").count() == 0
    assert "acknowledged" in page.locator("#status").inner_text()
    assert page.locator("#status").get_attribute("role") == "status"
    assert page.input_value("#message") == ""


def test_choose_by_a_button(page):
    page.goto("/")
    ask(page, "what are the duties?", 1)
    choices = newest(page).locator(".choice")
    assert choices.count() >= 2
    choices.first.click()
    page.wait_for_selector("#turn-2")
    assert newest(page).locator(".citation, .choice").count()
    assert page.locator("#turn-1 .choice").count() == 0, "what was chosen from is no longer a choice"


def test_danger_comes_first_and_is_told_at_once(page, accessible):
    page.goto("/")
    ask(page, URGENT, 1)
    first = newest(page).locator(".turn__answer > *").first
    assert first.get_attribute("role") == "alert"
    assert "999" in first.inner_text()
    accessible(page)
    ask(page, REFERRALS, 2)
    assert page.locator("[role=alert]").count() == 0, "an old alarm does not sound again"


def test_keyboard_alone_suffices(page):
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
    page.keyboard.press("Enter")
    for _ in range(10):
        if page.evaluate("document.activeElement.id") == "message":
            break
        page.keyboard.press("Tab")
    page.keyboard.type("what are the duties?")
    page.keyboard.press("Enter")
    page.wait_for_selector("#turn-1")
    page.keyboard.press("Tab")
    assert "choice" in page.evaluate("document.activeElement.className")
    page.keyboard.press("Enter")
    page.wait_for_selector("#turn-2")
    assert page.evaluate("document.activeElement.id") == "question-2"


def test_shift_and_enter_begin_a_line(page):
    page.goto("/")
    page.focus("#message")
    page.keyboard.type("one")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")
    assert page.input_value("#message") == "one\ntwo"
    assert page.locator(".turn").count() == 0


def test_an_example_asks(page):
    page.goto("/")
    page.click("text=Who escalates resettlement failures?")
    page.wait_for_selector("#turn-1")
    assert "youth offending teams" in newest(page).inner_text()


def test_nothing_entered_is_said_beside_the_box(page, accessible):
    page.goto("/")
    page.click(".ask__button")
    page.wait_for_selector(".govuk-error-summary")
    assert "Enter a question" in page.locator("#message-error").inner_text()
    assert "govuk-error-summary" in page.evaluate("document.activeElement.className")
    assert page.title().startswith("Error: ")
    accessible(page)
    page.click(".govuk-error-summary a")
    assert page.evaluate("document.activeElement.id") == "message"


def test_an_answer_that_does_not_arrive_leaves_the_question_in_the_box(page):
    page.goto("/")
    page.route("**/ask", lambda route: route.abort("internetdisconnected"))
    page.fill("#message", REFERRALS)
    page.click(".ask__button")
    page.wait_for_selector("#trouble")
    assert "999" in page.locator("#trouble").inner_text()
    assert page.input_value("#message") == REFERRALS
    assert page.locator(".turn").count() == 0
    page.unroute("**/ask")
    page.click(".ask__button")
    page.wait_for_selector("#turn-1")


def test_copy(window):
    page = window(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/")
    ask(page, REFERRALS, 1)
    page.click("text=Copy this answer")
    page.click("[data-copy]")
    page.wait_for_selector("text='Copied'")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "“Ensure that referrals are acknowledged.”" in copied
    assert "annex 19.1" in copied
    assert "acknowledged?" not in copied, "the answer only"


def test_feedback_start_again_and_profile(page, accessible):
    page.goto("/")
    ask(page, REFERRALS, 1)
    page.click("button[name=helped][value=yes]")
    page.wait_for_selector("text=Noted: this helped.")
    assert page.evaluate("document.activeElement.id") == "feedback-1"
    page.click("text=Set them")
    accessible(page)
    page.check("text=Leicester")
    page.select_option("#role", "councillors")
    page.click("text=Save")
    assert "You ask as: Councillors, Leicester" in page.locator("#profile").inner_text()
    page.click("text=Questions you could ask")
    page.click("text=What must I do if I am worried about a child?")
    page.wait_for_selector("#turn-2")
    assert "annex 12.1" in newest(page).inner_text()
    assert newest(page).locator(".citation").count() == newest(page).locator(".citation:has-text('Leicester')").count()
    page.click("text=Start again")
    assert page.locator(".turn").count() == 0
    assert "Leicester" in page.locator("#profile").inner_text()
    page.click("#profile a")
    page.click("text=Forget my role and council")
    assert "not set" in page.locator("#profile").inner_text()


def test_a_profile_told_in_passing_shows_in_the_header(page):
    page.goto("/")
    ask(page, "I am a councillor in Dudley", 1)
    assert "Dudley" in page.locator("#profile").inner_text()


def test_without_javascript(plain):
    plain.goto("/")
    plain.fill("#message", "what are the duties?")
    plain.click(".ask__button")
    assert plain.url.endswith("/#turn-1")
    plain.locator(".choice").first.click()
    assert plain.url.endswith("/#turn-2")
    plain.fill("#message", REFERRALS)
    plain.click(".ask__button")
    assert "Ensure that referrals are acknowledged." in newest(plain).inner_text()
    newest(plain).locator("summary").click()
    assert newest(plain).locator("textarea").is_visible()
    assert not newest(plain).locator("[data-copy]").is_visible(), "a button that could do nothing"
    newest(plain).locator("button[value=no]").click()
    assert "did not help" in newest(plain).inner_text()
    plain.fill("#message", "")
    plain.click(".ask__button")
    assert "Enter a question" in plain.locator("#message-error").inner_text()
    assert plain.locator(".turn").count() == 3, "a mistake loses nothing"
    plain.click("text=Start again")
    assert plain.locator(".turn").count() == 0


def test_a_conversation_is_accessible_and_fits_a_narrow_screen(window, accessible):
    page = window(width=320, height=640)
    page.goto("/")
    for turn, question in enumerate(
        ("What is the policy on " + "x" * 200, REFERRALS, "how many social workers are there in Kent?", "what are the duties?"), 1
    ):  # fmt: skip
        ask(page, question, turn)
    page.click("#turn-2 >> text=Copy this answer")
    page.click("text=Questions you could ask")
    assert "The nearest clause says something else:" in page.inner_text("#turn-3")
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for target in page.locator("button:visible, summary:visible").all():
        assert target.bounding_box()["height"] >= 24, "WCAG 2.5.8"


def test_printed_the_answer_stands_alone(page):
    page.goto("/")
    ask(page, REFERRALS, 1)
    page.emulate_media(media="print")
    assert page.locator(".citation").first.is_visible()
    for gone in (".ask", ".turn__tools", ".site-strip__profile", ".chat__again"):
        assert not page.locator(gone).first.is_visible()


def test_no_font_and_no_crown_of_gov_uk(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    assert not [url for url in asked if "font" in url.rsplit("/", 1)[-1] and not url.endswith((".css", ".js"))]
    assert "GDS" not in page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
    assert page.locator("svg, [class*=crown], [class*=logotype]").count() == 0
