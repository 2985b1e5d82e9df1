"""What was done to a text, as its page tells it: rule, reason and counts, never what was hidden."""

from collections import Counter

from build_corpus.model import Knowledge, Speech, masked

DONE = {"removed": "删去", "changed": "调整", "moved": "移入题头"}
"""Kind of a receipt → what pages call it."""


def done(speech: Speech) -> dict[str, int]:
    """What was done → in how many places."""
    counts = Counter(str(receipt.kind) for receipt in speech.receipts)
    return {name: counts[kind] for kind, name in DONE.items() if counts[kind]}


def cleaning(speech: Speech, knowledge: Knowledge) -> list[dict[str, object]]:
    """A row for each rule and kind. The wording only where its class may be shown."""
    receipts = tuple(speech.receipts)  # unpacked once
    counts = Counter((receipt.rule, receipt.kind) for receipt in receipts)
    rows = []
    for (rule, kind), count in sorted(counts.items()):
        group = knowledge.rule_class(rule)
        wordings = [
            masked(receipt.before.strip(), knowledge.personal)[0]
            for receipt in receipts
            if (receipt.rule, receipt.kind) == (rule, kind) and receipt.before.strip()
            if group.show
            and (kind == "moved" or rule == "title.repeat")  # what was dropped may hold contacts
        ]
        rows.append(
            {
                "group": group.label,
                "done": DONE[kind],
                "reason": knowledge.reason(rule),
                "count": count,
                "wordings": list(dict.fromkeys(wordings)),
            }
        )
    return rows
