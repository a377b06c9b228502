"""Moving: what a move does in the lesson that is open: next, back, skip, stop, resume, begin again.

Takes a move as learning.hearing heard it, from learning.tutor; walks by learning.guiding and learning.drilling, keeps by
learning.teaching.
"""

from __future__ import annotations

from typing import Any

from knowledge.errors import KnowledgeError
from knowledge.outcomes import Lesson
from knowledge.questions import Kind, Question
from learning import screens
from learning.between import FRESH, START, is_open, theirs
from learning.guiding import COURSE
from learning.hearing import Heard, Move
from learning.teaching import OPEN, Teaching, preparing, shown

NOTHING_OPEN = "No induction and no quiz is open at the moment."


class Moves:
    """Moves in any lesson. `open_`, where it is asked for, is what Teaching keeps as open."""

    def __init__(self, teaching: Teaching):
        self.teaching, self.courses, self.guide = teaching, teaching.courses, teaching.guide

    def moved(self, person: str, open_: dict[str, Any], heard: Heard, question: Question) -> Lesson | None:
        """What a move does; None where it is none of a lesson's at the moment. Raises no_induction."""
        move, course = heard.move, open_.get("course")
        live = is_open(open_) and course != START
        if heard.bare and (not live or theirs(open_, move, self.teaching.clock())):
            return None
        if move in (Move.RESTART, Move.RESTART_SURE):
            return self._restarted(person, move, course)
        if heard.course and move is not Move.STOP and not (course or "").startswith(heard.course):
            course, live = self.teaching.last(person, heard.course), False
        if not course or course == START:
            course = self.teaching.latest(person)
            if not course:
                if heard.step is None and move in (Move.NEXT, Move.BACK) and question.kind is not Kind.LEARN_MOVE:
                    return None
                return self.teaching.keep(person, None, Lesson(says=(NOTHING_OPEN,), options=screens.HINTS))
            return self._resumed(person, course, open_)
        if move is Move.STOP:
            return self._stopped(person, open_, course)
        if move is Move.RESUME or not live:
            return self._resumed(person, course, open_)
        return self._stepped(person, course, heard)

    def _stepped(self, person: str, course: str, heard: Heard) -> Lesson | None:
        """Next, back, skip, or another way to answer, in the course that is open."""
        move = heard.move
        if course.startswith(COURSE):
            if move not in (Move.NEXT, Move.BACK, Move.SKIP):
                return None
            if move is Move.SKIP and heard.question and not self.guide.waiting(person, course):
                return self.teaching.keep(person, course, self.guide.show(person, course))  # pressed twice
            return self.teaching.keep(person, course, self.guide.move(person, course, move, heard.step))
        shelf = self.teaching.shelf()
        if not shelf:
            return self.teaching.keep(person, course, preparing())
        if course == "quiz":
            lesson = self.teaching.quiz(shelf).next(person, skip=move is Move.SKIP)
        else:
            scenarios = self.teaching.scenarios(shelf)
            mode = {Move.OWN_WORDS: "words", Move.CHOICES: "choices"}.get(move)
            lesson = scenarios.next(person) if move in (Move.NEXT, Move.SKIP) else scenarios.show(person, mode)
        return self.teaching.keep(person, course, lesson)

    def _resumed(self, person: str, course: str, open_: dict[str, Any]) -> Lesson:
        if course.startswith(COURSE):
            away = not is_open(open_) or self.teaching.clock() - open_["at"] >= FRESH
            return self.teaching.keep(person, course, self.guide.show(person, course, again=away))
        shelf = self.teaching.shelf()
        if not shelf:
            return self.teaching.keep(person, course, preparing())
        quiz = course == "quiz"
        lesson = self.teaching.quiz(shelf).next(person) if quiz else self.teaching.scenarios(shelf).show(person)
        return self.teaching.keep(person, course, lesson)

    def _stopped(self, person: str, open_: dict[str, Any], course: str) -> Lesson:
        path = () if course.startswith(COURSE) or not self.teaching.latest(person) else (screens.INDUCTION,)
        lesson = Lesson(says=("Stopped. Where you are is kept, today and on other days.",),
                        options=(screens.RESUME, *path, screens.MY_PROGRESS), notes=("Ask me anything, or say ‘resume’ to go on.",))  # fmt: skip
        state = {**open_, "course": course, "stopped": True, "apart": False, "shown": shown(lesson.options)}
        self.courses.keep(person, OPEN, state)
        return lesson

    def _restarted(self, person: str, move: Move, course: str | None) -> Lesson:
        kind = course if course and course.startswith(COURSE) else self.teaching.latest(person)
        if not kind:
            raise KnowledgeError("no_induction")
        if move is Move.RESTART_SURE:
            return self.teaching.keep(person, kind, self.guide.restart(person, kind))
        says = ("This begins again at step 1. What you have read and answered in this induction is deleted.",
                "If you finished it before, the record of that stays.")  # fmt: skip
        return self.teaching.keep(person, kind, Lesson(says=says, options=(screens.RESTART, screens.RESUME)))
