"""One tree of errors: each says where, what, and what to do next, and has an exit code."""

import inspect

import pytest
from tasador_release import errors
from tasador_release.errors import CallFailed, CommandFailed, LockHeld, RollbackRefused, SmokeFailed, TasadorError

CLASSES = [item for _, item in inspect.getmembers(errors, inspect.isclass) if issubclass(item, TasadorError)]


def test_the_tree_in_the_docstring_is_the_tree_of_the_classes() -> None:
    drawn = {word for word in (errors.__doc__ or "").replace("│", " ").split() if word[0].isupper()}
    assert {item.__name__ for item in CLASSES} <= drawn


def test_each_branch_has_an_exit_code_of_its_own() -> None:
    branches = [item for item in CLASSES if item.__base__ is TasadorError]
    codes = [item.exit_code for item in branches]
    assert len(set(codes)) == len(codes)
    assert not {0, 1} & set(codes)


def test_a_leaf_keeps_the_exit_code_of_its_branch() -> None:
    for item in CLASSES:
        base = item.__base__
        if base is not None and issubclass(base, TasadorError) and base is not TasadorError:
            assert item.exit_code == base.exit_code


def test_an_error_reads_where_what_next() -> None:
    error = TasadorError("it broke", "mend it", where="here")
    assert str(error) == "here: it broke\n  next: mend it"


def test_a_failed_command_shows_its_last_words() -> None:
    error = CommandFailed("web build", ("npm", "run", "build"), 2, "no such module\n")
    assert str(error).startswith("web build: `npm run build` ended with 2:\nno such module")
    assert error.short == "web build ended with 2"
    assert TasadorError("it broke\nhere is its log", "mend it").short == "it broke"


@pytest.mark.parametrize(("code", "known"), [(-1, "killed, or never started"), (1, "no reason")])
def test_a_command_that_said_nothing_is_told_as_such_with_what_its_code_says(code: int, known: str) -> None:
    error = CommandFailed("web build", ("npm", "run", "build"), code, " \n")
    assert error.what == f"`npm run build` ended with {code} and said nothing"
    assert known in error.next_step
    assert "complains" not in error.next_step
    assert error.next_step.endswith(CommandFailed.by_hand)


def test_a_held_lock_names_owner_and_what_its_clock_said() -> None:
    assert "ana@laptop, since 9999-12-31 by its own clock" in str(LockHeld("ana@laptop", "9999-12-31"))


def test_an_escape_sequence_in_what_came_from_outside_is_shown_and_not_obeyed() -> None:
    assert "\x1b" not in str(TasadorError("\x1b]0;title\x07 \x9b2J", "\u202e"))


def test_a_failed_smoke_says_what_users_see_now() -> None:
    assert "users see release r1 again" in str(SmokeFailed(["GET /: 500"], "release r1"))
    assert "again" not in SmokeFailed(["GET /: 500"]).what


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("AccessDeniedException", "permission"),
        ("ThrottlingException", "wait"),
        ("SlowDown", "wait"),
        ("EndpointConnectionError", "network"),
        ("ValidationException", "correct"),
        ("status 422", "refuses this request"),
        ("status 500", "dagger call logs"),
    ],
)
def test_a_failed_call_advises_by_what_aws_said(code: str, advice: str) -> None:
    assert advice in CallFailed("s3:PutObject", code, "no").next_step


def test_of_what_is_missing_five_are_named_and_the_others_counted() -> None:
    five, seven = list("abcde"), list("abcdefg")
    assert RollbackRefused("r1", five).what.endswith(": a, b, c, d, e")
    assert RollbackRefused("r1", seven).what.endswith(": a, b, c, d, e and 2 more")
