"""`kg serve`: the store on the web, for people, programs and SPARQL clients."""

from __future__ import annotations

import click

from kg.cli.common import store_option

__all__ = ["serve"]


@click.command(epilog="""\b
Examples:
  kg serve --store graph
  curl -H 'Accept: text/csv' 'http://127.0.0.1:8000/sparql' \\
       --data-urlencode 'query=SELECT * { ?e a hc:Engagement } LIMIT 5'""")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="NAME",
              help="The address to listen on; by default only programs on this machine can ask.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True,
              metavar="N", help="The port to listen on; 0 takes a free one.")
@click.option("--public-url", metavar="URL",
              help="The address that clients see, where a proxy stands before this server.")
@click.option("--allow-host", "allow_hosts", multiple=True, metavar="NAME",
              help="Another name that requests may be sent to; may be repeated.")
@click.option("--cors", "cors", multiple=True, metavar="ORIGIN",
              help="Let pages of this origin read answers (* for all); may be repeated.")
@click.option("--allow-service", "services", multiple=True, metavar="HOST",
              help="Let queries ask this host by SERVICE; may be repeated.")
@click.option("--write", is_flag=True,
              help="Take changes from who has the token: SPARQL Update, Graph Store writes.")
@click.option("--token-file", metavar="FILE",
              help="Read the token from this file; by default from the environment (KG_TOKEN).")
@click.option("--time-limit", type=click.FloatRange(0.1, 86400), default=30, show_default=True,
              metavar="SECONDS", help="End a query that runs longer.")
@click.option("--memory-limit", type=click.IntRange(64, 1 << 20), default=1024,
              show_default=True, metavar="MIB", help="End a query that takes more memory.")
@click.option("--answer-limit", type=click.IntRange(1, 1 << 20), default=256, show_default=True,
              metavar="MIB", help="Refuse to send an answer that is longer.")
@click.option("--request-limit", type=click.IntRange(1, 1 << 20), default=4096,
              show_default=True, metavar="KIB", help="Refuse a request that is longer.")
@click.option("--workers", type=click.IntRange(1, 256), metavar="N",
              help="How many queries run at a time; by default as many as there are cores.")
@click.option("--queue", type=click.IntRange(0, 100_000), default=64, show_default=True,
              metavar="N", help="How many queries wait beyond those; others are told to come "
                                "again.")
@store_option
def serve(
    host: str, port: int, public_url: str | None, allow_hosts: tuple[str, ...],
    cors: tuple[str, ...], services: tuple[str, ...], write: bool, token_file: str | None,
    time_limit: float, memory_limit: int,
    answer_limit: int, request_limit: int, workers: int | None, queue: int, store: str,
) -> None:
    """Serve the graph: a SPARQL 1.1 endpoint, and pages to look at it.

    It only reads, and answers from the graph as it was last stored; kg build can run beside
    it. With --write it holds the store itself, and no other command can write meanwhile. The
    address is printed when it is there; Ctrl-C ends it.
    """
    import os
    from pathlib import Path
    from urllib.parse import urlsplit

    from kg.serve.run import LOOPBACK, listen
    from kg.serve.run import serve as run
    from kg.serve.settings import Limits, Settings

    if token_file and not write:
        raise click.UsageError("--token-file goes with --write")
    if public_url and (urlsplit(public_url).scheme not in ("http", "https")
                       or urlsplit(public_url).path.strip("/")):
        raise click.UsageError(f"--public-url {public_url}: expected the root of a host, as in "
                               "https://graph.example.org")
    listener = listen(host, port)
    address, bound = listener.getsockname()[:2]
    shown = f"[{address}]" if ":" in address else address
    hosts: tuple[str, ...] | None = None
    if host in ("127.0.0.1", "::1", "localhost") or public_url or allow_hosts:
        public = (urlsplit(public_url).hostname or "",) if public_url else ()
        hosts = (*LOOPBACK, shown, *public, *allow_hosts)
    settings = Settings(
        store=Path(store), public_url=public_url and public_url.rstrip("/"), hosts=hosts,
        cors=cors, services=frozenset(map(str.lower, services)),
        token=_token(token_file) if write else None,
        limits=Limits(
            seconds=time_limit, memory=memory_limit << 20, answer=answer_limit << 20,
            body=request_limit << 10, workers=workers or os.cpu_count() or 2, queue=queue,
        ),
    )
    run(
        settings, listener, log=lambda line: click.echo(f"kg: {line}", err=True),
        started=lambda: click.echo(f"http://{shown}:{bound}/"),
    )


#: Fewer characters can be guessed.
_SHORTEST = 16


def _token(file: str | None) -> str:
    """The token that allows changes; never from the command line, which everybody can see."""
    import os
    from pathlib import Path

    if file is not None:
        token = Path(file).read_text(encoding="utf-8").strip()
        where = file
    else:
        token = os.environ.pop("KG_TOKEN", "").strip()
        where = "KG_TOKEN"
    if not token:
        raise click.UsageError("--write needs a token: in the environment as KG_TOKEN, or "
                               "--token-file FILE")
    if len(token) < _SHORTEST or not token.isascii() or not token.isprintable():
        raise click.UsageError(f"{where}: expected a token of at least {_SHORTEST} ASCII "
                               "characters; python -c 'import secrets; "
                               "print(secrets.token_urlsafe())' makes one")
    return token
