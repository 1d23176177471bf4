"""Earlier editions of what comes in rounds: 第五轮环保三年行动计划 offers nothing where 第八轮 is in the graph."""

import re
from collections import defaultdict
from collections.abc import Mapping

NUMERAL = re.compile("第([0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:轮|届|期)")
DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九", 1)}


def superseded(names: Mapping[str, str]) -> frozenset[str]:
    """Return the ids, of names by id, whose name is that of another but for a lower number."""
    editions: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for key, name in names.items():
        if found := NUMERAL.search(name):
            editions[key.partition(":")[0] + name[: found.start()] + found[0][-1] + name[found.end() :]].append(
                (_number(found[1]), key)
            )
    return frozenset(key for those in editions.values() for number, key in those if number < max(those)[0])


def _number(text: str) -> int:
    """Return the value of figures or of Chinese numerals up to 99."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return DIGITS.get(tens[-1:], 0)
    return 10 * DIGITS.get(tens, 1) + DIGITS.get(ones, 0)
