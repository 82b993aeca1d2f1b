"""A small client of the hub's own API, for `hub query`, the demo's check and the benchmarks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx2

from hub.errors import HubError

if TYPE_CHECKING:
    from collections.abc import Mapping


class NoAnswer(HubError):
    """The server does not answer, or not with GraphQL."""

    code = "NO_ANSWER"


def ask(
    url: str,
    document: str,
    *,
    token: str,
    purpose: str | None = None,
    variables: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """POST one query and return the whole answer, errors included."""
    sent = {
        "Authorization": f"Bearer {token}",
        **({"Hub-Purpose": purpose} if purpose else {}),
        **(headers or {}),
    }
    body = {"query": document, "variables": dict(variables or {})}
    try:
        answer = httpx2.post(url, json=body, headers=sent, timeout=30.0)
        return answer.json()
    except httpx2.HTTPError as error:
        raise NoAnswer(
            f"{url} does not answer ({type(error).__name__}); is `python -m hub serve` running?"
        ) from error
    except ValueError as error:
        raise NoAnswer(f"{url} did not answer with JSON.") from error
