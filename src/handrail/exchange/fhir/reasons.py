"""Why a resource is refused, as plain sentences. None of them repeats a value: a value may be a name."""

from typing import Any

from handrail.base.words import Words, _

STU3, DSTU2, R5 = "FHIR STU3 (3.0)", "FHIR DSTU2 (1.0)", "FHIR R5 (5.0)"

TYPES_OF: dict[str, frozenset[str]] = {
    DSTU2: frozenset({"DiagnosticOrder", "MedicationOrder", "Order", "OrderResponse", "Conformance"}),
    STU3: frozenset(
        {
            "BodySite",
            "DataElement",
            "EligibilityRequest",
            "EligibilityResponse",
            "ExpansionProfile",
            "ImagingManifest",
            "ProcedureRequest",
            "ProcessRequest",
            "ProcessResponse",
            "ReferralRequest",
            "Sequence",
            "ServiceDefinition",
        }
    ),
    R5: frozenset(
        {
            "ActorDefinition",
            "ArtifactAssessment",
            "Citation",
            "DeviceAssociation",
            "DeviceDispense",
            "DeviceUsage",
            "EncounterHistory",
            "EvidenceReport",
            "FormularyItem",
            "GenomicStudy",
            "ImagingSelection",
            "Ingredient",
            "InventoryItem",
            "InventoryReport",
            "NutritionIntake",
            "NutritionProduct",
            "Permission",
            "Requirements",
            "SubscriptionStatus",
            "SubscriptionTopic",
            "TestPlan",
            "Transport",
        }
    ),
}
# Elements that only another version of FHIR has; enough of each type that people do send.
ELEMENTS_OF: dict[tuple[str, str], str] = {
    ("Patient", "animal"): STU3,
    ("Patient", "careProvider"): DSTU2,
    ("Goal", "status"): STU3,
    ("Goal", "outcome"): R5,
    ("Goal", "acceptance"): R5,
    ("Goal", "continuous"): R5,
    ("CarePlan", "definition"): STU3,
    ("CarePlan", "context"): STU3,
    ("CarePlan", "participant"): DSTU2,
    ("CarePlan", "custodian"): R5,
    ("Bundle", "base"): DSTU2,
    ("Bundle", "issues"): R5,
    ("Observation", "comment"): STU3,
    ("Observation", "related"): STU3,
    ("Observation", "context"): STU3,
    ("Observation", "triggeredBy"): R5,
    ("Condition", "context"): STU3,
    ("Condition", "assertedDate"): STU3,
    ("Condition", "dateRecorded"): DSTU2,
    ("Condition", "participant"): R5,
    ("Encounter", "incomingReferral"): STU3,
    ("Encounter", "patient"): DSTU2,
    ("Encounter", "actualPeriod"): R5,
    ("Encounter", "subjectStatus"): R5,
    ("Questionnaire", "group"): DSTU2,
    ("Questionnaire", "copyrightLabel"): R5,
    ("QuestionnaireResponse", "group"): DSTU2,
    ("QuestionnaireResponse", "parent"): STU3,
    ("CareTeam", "context"): STU3,
    ("Procedure", "context"): STU3,
    ("Procedure", "occurrenceDateTime"): R5,
}

SHAPES: dict[str, Words] = {
    "array": _("“%(name)s” must be a list."),
    "object": _("“%(name)s” must be a group of elements in braces."),
    "string": _("“%(name)s” must be text in quotation marks."),
    "number": _("“%(name)s” must be a number."),
    "integer": _("“%(name)s” must be a whole number."),
    "boolean": _("“%(name)s” must be true or false."),
}
WRITTEN: dict[str, Words] = {
    "date": _("“%(name)s” is not a date as FHIR writes it, such as 2026-10-20."),
    "dateTime": _("“%(name)s” is not a date or time as FHIR writes it, such as 2026-10-20T09:30:00+02:00."),
    "instant": _("“%(name)s” is not an instant as FHIR writes it, such as 2026-10-20T09:30:00+02:00."),
    "time": _("“%(name)s” is not a time of day as FHIR writes it, such as 09:30:00."),
    "id": _("“%(name)s” is not an id: up to 64 letters, digits, hyphens and points."),
    "code": _("“%(name)s” is not a code: it must not be empty or have spaces around it."),
    "uri": _("“%(name)s” is not an address: it must not hold spaces."),
}

MISSING = _("“%(name)s” is missing.")
UNKNOWN = _("FHIR R4 has no element “%(name)s” here.")
OTHER_VERSION = _("FHIR R4 has no element “%(name)s” here: this looks like %(version)s.")
NOT_A_CODE = _("“%(name)s” is none of the codes that FHIR R4 has for it: %(codes)s.")
OUT_OF_RANGE = _("“%(name)s” is outside the range that FHIR R4 allows.")
NOT_IN_R4 = _("“%(name)s” is not written as FHIR R4 asks.")
MANY_VALUES = _("Only one of %(names)s may be given.")
EMPTY = _("“%(name)s” is empty. FHIR leaves out what is not there.")
BLANK = _("“%(name)s” holds nothing but spaces.")
NOT_STORED = _("“%(name)s” holds a character that cannot be stored (NUL).")
NO_SUCH_DAY = _("“%(name)s” names a day that no calendar has.")
WRONG_TARGET = _("“%(name)s” refers to a %(found)s. FHIR R4 allows: %(allowed)s.")
LINK_ID_TWICE = _("“linkId” %(link)s stands twice in this form. Each question needs its own.")
NO_TYPE = _("It does not say what it is: “resourceType” is missing.")
NO_SUCH_TYPE = _("“%(name)s” is not a resource of FHIR R4.")
TYPE_OF_OTHER = _("“%(name)s” is a resource of %(version)s. Handrail reads FHIR R4 (4.0.1).")
STATED_VERSION = _("It says that it is FHIR %(version)s. Handrail reads FHIR R4 (4.0.1).")


def printable(text: str) -> str:
    """Return the beginning of a name from the file, safe to print on a terminal."""
    return ascii(text[:40])[1:-1]


def of_unknown_element(kind: str, element: str) -> str:
    version = ELEMENTS_OF.get((kind, element))
    if version:
        return OTHER_VERSION % {"name": element, "version": version}
    return UNKNOWN % {"name": printable(element)}


def of_unknown_type(name: str) -> str:
    for version, names in TYPES_OF.items():
        if name in names:
            return TYPE_OF_OTHER % {"name": name, "version": version}
    return NO_SUCH_TYPE % {"name": printable(name)}


def of_schema_error(kind: str, error: Any, name: str, simple_type: str) -> str:
    """Return the sentence for an error of jsonschema_rs at the element ``name`` of a resource of ``kind``."""
    fault = error.kind
    match fault.name:
        case "additionalProperties":
            inside = kind if not error.instance_path else ""
            return of_unknown_element(inside, fault.unexpected[0])
        case "required":
            return MISSING % {"name": fault.property}
        case "type":
            return SHAPES.get(fault.types[0], NOT_IN_R4) % {"name": name}
        case "enum":
            return NOT_A_CODE % {"name": name, "codes": ", ".join(map(str, fault.options))}
        case "pattern":
            return WRITTEN.get(simple_type, NOT_IN_R4) % {"name": name}
        case "minimum" | "maximum":
            return OUT_OF_RANGE % {"name": name}
    return NOT_IN_R4 % {"name": name}
