"""An independent reading of one history, one day at a time: slow, and without any of the fold's shortcuts."""

from __future__ import annotations

import calendar
import math
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from itertools import chain, combinations, pairwise


def months_later(start, n):
    years, month = divmod(start.month - 1 + n, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def slow_charge(visit):
    if visit.due_fen is not None and visit.discount_fen is not None:
        return max(visit.due_fen - visit.discount_fen, visit.redeemed_fen or 0)
    return (visit.paid_fen or 0) + (visit.redeemed_fen or 0)


def slow_counts(visit):
    settled = visit.state in ("settled", "handed-over")
    return settled and slow_charge(visit) > 0 and "内部" not in visit.kind and visit.payer != "internal"


def slow_evident(visit):
    settled = visit.state in ("settled", "handed-over")
    return settled and slow_charge(visit) == 0 and visit.kind == "上门检测" and visit.payer != "internal"


def slow_maintains(visit):
    return "保养" in visit.kind and slow_charge(visit) >= 0


def slow_kept(taken):
    for size in range(len(taken), 0, -1):
        fitting = [
            places
            for places in combinations(range(len(taken)), size)
            if all(taken[a][1] <= taken[b][1] for a, b in pairwise(places))
        ]
        if fitting:
            return [taken[place] for place in max(fitting, key=lambda places: places[::-1])]
    return []


def slow_rate(kept):
    recent = [(on, km) for on, km in kept if on > months_later(kept[-1][0], -18)] if kept else []
    if len(recent) < 2:
        return None, None
    (first_on, first_km), (last_on, last_km) = recent[0], recent[-1]
    if (last_on - first_on).days < 7 or last_km <= first_km:
        return None, None
    return last_km - first_km, (last_on - first_on).days


def slow_next(since, since_km, months, km, kept, rate):
    by_month = months_later(since, months)
    if since_km is None or not kept or rate[0] is None:
        return by_month
    missing = since_km + km - kept[-1][1]
    days = math.ceil(Fraction(missing * rate[1], rate[0])) if missing > 0 else 0
    by_km = kept[-1][0] + timedelta(min(days, 40_000))
    return min(by_month, by_km) if by_km > since else by_month


def slow_reading(history, on):
    """What a stretch says on a day, from nothing but what had happened by then."""
    visits = sorted(
        (v for v in history.visits if v.day <= on and v.state != "void"), key=lambda v: (v.day, v.order_no or "", v.id)
    )
    settled = [v for v in visits if v.state in ("settled", "handed-over")]
    counting = [v for v in visits if slow_counts(v)]
    told = [t for t in history.told if t.day <= on]
    own = history.source == "own" and history.delivered is not None and history.delivered <= on
    reference = max([v.day for v in counting] + ([history.delivered] if own else []), default=None)
    left = max((d for d in history.departed if d <= on), default=None)
    came_back = left is not None and (any(v.day > left for v in counting) or (own and history.delivered > left))
    by_day = defaultdict(int)
    for at, km in chain(((v.day, v.odometer) for v in settled), ((t.day, t.odometer) for t in told)):
        by_day[at] = max(by_day[at], km or 0)
    kept = slow_kept(sorted((at, km) for at, km in by_day.items() if km > 0))
    rate = slow_rate(kept)
    services = [(t.day, 0, "", 0, t.odometer or 0) for t in told if t.maintenance]
    services += [(v.day, 1, v.order_no or "", v.id, v.odometer or 0) for v in settled if slow_maintains(v)]
    following = maintained = maintained_km = None
    if services:
        last = max(services)
        if last[1] == 0:  # of several tellings of a day the highest odometer
            last = max(s for s in services if s[:2] == last[:2])
        maintained, maintained_km = last[0], last[4] or None
        following = slow_next(maintained, maintained_km, 6, 5000, kept, rate)
    elif own:
        following = slow_next(history.delivered, 0, 3, 5000, kept, rate)
    owner = max((o for o in history.owners if o.from_day <= on), key=lambda o: o.from_day, default=None)
    return {
        "reference": reference,
        "departed": left is not None and not came_back,
        "owner_id": owner.owner_id if owner else None,
        "do_not_call": owner.do_not_call if owner else False,
        "source": history.source,
        "delivered": history.delivered,
        "last_day": kept[-1][0] if kept else None,
        "last_km": kept[-1][1] if kept else None,
        "rate_km": rate[0],
        "rate_days": rate[1],
        "maintained": maintained,
        "maintained_km": maintained_km,
        "next_maintenance": following,
        "visits": len(counting),
        "spend_fen": sum(slow_charge(v) for v in counting),
        "owner_paid_fen": sum(slow_charge(v) - (v.redeemed_fen or 0) for v in counting if v.payer in (None, "owner")),
        "first_seen": visits[0].day if visits else None,
        "last_visit": visits[-1].id if visits else None,
        "first_visit": counting[0].id if counting else None,
    }
