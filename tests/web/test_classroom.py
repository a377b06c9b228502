"""A quiz in a real browser: a trainer, three people and the projector; by keyboard, without JavaScript, narrow, with axe."""

from __future__ import annotations

from learning import shelf
from tests.web.room import Person

RIGHT, WRONG = "A. right", "B. wrong"


def seat(page, code: str, name: str):
    page.goto(f"/join/{code}")
    page.fill("#name", name)
    page.click("text='Join'")
    page.wait_for_selector("text=You are")
    return page


def answer(page, words: str) -> None:
    page.check(f"text={words}")
    page.click("text=Send my answer")
    page.wait_for_selector("text=Your answer is taken")


def test_a_trainer_and_three_people_through_a_whole_quiz(window):
    lead, hall = window(), window(width=1280, height=720)
    lead.goto("/train")
    lead.fill("#title", "Councillors, September")
    lead.select_option("#council", "Dudley")
    lead.fill("#number", "2")
    lead.set_default_timeout(60_000)  # the first quiz of a server waits until its questions are made
    lead.click("text=Make the draft")
    lead.wait_for_selector("#kept")
    assert lead.input_value("#kept").endswith(lead.url.partition("?")[0].rpartition("/")[2])
    assert lead.locator(".preview__one").count() == 2
    lead.locator("text=Down").first.click()
    lead.click("text=Lock it and show the code")
    code = lead.inner_text(".lead__code")
    hall.goto(f"/board/{code}")
    people = [seat(window(), code, name) for name in ("Ann", "Ben", "Cy")]
    hall.wait_for_selector("text=/3.*have joined/")
    assert hall.locator("[role=img] svg").bounding_box()["width"] > 250
    lead.click("text=Open the quiz")
    for number in (1, 2):
        lead.click(f"text=Ask question {number}")
        hall.wait_for_selector(f"text=Question {number} of 2")
        for place, person in enumerate(people):
            person.wait_for_selector(f"text=Question {number} of 2 >> visible=true")
            assert person.locator("input[name=choice]:checked").count() == 0
            person.locator("input[name=choice]").nth(place % 2).check()
            person.click("text=Send my answer")
            person.wait_for_selector("text=Your answer is taken")
        hall.wait_for_selector("text=/3.*of 3.*have answered/")
        assert hall.locator(".room__option--right, .room__clause").count() == 0
        lead.click("text=Close this question")
        for person in people:
            person.wait_for_selector(".verdict")
            assert person.locator(".citation").count()
        hall.wait_for_selector(".room__option--right")
        assert hall.locator(".room__clause").count()
        assert hall.locator(".room__rows li").count() == 3
    lead.click("text=Close the quiz")
    hall.wait_for_selector("text=The quiz is closed")
    people[0].wait_for_selector("text=/You had . of 2 right/")
    lead.click("text=See the results")
    assert lead.locator("tbody tr").count() == 3
    with lead.expect_download() as taken:
        lead.click("text=By person >> nth=0")
    assert taken.value.suggested_filename == "councillors-september-people.csv"
    lead.click("text=Back to the quiz")
    lead.click("summary >> text=Delete this quiz")
    lead.click("text=Delete the quiz, names and answers")
    assert "The quiz is deleted" in lead.inner_text("main")


def test_keyboard_alone_suffices_and_focus_follows_the_question(page, trainer):
    trainer.own(2)
    page.goto(f"/join/{trainer.code}")
    page.focus("#name")
    page.keyboard.type("Ann")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=You are in")
    trainer.run("open", "ask")
    page.wait_for_selector("input[name=choice]")
    assert page.evaluate("document.activeElement.id") == "now"
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Your answer is taken")
    trainer.run("stop")
    page.wait_for_selector(".verdict")
    assert "Not right. The answer is A." in page.inner_text(".verdict")


def test_a_choice_not_yet_sent_stays_while_others_answer(page, trainer, port):
    trainer.own(1)
    seat(page, trainer.code, "Ann")
    other = Person(port)
    other.join(trainer.code, "Ben")
    trainer.run("open", "ask")
    page.check(f"text={WRONG}")
    other.answer(0)
    for _ in range(2):  # the second look of the script began after the answer
        with page.expect_response("**/now"):
            pass
    assert page.locator("input[name=choice]:checked").get_attribute("value") == "1"


