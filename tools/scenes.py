"""Scenes: a quiz as its trainer, its people and the projector see it, for the pictures of docs/quizzes.md.

Called by tools.pictures with a browser and a running server.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

NAMES = ("Amina", "Ben", "Chris", "Dee", "Ellis", "Farah", "Gwen", "Harjit", "Ines", "Jo", "Kofi", "Lena")
DESK, PHONE, HALL = (1000, 900), (390, 780), (1120, 630)
Save = Callable[[Any, str], None]


def scenario(browser: Any, port: int, save: Save) -> None:
    """A scenario on the board, while people answer it."""
    context = browser.new_context(viewport={"width": HALL[0], "height": HALL[1]}, base_url=f"http://127.0.0.1:{port}")
    page = context.new_page()
    page.set_default_timeout(90_000)
    page.goto("/train")
    page.fill("#title", "Councillors, September")
    page.fill("#number", "0")
    page.click("text=Make the draft")
    page.goto(f"{page.url.partition('?')[0]}/choose?council=Dudley&group=councillor")
    page.click(".preview__one button >> nth=0")
    page.click("text=Back to the quiz")
    page.click("text=Lock it and show the code")
    code = page.inner_text(".lead__code")
    page.click("text=Open the quiz")
    page.click("text=Ask question 1")
    page.goto(f"/board/{code}")
    save(page, "quiz-board-scenario")
    context.close()


def quiz(browser: Any, port: int, save: Save) -> None:
    """Plays a quiz of six questions with a dozen people; `save` takes a window and the picture's name."""

    def window(size: tuple[int, int], **more: Any) -> Any:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, base_url=f"http://127.0.0.1:{port}", **more
        )
        opened = context.new_page()
        opened.set_default_timeout(90_000)
        return opened

    trainer, hall = window(DESK), window(HALL)
    people = [window(PHONE, java_script_enabled=name == "Amina") for name in NAMES]
    trainer.goto("/learn")
    save(trainer, "quiz-learn")
    trainer.click("text=Make a quiz for others")
    trainer.fill("#title", "Councillors, September")
    trainer.select_option("#council", "Dudley")
    trainer.fill("#number", "6")
    trainer.set_viewport_size({"width": DESK[0], "height": 1120})  # down to the number of scenarios
    trainer.evaluate("scrollTo(0, 0)")
    save(trainer, "quiz-make")
    trainer.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    trainer.click("text=Make the draft")
    trainer.wait_for_selector("#kept")
    trainer.evaluate("document.querySelector('#kept').value = 'https://dutydesk.example.gov.uk/train/…'")
    save(trainer, "quiz-draft")
    trainer.set_input_files(
        "#gift",
        {"name": "mine.gift", "mimeType": "text/plain", "buffer": (
            b"::dudley-roles-2006/All Councilors 1:: What must every councillor do? {\n=Have an overview\n~Chair a conference\n}\n\n"
            b"::dudley-roles-2006/Chief Executive 1:: Who is advised? {\n~The Cabinet\n~The police\n}\n")},
    )  # fmt: skip
    trainer.click("text=Add the questions of this file")
    trainer.wait_for_selector(".faults")
    trainer.locator("#own").scroll_into_view_if_needed()
    trainer.evaluate("document.querySelector('#own').scrollIntoView()")
    save(trainer, "quiz-own")
    trainer.goto(trainer.url.rpartition("/")[0])
    trainer.click("text=Lock it and show the code")
    code = trainer.inner_text(".lead__code")
    hall.goto(f"/board/{code}")
    for name, person in zip(NAMES, people, strict=True):
        person.goto(f"/join/{code}")
        person.fill("#name", name)
        if name == "Amina":
            save(person, "quiz-join-phone")
        person.click("text='Join'")
    hall.wait_for_selector(f"text=/{len(NAMES)}.*have joined/")
    save(hall, "quiz-board-join")
    trainer.click("text=Open the quiz")
    for number in range(1, 4):
        trainer.click(f"text=Ask question {number}")
        for place, (name, person) in enumerate(zip(NAMES, people, strict=True)):
            person.goto(f"/join/{code}")
            options = person.locator("input[name=choice]")
            if number == 1 and name == "Amina":
                save(person, "quiz-question-phone")
            if number == 1 and place == 9:
                hall.wait_for_selector("text=/9.*of 12.*answered/")
                save(hall, "quiz-board-question")
            options.nth((number + place // 4 if place % 3 else 1) % options.count()).check()
            person.click("text=Send my answer")
        trainer.click("text=Close this question")
        if number == 2:
            people[0].wait_for_selector(".verdict")
            save(people[0], "quiz-right-phone")
            hall.wait_for_selector(".room__option--right")
            save(hall, "quiz-board-right")
            trainer.goto(trainer.url.partition("#")[0])
            save(trainer, "quiz-lead")
    trainer.click("text=Close the quiz")
    trainer.click("text=See the results")
    save(trainer, "quiz-results")
    trainer.goto(f"{trainer.url.rpartition('/')[0]}")
    trainer.click("summary >> text=Delete this quiz")
    trainer.click("text=Delete the quiz, names and answers")
    for opened in (trainer, hall, *people):
        opened.context.close()
