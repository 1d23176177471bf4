"""Writing the link index: the rows that linking reads and what follows from them, see `kg.link.index`."""

import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

from kg.folder import LINKS, read_ontology
from kg.link.context import Context
from kg.link.eligibility.gathering import rows_of, terms_of
from kg.link.fields import fields_offered
from kg.link.gather import gather
from kg.link.offers import Offer, offers
from kg.link.peers import peers
from kg.stores.textindex import pairs

# A sector that no more than so many candidates offer is as rare as one can be.
RARE = 8


def write_links(folder: Path) -> None:
    """Write the link index of a generation that is being written."""
    base = gather(folder, read_ontology(folder))
    data = base | derived(Context(base))
    (folder / LINKS).write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), "utf-8", newline="\n")


def derived(context: Context) -> dict[str, Any]:
    """Return what follows from the gathered rows: offers of candidates, firms with their places, rarity of sectors and words."""
    offered = {key: offers(context, key) for key in context.nodes if context.kind_of(key).offer is not None}
    counted = Counter(sector for found in offered.values() for sector in found)
    most = math.log(max(2, len(offered)) / RARE) or 1.0
    rarity = {s: min(1.0, math.log(len(offered) / (1 + n)) / most) if most > 0 else 1.0 for s, n in counted.items()}
    total = len(context.passages)
    words = Counter(token for row in context.passages for token in set(pairs(row["text"])))
    named = {
        key: {
            token: round(math.log(1 + total / (1 + words.get(token, 0))), 6)
            for token in sorted(set(pairs(str(context.nodes[key]["name"]))))
        }
        for key in offered
    }
    return {
        "offers": {
            key: {s: [o.strength, o.why, o.evidence] for s, o in found.items()} for key, found in offered.items()
        },
        "breadth": {key: _branches(context, found) for key, found in offered.items()},
        "about": {key: fields_offered(context, context.fields, key, found) for key, found in offered.items()},
        "terms": rows_of(terms_of(context)),
        "peers": peers(context),
        "rarity": rarity,
        "named": named,
    }


def _branches(context: Context, offered: dict[str, Offer]) -> int:
    """Return how many unlike sectors are offered: those of one branch of the taxonomy count once."""
    branches = set()
    for sector in offered:
        above = context.sectors.above.get(sector, ())
        branches.add(above[-2] if len(above) > 1 else sector)
    return len(branches)
