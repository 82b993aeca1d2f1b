"""The committed lock of the jars."""

from __future__ import annotations

import re

from graph.embedded.lockfile import LOCK_FILE, Jar, read_lock


def test_the_lock_pins_the_long_term_release_with_a_checksum_for_every_jar() -> None:
    jars = read_lock()
    assert (jars[0].artifact, jars[0].version) == ("neo4j", "5.26.30")
    assert len(jars) > 200
    assert all(re.fullmatch(r"[0-9a-f]{64}", jar.sha256) for jar in jars)
    assert len({jar.path for jar in jars}) == len(jars)


def test_the_lock_names_no_host() -> None:
    assert "://" not in LOCK_FILE.read_text()


def test_native_transports_of_linux_and_macos_are_locked() -> None:
    assert {"linux-x86_64", "linux-aarch_64", "osx-x86_64", "osx-aarch_64"} <= {
        jar.classifier for jar in read_lock()
    }


def test_a_jar_is_the_line_it_is_written_as() -> None:
    jar = Jar("io.netty", "netty-transport", "4.1", "linux-x86_64", "ab" * 32)
    assert jar.line == f"io.netty:netty-transport:4.1:linux-x86_64 {'ab' * 32}"
    assert jar.path == "io/netty/netty-transport/4.1/netty-transport-4.1-linux-x86_64.jar"
