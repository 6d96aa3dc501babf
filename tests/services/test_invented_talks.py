"""What an invented store's call desk knows: calls in calling hours, surveys that could be, appointments, complaints."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import lru_cache

import pytest

from dealerdesk.domain.appointment import AppointmentState
from dealerdesk.domain.complaint import Category, ComplaintState
from dealerdesk.domain.contact import Channel
from dealerdesk.domain.followup import CONTACTS, Bucket, CONSEQUENCES, Disposition
from dealerdesk.domain.questionnaire import (
    Choice,
    Day,
    Number,
    Text,
    YesNo,
    answer,
    begin,
    current,
    Passed,
    is_complete,
    proposed,
    result,
)
from dealerdesk.domain.questionnaire import Kind
from dealerdesk.domain.reason import Reason
from dealerdesk.services.appointments.looking import appointments_between
from dealerdesk.services.call_desk import QueueAsk, call_desk
from dealerdesk.services.demo import invent_store
from dealerdesk.services.desk import Doorstep
from dealerdesk.services.invention import invent
from dealerdesk.services.opening import open_desk
from dealerdesk.services.scripts import shipped_scripts
from dealerdesk.services.trial_day import begin_day
from dealerdesk.services.upkeep import check_store
from dealerdesk.services.working_days import published_days

TODAY = date(2026, 11, 24)
