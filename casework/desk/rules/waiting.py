"""Pure rules of the desk: which task comes first, in which words, under which heading.

Days are Swedish calendar days, deadlines are counted in working days (kit.working_days).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from casework.cases.rules import deadline, is_next_step
from casework.kit.swedish import WEEKDAYS, counted, first_upper, plural, words
from casework.kit.tasks import Coming, Task
from casework.kit.working_days import at_work

NEEDED = "Behöver göras "
TODAY, WEEK, LATER = f"{NEEDED}i dag", "Den här veckan", "Senare"
AHEAD = timedelta(days=13)  # two weeks, today counted
FAR = 10  # working days: further off is told in calendar days
BETTER = frozenset({"followups.new", "outcomes.agree"})
LEVELS = ("late", "soon", "now", "", "done")


@dataclass(frozen=True)
class Line:
    """One task as the desk shows it: its flag, and the heading it stands under."""

    task: Task
    level: str
    words: str
    icon: str
    group: str


def line(task: Task, on: date) -> Line:
    """The words made from the day it is due, unless the task brings its own."""
    group = group_of(task.due, on)
    made = deadline(task.due, on)
    text = task.flag or (_far(task.due, on) if group == LATER else made.words)
    level = task.level or ("" if task.flag and made.level != "late" else made.level)
    icon = task.icon or _icon(level, group)
    return Line(task, level, first_upper(text), icon, group)


def group_of(due: date, on: date) -> str:
    """Today is what nobody can put off: late, due today, or due before the next working day.

    Deadlines count working days: on a day off, what is late or due the next working day is for
    that day, and only what is due before it is for today.
    """
    back = at_work(on)
    if due <= back != on and not on <= due < back:
        return needed(back)
    if deadline(due, on).level == "late":
        return TODAY
    sunday = on + timedelta(days=6 - on.weekday())
    return WEEK if due <= sunday else LATER


def needed(day: date) -> str:
    """The heading of what is for the day when one is back at work."""
    return f"{NEEDED}på {WEEKDAYS[day.weekday()]}"


def _far(due: date, on: date) -> str:
    made = deadline(due, on).words
    left = int(made.split()[0])
    days = (due - on).days
    return made if left <= FAR else f"{days} {plural(days, 'dag', 'dagar')} kvar"


def _icon(level: str, group: str) -> str:
    if level == "late":
        return "late"
    return "fk:calendar" if group == LATER else "clock"


def grouped(tasks: Iterable[Task], on: date) -> list[tuple[str, list[Line]]]:
    """The headings that have something under them, the most urgent line first."""
    lines = sorted((line(task, on) for task in tasks), key=_urgency)
    names = dict.fromkeys((TODAY, needed(at_work(on)), WEEK, LATER))
    found = [(name, [one for one in lines if one.group == name]) for name in names]
    return [(name, under) for name, under in found if under]


def _urgency(one: Line) -> tuple:
    return one.task.due, LEVELS.index(one.level), one.task.sentence


def lead(first_name: str, groups: Sequence[tuple[str, list[Line]]]) -> str:
    """One sentence that sums the desk up: "Åtta saker väntar på dig, och fem av dem …"."""
    lines = [one for _, under in groups for one in under]
    if not lines:
        return f"Hej {first_name}. Inget väntar på dig just nu."
    waiting = counted(len(lines), "sak", "saker").capitalize()
    return f"Hej {first_name}. {waiting} väntar på dig, och {_urgent(lines)}."


def _urgent(lines: Sequence[Line]) -> str:
    now = [one for one in lines if one.group.startswith(NEEDED)]
    late = [one for one in now if one.words.endswith(" sen") or one.words == "Försenad"]
    when = _when_needed(now)
    if len(lines) == 1:
        return _one(now, late, when)
    if not now:
        return "ingen av dem behöver göras i dag"
    if len(now) == len(late) < len(lines):
        return f"{words(len(late))} är {plural(len(late), 'försenad', 'försenade')}"
    if len(now) == len(lines):
        return f"{'båda' if len(lines) == 2 else 'alla'} behöver göras {when}"
    return f"{words(len(now))} av dem behöver göras {when}"


def _when_needed(now: Sequence[Line]) -> str:
    """ "i dag", "på måndag", or on a day off with some of each "senast på måndag"."""
    said = sorted({one.group.removeprefix(NEEDED) for one in now})
    return f"senast {said[-1]}" if len(said) > 1 else "".join(said)


def _one(now: Sequence[Line], late: Sequence[Line], when: str) -> str:
    if late:
        return "den är försenad"
    return f"den behöver göras {when}" if now else "den brådskar inte"


def told_once(lines: Sequence[Any], others: Sequence[Any] = ()) -> list:
    """Without what a case says of itself when a room below the plan says the same, only better.

    `lines` are tasks or coming days; `others` are told elsewhere on the same page.
    """
    better = {_case(one) for one in (*lines, *others) if one.endpoint in BETTER}
    kept = [one for one in lines if not is_next_step(one) or _case(one) not in better]
    return list({_same(one): one for one in reversed(kept)}.values())[::-1]


def _same(one: Task | Coming) -> tuple[Any, ...]:
    """Two lines that say the same and lead to the same place are one."""
    said = one.sentence if isinstance(one, Task) else one.label
    return said, one.endpoint, frozenset(one.args.items())


def _case(one: Task | Coming) -> Any:
    return one.args.get("case_id")


def by_day(coming: Iterable[Coming]) -> list[tuple[date, list[Coming]]]:
    """What comes, day by day; within a day what has a time first, in its order."""
    days: dict[date, list[Coming]] = {}
    for one in sorted(coming, key=_when):
        days.setdefault(one.day, []).append(one)
    return list(days.items())


def _when(one: Coming) -> tuple[Any, ...]:
    clock = one.starts_at.timestamp() if one.starts_at else float("inf")
    return one.day, clock, one.label
