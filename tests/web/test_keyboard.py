"""By keyboard alone: every thing that can be done on the pages, with a focus that is seen and stands in a sensible place."""

from __future__ import annotations

import pytest

REFERRALS = "Who makes sure referrals are acknowledged?"
# How an element looks, with what stands for it (the drawn button of a radio), focused and not.
LOOKS = """element => {
  const looks = () => [element, element.labels?.[0]].filter(Boolean).flatMap(part => [null, "::before"].map(pseudo => {
    const style = getComputedStyle(part, pseudo);
    return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.backgroundColor].join();
  })).join("|");
  const focused = looks();
  element.blur();
  const plain = looks();
  element.focus();
  return focused !== plain;
}"""


def reach(page, selector: str, back: bool = False) -> None:
    """Presses Tab until the focus is there; it must be seen at every stop on the way."""
    for _ in range(80):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        at = page.evaluate_handle("document.activeElement").as_element()
        if at.evaluate("element => element === document.body"):
            continue
        assert at.evaluate(LOOKS), f"no focus is seen on {at.evaluate('element => element.outerHTML')[:200]}"
        box = at.bounding_box()
        assert (box or {}).get("height"), "what has the focus is on the page"
        if at.evaluate("(element, selector) => element.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never comes to {selector}")


def focused(page) -> str:
    return page.evaluate("document.activeElement.id || document.activeElement.className")


def ask(page, question: str, turn: int = 1) -> None:
    reach(page, "#message")
    page.keyboard.type(question)
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#turn-{turn}")


def test_a_reply_is_announced_and_takes_the_focus(page):
    page.goto("/")
    page.evaluate("""new MutationObserver(() => (window.told = [...(window.told || []), document.getElementById('status').textContent]))
        .observe(document.getElementById('status'), {childList: true, characterData: true, subtree: true})""")
    for turn, question in enumerate(
        ("what are the duties?", REFERRALS, "How many social workers are there in Kent?"), 1
    ):
        page.evaluate("window.told = []")
        ask(page, question, turn)
        assert focused(page) == f"question-{turn}"
        looking, *_, answer = page.evaluate("window.told")
        assert looking == "Looking it up"
        first = page.locator(f"#turn-{turn} .danger__first, #turn-{turn} .says, #turn-{turn} .citation__quote").first
        assert answer == first.inner_text()
        box = page.locator(f"#question-{turn}").bounding_box()
        assert 0 <= box["y"] < 400, "the question stands in sight, its answer below"


def test_a_choice_is_chosen(page):
    page.goto("/")
    ask(page, "what are the duties?")
    reach(page, ".choice")
    page.keyboard.press("Tab")
    label = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Space")
    page.wait_for_selector("#turn-2")
    assert focused(page) == "question-2"
    assert page.inner_text("#question-2").split("\n") == ["You chose", label]


def test_feedback_is_given(page):
    page.goto("/")
    ask(page, REFERRALS)
    reach(page, "[name=helped][value=no]")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Noted: this did not help.")
    assert focused(page) == "feedback-1", "the thanks, which are read out"
    reach(page, "#message")


