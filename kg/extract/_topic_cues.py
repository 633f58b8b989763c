"""Words that together make a topic: which classes of data/topic_classes.csv, and how near.

That doctors are trained makes medical education, in whatever order and form a text says so.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CUES", "Cue"]


@dataclass(frozen=True, slots=True)
class Cue:
    """Words of the classes `needs` within `within` tokens of each other mean `topic`, unless a
    word of the class `unless` stands in the same sentence. Only cues that lists share
    ("maternal, child and neonatal health") or that span a clause may reach over commas.

    The classes of an `ordered` cue stand as they are given. Where the first stands before the
    second in a `tight` one, no preposition but "of" comes between them: who expands services at
    hospitals builds none.
    """

    topic: str
    needs: tuple[str, ...]
    within: int
    unless: str = ""
    over_commas: bool = True
    ordered: bool = False
    tight: bool = False


CUES = (
    Cue("medical-education", ("train", "trainee"), 10),
    Cue("medical-education", ("train", "nurses"), 14),
    Cue("medical-education", ("train", "learner", "medical"), 8),
    Cue("medical-education", ("build", "school", "medical"), 10),
    Cue("medical-education", ("exchange", "learner"), 6),
    Cue("surgery", ("surgeon", "operate"), 8),
    Cue("nursing-midwifery", ("nurses", "send"), 14),
    Cue("nursing-midwifery", ("nurses", "train"), 12),
    Cue("health-workforce", ("staff", "hire"), 8, "emergency", over_commas=False),
    Cue("health-workforce", ("nurses", "send"), 8, "emergency", over_commas=False),
    Cue("health-infrastructure", ("build", "facility"), 7, "school", over_commas=False, tight=True),
    Cue("local-production", ("produce", "product"), 9),
    Cue("medicines-trade", ("commerce", "medicine"), 6, over_commas=False),
    Cue("pharmaceuticals", ("medgive", "drug"), 6, over_commas=False),
    Cue("patient-treatment-abroad", ("patient", "abroad"), 8),
    Cue("patient-treatment-abroad", ("patient", "travel", "treatment"), 9),
    Cue("surveillance-epidemiology", ("watch", "spread"), 7),
    Cue("disaster-humanitarian-health", ("emergency", "relief"), 25),
    Cue("hospital-management", ("run", "facility"), 4, ordered=True, tight=True),
    Cue("hospital-management", ("facility", "runby"), 6, ordered=True),
    Cue("medical-tourism", ("tour", "patient"), 6),
    Cue("communicable-diseases", ("infectious", "disease"), 5),
    Cue("noncommunicable-diseases", ("chronic", "disease"), 5),
    Cue("neglected-tropical-diseases", ("neglected", "disease"), 4),
    Cue("maternal-health", ("mother", "wellbeing"), 5),
    Cue("child-health", ("child", "wellbeing"), 5),
    Cue("women-health", ("woman", "wellbeing"), 3),
    Cue("regulation-quality", ("regulate", "regulated"), 5, over_commas=False),
    Cue("research-innovation", ("research", "shared"), 5),
    Cue("environment-climate-health", ("climate", "wellbeing"), 2, over_commas=False),
    Cue("environment-climate-health", ("climate", "facility"), 3),
    Cue("medical-devices", ("equipment", "equipped"), 0),
    Cue("health-systems", ("strengthen", "healthsystem"), 5, tight=True),
    Cue("laboratory-services", ("lab", "build"), 6, over_commas=False),
    Cue("laboratory-services", ("lab", "give"), 6, over_commas=False),
    Cue("laboratory-services", ("lab", "train"), 8, over_commas=False),
    Cue("recognition-qualifications", ("recognize", "credential"), 6),
    Cue("border-health", ("recognize", "vaccinecert"), 6),
    Cue("border-health", ("bordering", "borderhealth"), 4),
    Cue("counterfeit-medicines", ("fake", "pill"), 4, ordered=True),
    Cue("food-safety", ("food", "safety"), 3),
    Cue("occupational-health", ("workers", "safety"), 4),
    Cue("organ-transplantation", ("organ", "donor"), 3),
    Cue("blood-transfusion", ("blood", "bloodwork"), 2),
    Cue("health-financing", ("insurance", "insure"), 3),
    Cue("health-policy", ("policy", "sector"), 3),
    Cue("electronic-health-records", ("electronic", "record"), 3),
    Cue("refugee-migrant-health", ("refugee", "treat"), 8),
    Cue("environment-climate-health", ("pollution", "wellbeing"), 6, over_commas=False),
    Cue("health-promotion", ("awareness", "prevent"), 5),
    Cue("injuries-road-safety", ("road", "accident"), 2),
    Cue("substance-use-tobacco", ("addict", "rescue"), 5),
    Cue("elderly-care", ("old", "caring"), 3),
    Cue("genomics-precision-medicine", ("genes", "geneswork"), 3),
    Cue("biosafety-biosecurity", ("biological", "threat"), 2),
    Cue("pandemic-preparedness", ("pandemic", "prepare"), 4, over_commas=False),
    Cue("universal-health-coverage", ("universal", "cover"), 2),
    Cue("primary-health-care", ("village", "primarycare"), 1),
    Cue("telemedicine", ("distance", "consult"), 3),
    Cue("clinical-trials", ("trial", "tested"), 6),
    Cue("medical-tourism", ("tourism", "healing"), 2, over_commas=False),
    Cue("maternal-health", ("pregnancy", "midwife"), 4),
    Cue("child-health", ("kids", "kidscare"), 3, over_commas=False),
    Cue("radiology-imaging", ("scanner", "scan"), 4),
    Cue("mental-health", ("mind", "caring"), 3),
    Cue("neurological-disorders", ("brain", "hospitalcare"), 5),
    Cue("cardiology-services", ("heart", "heartcare"), 2),
    Cue("oncology-services", ("tumor", "tumorcare"), 6),
    Cue("eye-health", ("eye", "eyecare"), 3),
    Cue("zoonoses-one-health", ("animals", "animaldisease"), 3),
    Cue("health-information-statistics", ("statistic", "statisticof"), 2, over_commas=False),
    Cue("traditional-medicine", ("plants", "heal"), 2),
    Cue("health-workforce", ("train", "workforce"), 8),
    Cue("ai-in-health", ("ai", "aimed"), 6, over_commas=False),
    Cue("vaccines", ("doses", "landing"), 6, "drug", over_commas=False),
    Cue("nursing-midwifery", ("academy", "nurses"), 2, ordered=True),
    Cue("medical-education", ("academy", "nurses"), 2, ordered=True),
    Cue("health-infrastructure", ("payfor", "facility"), 4, ordered=True, over_commas=False,
        tight=True),
    Cue("eye-health", ("restore", "sight"), 3),
    Cue("antimicrobial-resistance", ("resist", "antibiotics"), 6, over_commas=False),
    Cue("nursing-midwifery", ("supplyto", "nurses"), 2, ordered=True),
    Cue("health-workforce", ("supplyto", "nurses"), 2, ordered=True),
    Cue("health-workforce", ("supplyto", "staff"), 2, ordered=True),
    Cue("health-workforce", ("staff", "exchanged"), 4, ordered=True, over_commas=False),
    Cue("quality-patient-safety", ("quality", "hospitalcare"), 4),
    Cue("surveillance-epidemiology", ("detect", "outbreaks"), 4, over_commas=False),
    Cue("research-innovation", ("scientist", "investigate"), 6, over_commas=False),
    Cue("clinical-trials", ("testedon", "volunteers"), 3, ordered=True),
    Cue("bioethics", ("ethics", "ethical"), 3, over_commas=False),
    Cue("surgery", ("perform", "operations"), 5, ordered=True, over_commas=False),
    Cue("maternal-health", ("delivered", "babies"), 3, ordered=True),
    Cue("diagnostics", ("test", "pathogen"), 4, over_commas=False),
    Cue("disaster-humanitarian-health", ("war", "casualties"), 8),
    Cue("immunization", ("vaccinate", "folk"), 6, ordered=True),
    Cue("immunization", ("folk", "vaccinated"), 8, ordered=True),
    Cue("women-health", ("woman", "screened"), 8),
    Cue("paediatric-services", ("kids", "treated"), 8, ordered=True),
    Cue("paediatric-services", ("treated", "kids"), 2, ordered=True),
    Cue("medical-devices", ("gear", "facility"), 6),
    Cue("disaster-humanitarian-health", ("victims", "emergency"), 4, ordered=True),
    Cue("disaster-humanitarian-health", ("emergency", "victims"), 1, ordered=True),
)
