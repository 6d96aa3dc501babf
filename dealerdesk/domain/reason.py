"""Why a customer is called (Rulebook 6.1)."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a task exists."""

    SURVEY = "survey"
    SECOND_VISIT = "second-visit"
    AT_RISK = "at-risk"
    FIRST_MAINTENANCE = "first-maintenance"
    MAINTENANCE = "maintenance"
    WARRANTY = "warranty"
    INSURANCE = "insurance"
    INSPECTION = "inspection"
    BIRTHDAY = "birthday"
    PACKAGE = "package"
    CARE = "care-after-service"
    NEW_OWNER = "new-owner-care"
    COMPLAINT = "complaint"
    MESSAGE_REPLY = "message-reply"
    CAMPAIGN = "campaign"
    CALLBACK = "callback"
    NO_SHOW = "no-show"
    FESTIVAL = "festival"
    WEATHER = "weather"
    OTHER = "other"