def test_an_answer_is_copied(window):
    page = window(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/")
    ask(page, REFERRALS)
    reach(page, ".copy summary")
    page.keyboard.press("Enter")
    reach(page, "[data-copy]")
    page.keyboard.press("Enter")
    page.wait_for_selector("text='Copied'")
    assert "annex 19.1" in page.evaluate("navigator.clipboard.readText()")
    assert page.inner_text("#status") == "The answer is copied"
    assert page.evaluate("document.activeElement.matches('[data-copy]')"), "the focus stays where it was"


def test_a_citation_is_opened_and_whoever_comes_back_is_at_the_answer(page):
    page.goto("/")
    ask(page, REFERRALS + " I work in Leicester.")
    ask(page, "thank you", 2)
    page.evaluate("document.getElementById('question-1').focus()")
    reach(page, "#turn-1 .citation__clause")
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/leicester-roles-2009#clause-annex-19-1")
    assert focused(page) == "clause-annex-19-1"
    page.go_back()  # Alt and the left arrow, which a headless browser does not take
    page.wait_for_selector("#question-1:focus")
    reach(page, "#turn-1 .citation__clause")


def test_role_and_council_are_set_and_forgotten(page):
    page.goto("/")
    reach(page, "#profile a")
    page.keyboard.press("Enter")
    page.wait_for_selector("#role")
    reach(page, "[name=council]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    council = page.evaluate("document.activeElement.value")
    reach(page, "#role")
    page.keyboard.type("Councillors")
    reach(page, "main .govuk-button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".govuk-notification-banner")
    assert f"Councillors, {council}" in page.inner_text("#profile")
    assert "govuk-notification-banner" in focused(page), "what was done is read out"
    reach(page, "#profile a", back=True)
    page.keyboard.press("Enter")
    page.wait_for_selector("#role")
    reach(page, "[formaction], form[action='/profile/forget'] button")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Your role and council are forgotten.")
    assert "not set" in page.inner_text("#profile")


def test_one_starts_again(page):
    page.goto("/")
    ask(page, REFERRALS)
    page.reload()
    reach(page, ".chat__again")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Started again.")
    assert page.locator(".turn").count() == 0
    assert "govuk-notification-banner" in focused(page)
    reach(page, "#message")


def test_one_practises(page):
    page.goto("/")
    ask(page, "quiz me on training")
    reach(page, ".choice")
    page.keyboard.press("Enter")
    page.wait_for_selector("#turn-2")
    assert focused(page) == "question-2"
    assert "right." in page.inner_text("#turn-2").lower()
    reach(page, ".choice")


def test_a_trainer_leads_a_quiz_and_a_person_takes_part(window, trainer):
    trainer.own(1)
    lead, person = window(), window()
    person.goto("/join")
    reach(person, "#code")
    person.keyboard.type(trainer.code)
    reach(person, "#name")
    person.keyboard.type("Ann")
    person.keyboard.press("Enter")
    person.wait_for_selector("text=You are in")
    lead.goto(trainer.path)
    for words, then in (("Open the quiz", "Ask question 1"), ("Ask question 1", "Close this question")):
        reach(lead, "main form .govuk-button")
        assert words in lead.evaluate("document.activeElement.textContent")
        lead.keyboard.press("Enter")
        lead.wait_for_selector(f"text='{then}'")
    person.wait_for_selector("input[name=choice]")
    assert focused(person) == "now"
    reach(person, "input[name=choice]")
    person.keyboard.press("Space")
    reach(person, "main .govuk-button")
    person.keyboard.press("Enter")
    person.wait_for_selector("text=Your answer is taken")
    reach(lead, "main form .govuk-button")
    assert "Close this question" in lead.evaluate("document.activeElement.textContent")
    lead.keyboard.press("Enter")
    person.wait_for_selector(".verdict")
    assert "The answer is A." in person.inner_text(".verdict")


@pytest.mark.parametrize("path", ["/roles/dcs", "/compare?a=Dudley&b=Leicester"])
def test_the_first_clause_comes_before_the_list_of_topics(window, path):
    page = window(width=375, height=740)
    page.goto(path)
    first = page.locator(".side__quote").first.bounding_box()["y"]
    shown = [link for link in page.locator("main a").all() if link.is_visible() and link.bounding_box()["y"] < first]
    assert len(shown) <= 10, "links that one passes on the way to the first clause"
    reach(page, ".topics summary")
    page.keyboard.press("Enter")
    reach(page, '.topics a[href="#topic-training"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**#topic-training")
    assert abs(page.locator("#topic-training").bounding_box()["y"]) < 100


def test_printed_the_marks_of_a_comparison_are_explained(page):
    page.goto("/compare?a=Dudley&b=Leicester")
    assert not page.locator(".legend").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".legend").is_visible()
    assert not page.locator(".topics").is_visible()
