"""Tells what a site says to its readers (only for subscribers, cookies, follow us, share this) from what it reports."""

from __future__ import annotations

import re

LONGEST = 160  # characters of such a sentence

_PIECE = (
    r"(?:article|suite|story|stories|post|piece|report|content|page|video|artikel|beitrag|inhalt|text|contenu|artículo|"
    r"contenido|noticia|nota|artigo|conteúdo|notícia|matéria|reportagem|articolo|contenuto|bericht|verhaal|"
    r"المقال|المحتوى|الخبر|التقرير|लेख|खबर|ख़बर|कंटेंट|सामग्री)"
)
_ONLY = (
    r"(?:only|e[xs]clusi\w*|reserved|available|nur|exklusiv|ausschließlich|vorbehalten|réservée?s?|"
    r"uniquement|sol[oa]|solamente|reservad[oa]|apenas|somente|riservat[oa]|soltanto|alleen|حصري|متاح|فقط|केवल|सिर्फ)"
)
_READERS = (
    r"(?:(?:for|to|für|ist|sind|unseren|aux|nos|les|para|(?:para |a )los|nuestros|aos?|nossos|agli|ai|gli|voor|onze)\s"
    r"(?:our\s|unsere\s|onze\s)?(?:[\w+]+[- ])?"
    r"(?:subscribers?|members|registered (?:users|readers)|abonnent(?:en|innen)\w*|abonnés?|suscriptor(?:es|as)|"
    r"abonad[oa]s|assinantes|subscritores|abbonati|abonnees|leden)|لل?مشتركين|"
    r"(?:सब्सक्राइबर|सदस्य|ग्राहक)[\u0900-\u0963]* के लिए)(?!\w)"
)
# A piece of the site and for whom alone it is; or, without the piece, for whom alone.
_FOR_SUBSCRIBERS = re.compile(
    rf"(?:[\w\u0900-\u0963]+\s){{0,2}}{_PIECE}\s(?=[^,]*(?<!\w){_ONLY})[^,]{{0,60}}{_READERS}[^,]{{0,30}}|"
    rf"(?:[\w+-]+\s)?{_ONLY}\s{_READERS}\W*",
    re.IGNORECASE,
)
_COOKIES = re.compile(
    r"(?:you(?:[’']ve| have)? (?:chose|reject|refus|declin|accept|opted|agree)|"
    r"by (?:continuing|using|clicking|accepting)|"
    r"(?:if you )?(?:reject|refuse|decline|manage|allow) (?:all )?(?:the )?cookies|"
    r"(?:sie|du) (?:haben?|hast) .*cookies? .*(?:abgelehnt|akzeptiert|zugestimmt|entschieden)|mit der nutzung|"
    r"(?:alle )?cookies (?:akzeptieren|ablehnen|zulassen|accepteren|weigeren|toestaan)|"
    r"(?:vous|tu) (?:avez|as) |en (?:poursuivant|continuant)|(?:tout )?(?:accepter|refuser) |nous utilisons|"
    r"(?:usted )?has? (?:elegido|decidido|optado|rechaz|acept)|(?:al|si) (?:continuar|continúa|sigue)|usamos |"
    r"(?:acepta|acept[ae]r|rechaz[ae]r) (?:todas )?(?:las )?cookies|(?:você )?(?:escolheu|optou|recusou|aceitou) |"
    r"ao (?:continuar|navegar)|hai (?:scelto|rifiutato|accettato)|(?:usiamo|utilizziamo) |proseguendo|"
    r"(?:je|u) (?:hebt|heeft) .*cookies|(?:wij|we) gebruiken|door (?:verder|gebruik)|"
    r"لقد |نستخدم |نحن نستخدم|باستخدام|يستخدم (?:هذا )?الموقع|بمتابعة|आपने |हम |यह (?:वेब)?साइट )",
    re.IGNORECASE,
)
_NETWORKS = (
    r"(?:x(?![\w-])|(?:newsletter|facebook|twitter|instagram|whatsapp|telegram|tiktok|youtube|linkedin|threads|"
    r"bluesky|mastodon|"
    r"messenger|google (?:news|discover))|فيسبوك|تويتر|إكس|واتس ?[اآ]ب|تلي?[غج]رام|إنستغرام|يوتيوب|"
    r"फेसबुक|ट्विटर|एक्स|इंस्टाग्राम|व्हाट्सए?प|व्हाट्सऐप|टेलीग्राम|यूट्यूब)"
)
_OURS = (
    r"(?:our|unser\w*|notre|nos|nuestr[oa]s?|noss[oa]s?|nostr[oaie]|onze?|हमारे|हमारी)\s"
    r"(?:(?:channel|page|group|account|canal|chaîne|compte|página|cuenta|grupo|perfil|canale|pagina|kanaal)\s"
    r"(?:(?:on|de|do|no|en|sur|di|su|op)\s)?)?"
)
_FOLLOW = re.compile(
    rf"follow (?:the |our )?(?:\w+ ){{1,4}}on {_NETWORKS}|folgen sie .{{1,40}}\b(?:auf|bei) {_NETWORKS}|"
    r"(?:you (?:need to|must) be(?:come)? an? (?:subscriber|member) to (?:read|view|see|continue)|subscriber-only|"
    r"unlock (?:this|the full)|this is a premium|il vous reste \d+ ?%|jetzt abo |weiterlesen mit|abonnieren sie|"
    r"melden sie sich .*\bnewsletter|(?:pour|para|per) continu\w+ (?:à |a )?(?:lire|leer|leggere|ler)\b|"
    r"word (?:nu )?(?:abonnee|lid) om|للاشتراك في (?:ال)?(?:نشر|قنا)|(?:teilen|delen) (?:auf|op) |compartilhar n|"
    r"(?:join|find|like) us (?:on|at|in) |join our |stay (?:connected|tuned|up to date)|share (?:the|your) .*\bon |"
    r"folg(?:en sie|e|t) uns|teilen sie (?:diesen|den|dies)|(?:artikel|beitrag) (?:teilen|anhören|merken|drucken)|"
    r"suivez[- ](?:nous|notre|toute)|rejoignez[- ](?:nous|notre)|"
    r"retrouvez[- ](?:nous|notre|tou[ts]e?s? (?:nos|notre|l[’']))|"
    r"partage[rz]s? (?:cet|cette|l[’']article|sur)|s[ií]g(?:ue|a)nos|s[ií]gue (?:el canal|nuestr)|únete (?:a|al) |"
    r"compart[ei]r? (?:esta|este|en |la noticia)|"
    r"siga(?:-nos| (?:nos|o|a) .*\b(?:no|nas?) )|acompanhe(?:-nos| o canal)|compartilhe|partilhe (?:est|n)|"
    r"clique (?:aqui|para)|entre (?:no|em) (?:nosso )?(?:canal|grupo)|participe do |"
    r"seguici|segui (?:il nostro|la nostra|i nostri)|iscriviti|"
    r"condividi (?:su|quest|l[’'])|unisciti|clicca qui|haz clic|"
    r"volg ons|deel (?:dit (?:artikel|bericht)|via|op (?:facebook|whatsapp|x\b))|"
    r"abonneer|klik hier|cliquez (?:ici|pour)|klicken sie|haberin devamı|"
    r"تابعونا|تابعنا (?:على|عبر|في) |تابعوا (?:صفحتنا|قناتنا|آخر)|"
    r"شارك(?:وا)? (?:هذ[اه] )?(?:المقال|الخبر|القصة|التقرير|الصفحة)|"
    r"انضم(?:وا)? (?:إلى|الى) (?:قناتنا|قناة)|"
    r"हमें .*(?:फॉलो|फ़ॉलो)|(?:इस|यह|ये) (?:खबर|ख़बर|लेख) .*शेयर करें|.*ऐप डाउनलोड करें)",
    re.IGNORECASE,
)
# However it begins: a channel of ours there.
_CHANNEL = re.compile(
    rf"[^\"“”„«»]*(?<!\w)(?:{_OURS}{_NETWORKS}|(?:قناتنا|صفحتنا|حسابنا)\s.*{_NETWORKS})|"
    rf"(?:ver|see|mehr|plus|más|mais|altro|meer)\s[^\"“”„«»]*\b{_NETWORKS}\b",
    re.IGNORECASE,
)
_CHANNEL_MARKS = (
    "newsletter", "facebook", "twitter", "instagram", "whatsapp", "telegram", "tiktok", "youtube", "linkedin",
    "threads", "bluesky", " x", "قناتنا", "صفحتنا", "حسابنا", "हमार",
)  # fmt: skip
_SUBSCRIBER_MARKS = (
    "subscri", "members", "registered", "abonn", "suscriptor", "abonad", "assinante", "subscritor", "abbonati", "leden",
    "مشتركين", "सब्सक्राइबर", "सदस्य", "ग्राहक",
)  # fmt: skip

