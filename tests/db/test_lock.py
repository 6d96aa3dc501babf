import pytest

from dealerdesk.db import lock
from dealerdesk.domain.errors import Refused

HOLD = """
    import sys
    from pathlib import Path
    from dealerdesk.db import lock
    held = getattr(lock, sys.argv[1])(Path(sys.argv[2]))
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_many_share_a_folder(tmp_path):
    with lock.share(tmp_path), lock.share(tmp_path, wait=0):
        pass


def test_nobody_is_alone_while_others_share(tmp_path):
    with lock.share(tmp_path):
        with pytest.raises(Refused) as refusal:
            lock.take_alone(tmp_path, wait=0)
        assert refusal.value.said.code == "store.in_use"
    lock.take_alone(tmp_path, wait=0).release()


def test_nobody_shares_while_somebody_is_alone(tmp_path):
    with lock.take_alone(tmp_path):
        with pytest.raises(Refused) as refusal:
            lock.share(tmp_path, wait=0)
        assert refusal.value.said.code == "store.locked"
        with pytest.raises(Refused):
            lock.take_alone(tmp_path, wait=0)
    lock.share(tmp_path, wait=0).release()


def test_releasing_twice_is_releasing(tmp_path):
    held = lock.share(tmp_path)
    held.release()
    held.release()


@pytest.mark.parametrize(("theirs", "ours"), [("share", lock.take_alone), ("take_alone", lock.share)])
def test_a_killed_process_lets_go(tmp_path, in_another_process, theirs, ours):
    other = in_another_process(HOLD, theirs, tmp_path)
    assert other.stdout.readline() == "held\n"
    with pytest.raises(Refused):
        ours(tmp_path, wait=0)
    other.kill()
    other.wait()
    ours(tmp_path, wait=1).release()


def test_who_waits_gets_the_folder_when_the_other_leaves(tmp_path, in_another_process):
    other = in_another_process(HOLD, "take_alone", tmp_path)
    assert other.stdout.readline() == "held\n"
    other.stdin.write("go\n")
    other.stdin.flush()
    lock.share(tmp_path, wait=10).release()