def test_without_javascript(window, trainer):
    plain, hall = window(java_script_enabled=False), window(java_script_enabled=False)
    trainer.own(1)
    seat(plain, trainer.code, "Ann")
    hall.goto(f"/board/{trainer.code}")
    assert hall.locator("meta[http-equiv=refresh]").count() == 1
    trainer.run("open", "ask")
    hall.wait_for_selector(".room__option")  # it loads itself anew
    plain.wait_for_selector("input[name=choice]")
    assert plain.locator("meta[http-equiv=refresh]").count() == 0, "nothing chosen is lost while one thinks"
    plain.click("text=Send my answer")
    assert "Choose one of the answers" in plain.inner_text(".govuk-error-summary")
    answer(plain, RIGHT)
    trainer.run("stop")
    plain.wait_for_selector(".verdict")
    lead = window(java_script_enabled=False)
    lead.goto(trainer.path)
    lead.click("text=Close the quiz")
    assert "Closed" in lead.inner_text(".lead__facts")


def test_the_faults_of_a_file_are_listed_and_the_good_ones_taken(page, accessible, trainer):
    trainer.make(number="0")
    page.goto(trainer.path)
    text = (
        b"::dudley-roles-2006/All Councillors 1:: One { =a ~b }\n\n::dudley-roles-2006/All Councilors 2:: Two { =a ~b }"
    )
    file = {"name": "mine.gift", "mimeType": "text/plain", "buffer": text}
    page.set_input_files("#gift", file)
    page.click("text=Add the questions of this file")
    assert "mine.gift:3: The document dudley-roles-2006 has no clause 'All Councilors 2'" in page.inner_text(".faults")
    accessible(page)
    page.set_input_files("#gift", file)
    page.check("text=Add the good ones")
    page.click("text=Add the questions of this file")
    assert page.locator(".preview__one").count() == 1
    assert "1 added, at the end of the list." in page.inner_text("main")


def test_a_scenario_is_accessible_on_every_page_fits_the_board_and_is_told_from_its_beginning(
    window, accessible, trainer, store
):
    trainer.make(number="0")
    longest = max(shelf.made(store).staged, key=lambda one: len(one.question.question + "".join(one.question.options)))
    assert trainer.do("add", item=longest.question.id).status == 303
    person, hall, lead = window(width=320, height=640), window(width=1280, height=720), window()
    person.goto(trainer.path)
    accessible(person)
    person.goto(f"{trainer.path}/choose?council=Croydon&group=frontline")
    accessible(person)
    trainer.lock()
    seat(person, trainer.code, "Ann")
    trainer.run("open", "ask")
    person.wait_for_selector("input[name=choice]")
    assert person.evaluate("document.activeElement.className") == "govuk-body story"
    hall.goto(f"/board/{trainer.code}")
    assert hall.evaluate("document.documentElement.scrollHeight") <= 720
    lead.goto(trainer.path)
    for step in ("", "stop", "close"):
        if step:
            trainer.run(step)
        for page in (person, hall, lead):
            page.reload()
            accessible(page)
        assert person.evaluate("document.documentElement.scrollWidth") <= 320
    person.wait_for_selector(".reviewed .option__why")


def test_a_scenario_is_chosen_and_answered_without_javascript(window, trainer):
    lead, person = window(java_script_enabled=False), window(java_script_enabled=False)
    trainer.make(number="0")
    lead.goto(f"{trainer.path}/choose")
    lead.select_option("#group", "school")
    lead.click("text='Show'")
    assert lead.locator(".preview__one .story").count() >= 5
    lead.click(".preview__one button >> nth=0")
    assert lead.locator("text=In the quiz").count() == 1
    lead.click("text=Back to the quiz")
    lead.fill("#number", "2")
    lead.fill("#scenarios", "2")
    lead.click("text=Add them")
    assert lead.locator(".preview__one .story").count() == 3
    lead.click("text=Lock it and show the code")
    code = lead.inner_text(".lead__code")
    seat(person, code, "Ann")
    lead.click("text=Open the quiz")
    lead.click("text=Ask question 1")
    person.goto(f"/join/{code}")
    assert person.locator(".story").inner_text().startswith("A scenario on the")
    person.check("input[name=choice] >> nth=1")
    person.click("text=Send my answer")
    person.wait_for_selector("text=Your answer is taken")
    lead.goto(lead.url.partition("#")[0])
    lead.click("text=Close this question")
    assert lead.locator(".option__why").count() >= 2
