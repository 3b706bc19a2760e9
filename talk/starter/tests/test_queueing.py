"""A demo is an ordinary function: test what it claims."""

from queueing import mean_answer_ms


def test_an_idle_server_answers_in_the_time_of_the_work() -> None:
    """Without load nobody waits."""
    assert mean_answer_ms(10, 0) == 10


def test_waiting_doubles_from_half_load_to_three_quarters() -> None:
    """The wait goes with 1 / (1 - load)."""
    assert mean_answer_ms(10, 0.75) == 2 * mean_answer_ms(10, 0.5)
