"""The words in columns' names that hint at what is below them, where the whole name is not known."""

from __future__ import annotations

import re
import unicodedata


def folded(text: str) -> str:
    """Return a text without case and accents.

    >>> folded("Prénom"), folded("ZGODA")
    ('prenom', 'zgoda')
    """
    letters = unicodedata.normalize("NFKD", text).casefold()
    return "".join(one for one in letters if not unicodedata.category(one).startswith("M"))


def _set(words: str) -> frozenset[str]:
    return frozenset(folded(words).split())


def _stems(words: str) -> re.Pattern[str]:
    return re.compile("|".join(folded(words).split()))


# English, German, French, Spanish and Portuguese above all, without accents. What stands in a set is a whole word;
# stems may stand anywhere in one, as in Werbeeinwilligung.
CONSENT = _set("""
    active activated enabled valid ok okay opt optin optedin subscribed subscribe receive receives wants want agree
    agreed agrees can accept accepted accepts allow allowed allows permit permitted mailable contactable emailable
    aktiv aktive aktiviert gultig erwunscht gewunscht einverstanden eingewilligt zugestimmt abonniert bezieht erhalt
    bekommt mochte wunscht einverstandnis abonnent
    actif actifs active activee valide recevoir recoit souhaite veut accord accepte abonne abonnee inscrit inscrite
    suscriptor quiere quer assinante assina
    activo activa activado valido valida recibir recibe permiso acepta acepto aceptado suscrito suscrita inscrito
    inscrita ativo ativa ativado receber recebe aceita aceito subscrito subscrita
    vuole riceve ricevere accetta accetto acconsento acconsente iscritto iscritta attiva attivo
    wil wenst ontvangt ontvangen akkoord geabonneerd actief chce akceptuje aktywny zapisany zapisano godkanner
    prenumererar anmald tilmeldt pameldt alta aangemeld ingeschreven
    mochten erhalten bekommen abonnieren wollen souhaitez voulez desirez desea deseo quiero vuoi desidera desideri
    deseja gostaria quero wilt zapisana vill onsker haluan haluaa tilaaja abonat abonata abone odebira prihlasen
    feliratkozott подписан подписана хочу хочет получать підписаний 購読 購読中 订阅 已订阅 訂閱 구독 구독중 مشترك
    rıza rızası riza rizasi onay onayi onayı izin izni dsgvo gdpr rgpd lgpd rodo
""")
# Of what is agreed to, in more languages: whatever stands beside it, it is a consent.
_AGREED = """
    consent consens consien einwillig zustimm zgod toestemm samtyck samtykk souhlas suhlas privol soglas suglas
    hozzajarul consimt suostum соглас згод съглас сагласн συγκαταθ συναιν persetuju 同意 동의 موافق सहमत
"""
OF_CONSENT = _stems(_AGREED + "^optin$")
CONSENT_STEMS = _stems(_AGREED + "permission permissao permess erlaub genehmig abonniert autoris autoriz")
CONFIRMING = _set("confirmed confirm verified verify doi bestatigt verifiziert confirme verifie confirmado verificado")
PENDING = _set(
    "pending unconfirmed unverified awaiting waiting unbestatigt ausstehend attente pendiente pendente attesa"
)
CONFIRMATION = _set("confirmation bestatigung confirmacion confirmacao conferma approval double")
NEGATION = _set("""
    no not never non without doesn doesnt nicht kein keine keinen ohne ne pas sans sin nao sem geen niet nie inte ikke
    не
""")
# A name of these alone, such as Marketing emails, holds whether somebody gets them, or which.
SUBJECTS = _set("""
    mailing mailings marketing emails mails news digest digests werbung rundbrief infomail publicidad publicidade
    publicite infolettre lettre abo abonnement suscripcion assinatura signup
""")
SUBJECT_STEMS = _stems("""
    ^newsletter ^nieuwsbri ^nyhetsbre ^nyhedsbre ^uutiskirj ^hirlev ^biuletyn ^boletin ^boletim ^zpravodaj рассыл розсил
    ^bulten ニュースレター メルマガ 뉴스레터
""")
AROUND = _set("""
    e email mail emailing list lists liste lista contact contacts kontakt contacto contato my user subscriber reader
    leser lecteur lector leitor person legal is has was have the to for of the a an i we
    us may should be given granted gave eu ue in der die das den dem des fur zum zur per via ist hat war vom erteilt
    gegeben donne d du de des le la les un une est
    el em los las una es esta o os as um uma e y et und and send sending sent status state flag info infos
    utc gmt on would you your our like do does did werden sie ihren unser unsere unseren ich wir vous notre nos votre je
    nuestro nuestra su nostro nostra nosso nossa u onze voor het op van s z na dla pa al alla ai del della di il
    information informations informativa preference preferences
""")
WHEN = _set("date dates datum data fecha dia time at on am since when zeit zeitpunkt seit depuis desde heure hora")
DETAIL = WHEN | _set("""
    text texte texto wording source quelle origen origem origine origin ip url link version form formular formulaire
    formulario note notes comment kommentar by method medium channel kanal canal language sprache langue idioma lang
    type typ name nom nombre nome reason grund motif motivo count number anzahl nummer numero total until bis hasta
    jusqu ate message statement through thru expires expiry id level score from von purpose zweck proof nachweis
""")
ADVERTISING = _set("""
    advertising marketing ads promotions offers werbung angebote publicidad publicidade publicite pubblicita reklama
""")
# By which somebody may be reached beside mail.
CHANNELS = _set("sms mms whatsapp phone telephone telefon telefono telefone tel mobile handy push")
REACHED = _set("contact contacts kontakt contacto contato contacter mail email e emails mails")
# Consents to other things, and other things that end.
ELSEWHERE = CHANNELS | _set("""
    call calls anruf anrufe post postal brief
    letter print app cookie cookies tracking profiling photo photos foto fotos 2fa mfa factor api
    card trial event course week front back high
""")
OTHERS = _set("""
    partner partners partnern partenaires parceiros socios third party parties dritte dritten tiers terceros terceiros
    terzi sponsor sponsors
""")
SUBSCRIPTION = _set("""
    subscription subscriptions abonnement abonnements suscripcion assinatura iscrizione inschrijving tilmelding
    pamelding подписка підписка εγγραφη
""")
MAIL = _set("newsletter newsletters mailing mailings emails mails email mail e")
STATUS = _set("status statut estado stato")
STANDINGS = STATUS | _set("stage standing zustand situation situacion situazione situacao situatie")
OF_MAIL = SUBSCRIPTION | MAIL | _set("subscriber abonnent abonne suscriptor assinante optin")
SOFT = _set("soft temporary transient")
COUNT = _set("count counts counter number anzahl nombre numero total score")
# What is of subscribers, and most likely not of mail, as beginnings of words: who pays, who has the paper, what they
# eat, whether they came.
BESIDE_MAIL = tuple(
    folded("""
    vip paid payment pays bezahlt zahlung paye paiement pagad pagat pago pagament betaald opłac betald betalt betaling
    donor donated spende autorenew delinquent invoice rechnung factur fattur faktur
    print paper papier papel cartace krant zeitungsabo gazet avisabo tidning
    vegetari vegan allerg attend checkedin anwesend teilgenommen asisti aanwezig obecn narvar deltog
    """).split()
)
# Of which edition somebody gets, or by which way: none of it, or post, may say that it is not by mail.
WAY = _set("""
    edition editions delivery deliver delivers send sends sent receives
    ausgabe ausgaben versand versandart zustellung zusendung lieferung bezug
    envoi livraison edicion ediciones envio entrega edicao edicoes edizione edizioni invio spedizione consegna
    editie edities verzending bezorging levering wydanie wydania wysyłka dostawa
    utgava utgavor utskick leverans udgave udgaver udsendelse forsendelse
""")
PREFERRED = _set("""
    preferred preference preferences bevorzugt bevorzugter bevorzugte prefere preferee preferido preferida preferito
    preferita voorkeur preferowany preferowana foredragen foretrukket foretrukken
""")
# Ways that are not mail, and what may stand beside them.
WAYS = CHANNELS | _set("""
    post postal posta poczta print printed paper fax
    papier papieren papel papper papir papierowa papierowo courrier carta cartaceo
""")
BESIDE_WAYS = AROUND | _set("""
    only copy edition version delivery nur ausgabe auf versand seulement uniquement solo solamente apenas soltanto
    alleen tylko wersja bara endast kun
""")
