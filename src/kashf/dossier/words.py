"""What Kashf itself says in a dossier, in Arabic and in English. No digits, or they'd need citing."""

from __future__ import annotations

from kashf.dossier.model import Language

__all__ = ["ABOUT", "CREDIBILITY", "DIRECTION", "RELIABILITY", "WORDS", "word"]

DIRECTION: dict[Language, str] = {"ar": "rtl", "en": "ltr"}

# key: (English, Arabic)
WORDS = {
    "about": ("What this is, and what it is not", "ما هذا الملف، وما ليس هو"),
    "evidence": ("Evidence", "سجل الأدلة"),
    "people": ("People and roles", "الأشخاص والأدوار"),
    "statements": ("Statements", "الأقوال"),
    "sums": ("Sums of money", "المبالغ المالية"),
    "timeline": ("Timeline", "التسلسل الزمني"),
    "findings": ("Findings", "النتائج"),
    "runs": (
        "Coordination: runs, settings, figures",
        "التنسيق: عمليات التحليل وإعداداتها وأرقامها",
    ),
    "methods": ("Method notes", "ملاحظات المنهج"),
    "questions": ("Open questions", "أسئلة مفتوحة"),
    "redactions": ("Redactions", "المحجوبات"),
    "sources": ("The sources, passage by passage", "المصادر، موضعا موضعا"),
    "dossier": ("Dossier", "ملف"),
    "created": ("Created", "أُنشئ في"),
    "contents": ("Contents", "المحتويات"),
    "number": ("No.", "الرقم"),
    "name": ("Name", "الاسم"),
    "type": ("Type", "النوع"),
    "size": ("Bytes", "الحجم بالبايت"),
    "hash": ("SHA-256", "SHA-256"),
    "added": ("Added", "تاريخ الإضافة"),
    "source": ("Source", "المصدر"),
    "collected_by": ("Collected by", "جمعه"),
    "method": ("Method", "الطريقة"),
    "note": ("Note", "ملاحظة"),
    "derived_from": ("Derived from", "مشتق من"),
    "custody": ("Custody", "سلسلة الحيازة"),
    "partly_redacted": ("Partly redacted", "محجوب جزئيا"),
    "aliases": ("Also called", "ويُسمى أيضا"),
    "mentioned": ("Named in", "ورد الاسم في"),
    "roles": ("In the words of the sources", "بحسب ألفاظ المصادر"),
    "accepted": ("Accepted by", "قبله بعد المراجعة"),
    "reliability": ("source", "المصدر"),
    "credibility": ("content", "المضمون"),
    "statement": ("Statement", "القول"),
    "amount": ("Amount", "المبلغ"),
    "words": ("In the source", "لفظ المصدر"),
    "payer": ("Paid by", "الدافع"),
    "payee": ("Paid to", "المدفوع له"),
    "purpose": ("For", "مقابل"),
    "when": ("When", "متى"),
    "what": ("What", "ماذا"),
    "inputs": ("Made from", "المدخلات"),
    "version": ("Version of Kashf", "نسخة كشف"),
    "setting": ("Setting", "الإعداد"),
    "figure": ("Figure (key in run.json)", "الرقم (مفتاحه في run.json)"),
    "value": ("Value", "القيمة"),
    "reason": ("Reason", "السبب"),
    "approver": ("Approved by", "أقرّه"),
    "item": ("Evidence", "الدليل"),
    "none": ("None.", "لا شيء."),
    "left_out": ("Parts that nothing cites are left out here.", "حُذفت هنا أجزاء لم يُستشهد بها."),
    "pseudonyms": (
        "Names of some people were replaced by pseudonyms.",
        "استُبدلت أسماء بعض الأشخاص بأسماء مستعارة.",
    ),
    "invented": (
        "This case is invented: its people, places and events do not exist.",
        "هذه القضية متخيَّلة: أشخاصها وأماكنها وأحداثها لا وجود لها.",
    ),
    "footer": (
        "This page loads nothing from the network and runs nothing. Hidden characters are shown in "
        "small boxes. The file CHECK.txt of the package says how to check every file.",
        "لا تحمّل هذه الصفحة شيئا من الشبكة ولا تشغّل شيئا. تظهر المحارف الخفية في مربعات صغيرة. "
        "يشرح الملف CHECK.txt في الحزمة كيف يُتحقق من كل ملف.",
    ),
    "person": ("Person", "شخص"),
    "organisation": ("Organisation", "منظمة"),
    "group": ("Group", "جماعة"),
    "media": ("Media", "وسيلة إعلام"),
    "place": ("Place", "مكان"),
    "account": ("Account", "حساب"),
}

ABOUT: dict[Language, tuple[str, ...]] = {
    "en": (
        "This dossier sets out what sources say and what was measured. Every sentence leads back "
        "to its evidence: follow what stands in square brackets.",
        "It does not say that what somebody says is true. Statements are shown as said by "
        "somebody, with where they come from, after people reviewed them against the source.",
        "Accounts that act in step are not guilty of anything by that alone, and a figure says "
        "nothing about what anybody intended.",
        "Nothing here was translated: quotations stand in the language of their source.",
    ),
    "ar": (
        "يعرض هذا الملف ما تقوله المصادر وما قيس بالتحليل. وتقود كل جملة إلى دليلها: اتبع ما بين "
        "القوسين المعقوفين.",
        "ولا يقول الملف إن ما قاله شخص صحيح. تُعرض الأقوال منسوبة إلى قائليها مع مصدرها، بعد أن "
        "راجعها أشخاص على المصدر.",
        "والحسابات التي تتحرك معا لا تُدان بذلك وحده، والرقم لا يدل على نية أحد.",
        "ولم يُترجم هنا شيء: تبقى الاقتباسات بلغة مصدرها.",
    ),
}

# Admiralty code (NATO STANAG 2511): reliability of the source, credibility of the content.
RELIABILITY = {
    "A": ("completely reliable", "موثوق تماما"),
    "B": ("usually reliable", "موثوق عادة"),
    "C": ("fairly reliable", "موثوق إلى حد ما"),
    "D": ("not usually reliable", "غير موثوق عادة"),
    "E": ("unreliable", "غير موثوق"),
    "F": ("reliability can't be judged", "لا يمكن الحكم على موثوقيته"),
}
CREDIBILITY = {
    1: ("confirmed", "مؤكد"),
    2: ("probably true", "صحيح على الأرجح"),
    3: ("possibly true", "ربما كان صحيحا"),
    4: ("doubtful", "مشكوك فيه"),
    5: ("improbable", "مستبعد"),
    6: ("truth can't be judged", "لا يمكن الحكم على صحته"),
}


def word(key: str, language: Language) -> str:
    """The word for ``key``; a key without one is its own word."""
    english, arabic = WORDS.get(key, (key, key))
    return arabic if language == "ar" else english
