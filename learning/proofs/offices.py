"""Offices: proofs of who bears a duty and whose duty it is, of councils and of matchings."""

from __future__ import annotations

import re

from learning.items import Item
from learning.ledger import Ledger
from learning.proofs import common

ALONE = " alone"


def bearer(item: Item, ledger: Ledger) -> list[str]:
    council = item.councils[0]
    asked = common.asked(item, ledger)
    right = common.offices(item.answer, council, ledger)
    proved = [entry for entry in asked if entry.offices and entry.offices == right]
    if not proved:
        return [f"not right: no clause cited says this of {item.answer}"]
    found = common.named(item, ledger, right)
    kin = {one for office in right for one in ledger.kin(office)}
    parties = {(e.stated.document, key) for e in asked for key in e.parties} | {
        office for e in common.cited(item, ledger) for office in e.offices
    }
    for option in item.wrong:
        offices = common.offices(option.removesuffix(ALONE), council, ledger)
        if not offices:
            found.append(f"form: {council} has no office '{option}'")
        elif option.endswith(ALONE):
            if any(ledger.likeness.alike(mine, e) for o in offices for mine in ledger.own(o) for e in proved
                   if not ledger.kin(o) & common.others(mine, o)):  # fmt: skip
                found.append(f"two right: {option} bears the same or nearly")
        elif offices & kin or any(ledger.everybody(o) for o in (*offices, *right)):
            found.append(f"two right: {option} includes the right office or is included in it")
        elif offices & parties:
            found.append(f"two right: the clause names {option} as well")
        elif mine := common.bearing(offices, proved, ledger):
            found.append(f"two right: {option} bears the same or nearly ({mine.stated.reference})")
    return found


def duty(item: Item, ledger: Ledger) -> list[str]:
    offices = common.office_asked(item, ledger)
    if not offices:
        return ["form: the question names no office"]
    found = []
    if not common.stated_for(item.answer, offices, common.cited(item, ledger), ledger):
        found.append("not right: no clause cited asks this of the office")
    for option in item.wrong:
        found += [f"two right: {why}" for why in common.true_of(option, offices, ledger)]
    return found + common.telling(item, offices, ledger)


def not_duty(item: Item, ledger: Ledger) -> list[str]:
    offices = common.office_asked(item, ledger)
    if not offices:
        return ["form: the question names no office"]
    found = [f"not right: {why}" for why in common.true_of(item.answer, offices, ledger)]
    for option in item.wrong:
        if not common.stated_for(option, offices, common.cited(item, ledger), ledger):
            found.append(f"two right: no clause cited asks '{option}' of the office")
    return found + common.telling(item, offices, ledger)


def council(item: Item, ledger: Ledger) -> list[str]:
    asked = common.asked(item, ledger)
    if not asked or {e.stated.council for e in asked} != {item.answer}:
        return ["not right: no clause cited says this"]
    found = []
    near = ledger.likeness.near(asked) | ledger.likeness.saying(item.question)
    for option in item.wrong:
        if option not in ledger.store.councils:
            found.append(f"form: there are no documents of '{option}'")
        for entry in ledger.of_council(option):
            if near[entry.number]:
                found.append(f"two right: {option} says the same or nearly ({entry.stated.reference})")
                break
    telling = "|".join((*ledger.store.councils, "borough", "city", "county"))
    if re.search(rf"\b({telling})\b", item.question, re.I):
        found.append("giveaway: the question tells the council")
    return found


def match(item: Item, ledger: Ledger) -> list[str]:
    """Each duty is asked of its office in a clause cited, and of no other office of the question."""
    lines, duties = common.numbered(item.question), common.lettered(item.question)
    offices = {n: common.offices(name, item.councils[0], ledger) for n, name in lines.items()}
    pairs = _paired(item.answer)
    if set(pairs) != set(offices) or set(pairs.values()) != set(duties) or not all(offices.values()):
        return ["form: offices, duties and the right matching do not go together"]
    found = []
    for number, letter in pairs.items():
        if not common.stated_for(duties[letter], offices[number], common.cited(item, ledger), ledger):
            found.append(f"not right: no clause cited asks {letter} of office {number}")
        found += common.echo(lines[number], duties[letter], [d for other, d in duties.items() if other != letter])
        for other in offices:
            if other != number:
                found += [
                    f"two right: {letter} with {other}: {why}"
                    for why in common.true_of(duties[letter], offices[other], ledger)
                ]
    for option in item.wrong:
        if _paired(option) == pairs:
            found.append(f"two right: '{option}' is the right matching in another order")
    return found


def _paired(option: str) -> dict[str, str]:
    return dict(re.findall(r"(\d) ([A-E])", option))
