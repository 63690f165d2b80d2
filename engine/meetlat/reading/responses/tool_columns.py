"""Columns that survey tools add by themselves: numbers of respondents, moments, settings."""

from __future__ import annotations

import re

# fmt: off
OF_RESPONDENTS = frozenset(
    {
        "antwoordid", "caseid", "casenumber", "deelnemer", "deelnemerid",
        "deelnemernummer", "email", "emailadres", "emailaddress", "employee",
        "employeeid", "employeenumber", "guid", "id", "medewerker", "medewerkerid",
        "medewerkernummer", "participant", "participantid", "personeelsnummer", "person",
        "personid", "recordid", "respid", "respondent", "respondentid",
        "respondentnummer", "respondentnumber", "responseid", "token", "userid", "uuid",
    }
)
"""Names of columns that tell one respondent from another."""

OF_THE_TOOL = frozenset(
    {
        "begintijd", "channel", "collector", "collectorid", "completiontime", "datestamp",
        "datumverzonden", "datumlaatsteactie", "distributionchannel", "duration",
        "durationinseconds", "einddatum", "eindtijd", "enddate", "endtime",
        "externalreference", "finished", "interviewtime", "ipaddress", "ipaddr",
        "lastmodifiedtime", "lastpage", "laatstepagina", "language", "languagecode",
        "locationlatitude", "locationlongitude", "naam", "name", "progress",
        "recipientemail", "recipientfirstname", "recipientlastname", "recordeddate",
        "refurl", "seed", "startdate", "startdatum", "startlanguage", "starttaal",
        "starttime", "status", "submitdate", "tijdvanvoltooien", "timestamp",
        "tijdstempel", "userlanguage", "weging", "wegingsfactor", "weight",
    }
)
"""Names of columns that LimeSurvey, Qualtrics, Microsoft and Google Forms and their like add."""
# fmt: on


def is_of_respondents(heading: str) -> bool:
    """Whether a column is called as one that tells respondents apart (`Response ID`)."""
    return _plain(heading) in OF_RESPONDENTS


def is_of_the_tool(heading: str) -> bool:
    """Whether a column is called as one that a tool adds by itself."""
    return _plain(heading) in OF_RESPONDENTS | OF_THE_TOOL


def _plain(heading: str) -> str:
    """Letters and figures only: `Response ID` and `response_id` are one."""
    return re.sub(r"[\W_]+", "", heading).casefold()
