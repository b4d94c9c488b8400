import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection
from kombu.transport import filesystem

from pompey_ite import embedded_broker
from tests.pompey_ite.broker import QUEUE, broker, channel_of, options, publish, stock_broker

ROOT = Path(__file__).resolve().parents[2]


def start_consumer(folder: Path, out: Path, mode: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.pompey_ite.broker_consumer", folder, out, mode]
    return subprocess.Popen(list(map(str, command)), cwd=ROOT)


def wait_for(path: Path) -> None:
    end = time.monotonic() + 20
    while not path.exists():
        assert time.monotonic() < end, f"{path} did not appear"
        time.sleep(0.02)


def take(folder: Path) -> list[int]:
    """Take and acknowledge everything that is ready now."""
    numbers: list[int] = []
    with broker(folder) as connection:
        queue = connection.SimpleQueue(QUEUE)
        while True:
            try:
                message = queue.get_nowait()
            except Empty:
                return numbers
            numbers.append(message.payload)
            message.ack()


def kill_in_mid_message(folder: Path, out: Path) -> None:
    """Let a process take one message and die of SIGKILL before it acknowledges it."""
    consumer = start_consumer(folder, out, "hang")
    try:
        wait_for(out)
    finally:
        consumer.kill()
        consumer.wait()


@pytest.mark.fault
def test_two_processes_share_500_messages_without_loss_or_duplicate(tmp_path):
    outs = [tmp_path / "first", tmp_path / "second"]
    consumers = [start_consumer(tmp_path, out, "drain") for out in outs]

    with broker(tmp_path) as connection:
        publish(connection, *range(500))
    codes = [consumer.wait(timeout=60) for consumer in consumers]

    seen = [int(line) for out in outs for line in out.read_text().split()]
    assert codes == [0, 0]
    assert sorted(seen) == list(range(500))
    assert list((tmp_path / "ready").iterdir()) == []
    assert list((tmp_path / "running").iterdir()) == []


def half_written(
    connection: Connection, module: object, monkeypatch: pytest.MonkeyPatch, read: Callable[[], int]
) -> list[object]:
    """Read the queue in the middle of a publication; return what the reader saw."""
    seen: list[object] = []

    def dumps_while_someone_reads(content: object) -> str:
        if isinstance(content, dict):  # a message, not the routing table
            try:
                seen.append(read())
            except (Empty, ValueError) as error:
                seen.append(type(error))
        return json.dumps(content)

    publish(connection)  # declares the queue
    monkeypatch.setattr(module, "dumps", dumps_while_someone_reads)
    publish(connection, 1)
    return seen


def test_a_half_written_message_is_never_seen(tmp_path, monkeypatch):
    with broker(tmp_path) as connection, broker(tmp_path) as other:
        channel = channel_of(other)
        seen = half_written(connection, embedded_broker, monkeypatch, lambda: channel._get("work"))

    assert seen == [Empty]
    assert take(tmp_path) == [1]


def test_kombus_own_transport_does_show_half_written_messages(tmp_path, monkeypatch):
    """The control of the test above: without our rename the reader dies and the message is lost."""
    with stock_broker(tmp_path) as connection, stock_broker(tmp_path) as other:
        channel = channel_of(other)
        seen = half_written(connection, filesystem, monkeypatch, lambda: channel._get("work"))

    assert seen == [json.JSONDecodeError]
    assert take(tmp_path) == []


def test_a_message_of_a_killed_process_is_recovered_once(tmp_path):
    with broker(tmp_path) as connection:
        publish(connection, 7)
    kill_in_mid_message(tmp_path, tmp_path / "out")

    assert take(tmp_path) == []
    assert embedded_broker.recover(options(tmp_path)) == 1
    assert embedded_broker.recover(options(tmp_path)) == 0
    assert take(tmp_path) == [7]
    assert list((tmp_path / "running").iterdir()) == []


def test_a_message_of_a_living_consumer_is_left_alone(tmp_path):
    with broker(tmp_path) as connection:
        publish(connection, 7)
        message = connection.SimpleQueue(QUEUE).get_nowait()

        assert embedded_broker.recover(options(tmp_path)) == 0
        message.ack()

    assert take(tmp_path) == []


def test_an_idle_consumer_takes_over_from_a_killed_one(tmp_path, monkeypatch):
    with broker(tmp_path) as connection:
        publish(connection, 7)
    kill_in_mid_message(tmp_path, tmp_path / "out")
    monkeypatch.setattr(embedded_broker, "RECOVERY_INTERVAL_S", 0)

    with broker(tmp_path) as connection:
        message = connection.SimpleQueue(QUEUE).get(timeout=5)
        message.ack()

    assert message.payload == 7


def test_messages_keep_their_order_when_one_is_given_back(tmp_path):
    with broker(tmp_path) as connection:
        publish(connection, 1, 2, 3)
        connection.SimpleQueue(QUEUE).get_nowait().requeue()

    assert take(tmp_path) == [1, 2, 3]


def test_closing_gives_back_what_was_not_acknowledged(tmp_path):
    with broker(tmp_path) as connection:
        publish(connection, 1, 2)
        connection.SimpleQueue(QUEUE).get_nowait()

    assert take(tmp_path) == [1, 2]


def test_a_rejected_message_is_gone(tmp_path):
    with broker(tmp_path) as connection:
        publish(connection, 1)
        connection.SimpleQueue(QUEUE).get_nowait().reject()

    assert take(tmp_path) == []
    assert list((tmp_path / "running").iterdir()) == []


def test_a_message_read_without_acknowledgement_leaves_nothing_behind(tmp_path):
    with broker(tmp_path) as connection:
        publish(connection, 1)
        assert connection.SimpleQueue(QUEUE, no_ack=True).get_nowait().payload == 1

    assert list((tmp_path / "ready").iterdir()) == []
    assert list((tmp_path / "running").iterdir()) == []


def test_a_damaged_message_is_set_aside_and_the_next_one_comes(tmp_path, caplog):
    with broker(tmp_path) as connection:
        publish(connection, 1)
        (tmp_path / "ready" / "00-damaged.work.msg").write_text('{"body": ')

        assert take(tmp_path) == [1]

    assert [path.suffix for path in (tmp_path / "running").iterdir()] == [".broken"]
    assert "a damaged message was set aside" in caplog.text


def test_a_full_disk_leaves_no_half_message(tmp_path, monkeypatch):
    def no_space(path: Path, *_args: object, **_kwargs: object) -> None:
        path.touch()
        raise OSError(28, "No space left on device")

    with broker(tmp_path) as connection:
        publish(connection)
        monkeypatch.setattr(Path, "write_text", no_space)
        with pytest.raises(OSError, match="No space left"):
            publish(connection, 1)

    assert list((tmp_path / "ready").iterdir()) == []


def test_bindings_made_at_the_same_time_are_all_kept(tmp_path):
    names = [f"queue{number}" for number in range(8)]

    def bind(name: str) -> None:
        with broker(tmp_path) as connection:
            channel_of(connection)._queue_bind("work", name, "", name)

    threads = [threading.Thread(target=bind, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with broker(tmp_path) as connection:
        assert sorted(row.queue for row in channel_of(connection).get_table("work")) == names


def test_a_deleted_queue_takes_its_messages_and_its_binding_along(tmp_path):
    with broker(tmp_path) as connection:
        publish(connection, 1)
        connection.SimpleQueue(QUEUE).queue.delete()

        assert channel_of(connection).get_table("work") == []
        assert list((tmp_path / "ready").iterdir()) == []
