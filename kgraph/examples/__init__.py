"""The example articles that come with kgraph, for the demo, the README and the tests.

Four short reports in the style of a news agency about well-documented diplomacy: the Black Sea
Grain Initiative (2022), the Camp David Accords (1978), the Dayton Agreement (1995) and the Pretoria
agreement (2022).  They were written for kgraph and state facts only; what people said is given in
reported speech.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["ARTICLES"]

#: The JSON Lines file that :func:`kgraph.readers.read_documents` reads.
ARTICLES = Path(__file__).with_name("articles.jsonl")
