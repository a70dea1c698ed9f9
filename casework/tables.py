"""Every room's tables, for create_app and migrations/env.py: the metadata must be whole."""

from casework.assessments import models as assessments
from casework.audit import models as audit
from casework.authorities import accounts
from casework.authorities import models as authorities
from casework.calendars import models as calendars
from casework.cases import models as cases
from casework.consents import models as consents
from casework.contributions import models as contributions
from casework.followups import models as followups
from casework.kit import once, typed
from casework.kit.db import Base
from casework.letters import models as letters
from casework.meetings import models as meetings
from casework.outcomes import models as outcomes
from casework.oversight import models as oversight
from casework.people import models as people
from casework.plans import models as plans
from casework.polls import models as polls
from casework.programmes import models as programmes
from casework.referrals import models as referrals
from casework.reports import models as reports
from casework.reviews import models as reviews

__all__ = [
    "Base",
    "accounts",
    "assessments",
    "audit",
    "authorities",
    "calendars",
    "cases",
    "consents",
    "contributions",
    "followups",
    "letters",
    "meetings",
    "once",
    "outcomes",
    "oversight",
    "people",
    "plans",
    "polls",
    "programmes",
    "referrals",
    "reports",
    "reviews",
    "typed",
]