_GREETING = re.compile(
    r"(?:(?:a (?:very )?)?(?:good (?:morning|afternoon|evening|day)|happy \w+day)|hello|hi(?: there)?|"
    r"welcome (?:back|to (?:the|our|your|this) (?:\w+ ){0,3}(?:briefing|newsletter|edition|digest|round-?up|bulletin))|"
    r"(?:einen )?(?:schönen )?gute[nr]? (?:morgen|tag|abend)|hallo|moin(?: moin)?|grüezi|servus|grüß gott|"
    r"(?:sehr geehrte|liebe) (?:leser\w*|abonnent\w*)|dear (?:readers?|subscribers?|friends)|"
    r"bonjour|bonsoir|ch(?:ers|ères) (?:lect\w+|abonné\w*)|buen(?:os|as) (?:días|tardes|noches)|hola|"
    r"bom dia|bo[ao]s? (?:tardes?|noites?)|olá|buon ?giorno|buona ?sera|cari lettori|"
    r"goede(?:morgen|middag|navond|n?dag)|beste lezers?|dzień dobry|доброе утро|добрый (?:день|вечер)|здравствуйте|"
    r"صباح الخير|مساء الخير|सुप्रभात|नमस्ते)"
    r"(?:[ ,]+(?:(?:it[’']s|this is|here (?:is|are)|es ist|heute ist|hier (?:ist|sind)) .{1,50}|and welcome.{0,60}|"
    r"und (?:herzlich )?willkommen.{0,60}|et bienvenue.{0,60}|y bienvenid.{0,60}|"
    r"(?:(?:dear|to|all|our|liebe|unsere|a|à|tod\w+|tou\w+|tutti|everyone|everybody|readers?|friends|there|from|"
    r"aus|in|und|and|leser\w*|lect\w+|leitor\w+|lettori|lezers|zusammen|beste|chers|queridos|(?-i:[A-ZÀ-Þ][\w’-]+))"
    r"\b[ ,]*){1,6}))?[\s.!,:…]*|(?:早上好|早安|大家好|おはようございます|こんにちは)[\s。！!，、]*",
    re.IGNORECASE,
)


def speaks_to_readers(text: str) -> bool:
    """Tell whether a sentence greets, says who may read a text, of cookies, or where to follow or share."""
    if len(text) > LONGEST:
        return False
    small = text.casefold()
    if any(mark in small for mark in _SUBSCRIBER_MARKS) and _FOR_SUBSCRIBERS.fullmatch(text):
        return True
    if ("cookie" in small or "تعريف الارتباط" in small or "कुकी" in small) and _COOKIES.match(text):
        return True
    if _FOLLOW.match(text) or _GREETING.fullmatch(text):
        return True
    return any(mark in small for mark in _CHANNEL_MARKS) and _CHANNEL.match(text) is not None
