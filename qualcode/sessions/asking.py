"""One way to ask a person: a conversation puts its questions, one at a time, and takes the answers.

At a terminal, in a test or from a script a `Person` answers when asked, by `hold`. A screen or a window in a browser
cannot be made to wait: it shows `question`, and calls `answer` when a key has been pressed.
"""

from typing import Protocol, TypeVar

Question = TypeVar("Question")
Answer = TypeVar("Answer")
Asked = TypeVar("Asked", contravariant=True)
Answered = TypeVar("Answered", covariant=True)
Put = TypeVar("Put", covariant=True)
Taken = TypeVar("Taken", contravariant=True)


class Conversation(Protocol[Put, Taken]):
    """Questions to be answered, one after the other. What was decided is asked of the conversation itself."""

    @property
    def question(self) -> Put | None:
        """What is asked now; None at the end."""
        ...

    def answer(self, answer: Taken) -> None:
        """Take the answer to the question, and go on to the next."""
        ...


class Person(Protocol[Asked, Answered]):
    """Whoever decides: somebody at the terminal, a script."""

    def answer(self, question: Asked) -> Answered:
        """What they say to a question."""
        ...


def hold(conversation: Conversation[Question, Answer], person: Person[Question, Answer]) -> None:
    """Put every question of a conversation to a person, to its end."""
    while (question := conversation.question) is not None:
        conversation.answer(person.answer(question))
