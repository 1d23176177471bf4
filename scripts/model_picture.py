"""The picture of the graph model in docs/model.md, as Mermaid, from the ontology."""

import re

from kg.schema import ANY, STRUCTURE, Schema

PLACE = re.compile(r"(<!-- picture -->\n).*?(<!-- /picture -->)", re.DOTALL)


def filled(page: str, known: Schema) -> str:
    """Return a page with the picture of a schema in its place."""
    return PLACE.sub(lambda found: f"{found[1]}```mermaid\n{picture(known)}\n```\n{found[2]}", page)


def picture(known: Schema) -> str:
    """Return the relation types between node types; a relation of many entity types is drawn once, from Entity."""
    lines = ["flowchart LR", f'  Entity["Entity: {", ".join(known.entity_types)}"]']
    lines += [f"  {name}[{name}]" for name in known.node_types if name in STRUCTURE]
    for name, relation in known.relation_types.items():
        for head in _ends(relation.head):
            for tail in _ends(relation.tail):
                lines.append(f"  {head} -- {name} --> {tail}")
    return "\n".join(lines)


def _ends(written: tuple[str, ...]) -> list[str]:
    """Return what stands for the ends: the structure's own types, a type that stands alone, one Entity for all others."""
    if len(written) == 1:
        return list(written)
    return list(dict.fromkeys(end if end in STRUCTURE else ANY for end in written))
