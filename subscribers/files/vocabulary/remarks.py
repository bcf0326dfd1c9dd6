"""Knows remarks of a few words that ask for no more mail, or say that somebody is gone, in the languages of newsrooms.

A remark is known by all of its words: what says no, what of, and what may stand beside it. Any other word makes it a
sentence, which may say anything.
"""

from __future__ import annotations

import re
from functools import lru_cache

from subscribers.files.vocabulary.answers import is_of_leaving
from subscribers.files.vocabulary.column_words import folded

# Each by language: English, German, French, Spanish, Portuguese, Italian, Dutch, Polish, Swedish and Danish.
_NO = """
    no not never dont doesnt didnt wont stop without off nothing
    kein keine keinen keiner keinerlei nicht nie niemals nein ohne nichts
    ne pas non aucun aucune jamais sans rien
    no nunca ningun ninguna sin nada
    nao nunca nenhum nenhuma sem nada
    non nessun nessuna senza niente
    niet geen nooit nee zonder niets
    nie żaden żadnych żadnego nigdy bez nic brak
    inte inga inget ingen aldrig ej utan nej
    ikke ingen intet aldrig uden nej
"""
_MAIL = """
    mail mails email emails newsletter newsletters mailing mailings mailinglist list lists digest digests updates
    contact newslettern rundbrief rundbriefe infomail zusendung zusendungen werbung kontakt verteiler liste mailingliste
    emailliste mailverteiler emailverteiler newsletterverteiler
    courriel courriels mel mels infolettre lettre envoi envois liste
    correo correos boletin boletines lista envios publicidad
    boletim boletins envio publicidade
    posta bollettino invii pubblicita
    nieuwsbrief nieuwsbrieven maillijst lijst reclame
    maili maila maile newslettera newsletterow newslettery biuletyn biuletynu lista listy
    mejl nyhetsbrev utskick maillista maillistan listan epost
    nyhedsbrev nyhedsbreve maillisten listen
    consent interest interested einwilligung zustimmung interesse interessiert consentement interet interesse interessee
    consentimiento interes interesado interesada interesa consentimento interessado interessada consenso interessato
    interessata toestemming geinteresseerd zgoda zgody zainteresowany zainteresowana samtycke intresserad intresse
    samtykke interesseret
"""
_SEND = """
    send sending sent write writing receive receiving get disturb email
    senden schicken zuschicken zusenden zugeschickt anschreiben kontaktieren schreiben mailen erhalten bekommen
    envoyer envoyez contacter contactez ecrire ecrivez recevoir deranger solliciter
    enviar envie envien enviemos enviarle mandar mande manden contactar contacten escribir escriban recibir molestar
    mandar contactar contatar escrever receber perturbar
    inviare inviate mandare contattare contattate scrivere ricevere disturbare
    sturen stuur toesturen versturen mailen contacteren benaderen schrijven ontvangen
    wysyłać wysyłajcie wysyłac przysyłać kontaktować pisać otrzymywać
    skicka maila mejla kontakta skriva
    sende sendes maile kontakte skrive modtage
"""
_MORE = """
    more any anymore longer again further
    mehr weitere weiteren länger
    plus davantage
    mas ya
    mais
    piu
    meer
    więcej już
    mer fler längre
    mere flere længere
"""
_WISH = """
    want wants wanted wish wishes
    will wollen wollte möchte möchten wünscht wünschen
    veut veulent voulait souhaite souhaitent desire
    quiere quieren desea desean
    quer querem deseja
    vuole vogliono desidera
    wil willen wenst wenste
    chce chcą życzy
    vill vilja önskar
    vil ønsker
"""
_VERBS = """
    asks asked requested take taken get put come be been was is has had have do does did received reason note status
    bat gebeten ist hat wurde wird werden sein sich lassen genommen nehmen grund
    demande est ete etre a
    pide pidio ha sido esta ser dio dado dada dar
    pediu foi
    chiede chiesto stato stata essere
    vraagt gevraagd werd wordt worden heeft
    prosi sobie został została jest
    har blev blivit är ska
    bad er blevet skal have
"""
_BESIDE = """
    please pls plz thanks thank you me him her them us our the this to a an of at from on in by my i he she they we who
    e since as and that nl post address
    bitte danke mir ihm ihr ihnen uns unser unsere unserer an das den dem der die ein eine einen aus vom von zu zum im
    per am seit und er sie es ich wir dass adresse mailadresse
    svp stp s il elle vous plait merci je nous on leur lui me le la les l de du des d un une y en au par et a
    por favor gracias nos el los las lo del al yo y se ha su que para direccion motivo
    obrigado obrigada o os as da dos das em um uma ele ela endereço
    per favore grazie mi gli ci il lo i di dal dalla della alla ed che da indirizzo
    aub alstublieft graag bedankt mij hem haar ons onze hen het van een aan op te uit hij zij dat adres reden
    proszę dziękuję mi mu jej nam go na z ze w do i sie się że oraz powód
    tack snälla mig honom henne oss dem till från av det att och han hon adress
    tak venligst ham hende os til fra af og hun å
    jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september
    october november december januar februar märz mai juni juli oktober dezember janvier fevrier mars avril juin juillet
    aout septembre octobre novembre decembre
"""
# What is one word for another, in small letters without accents; they are compiled once there is a remark.
_AS_ONE = (
    (r"n['’]t\b", "nt"),
    (r"\bn['’]", "ne "),
    (r"\bplus d(?:e\b|['’])", "pas "),  # where ne is left out: plus de mails
    (r"\be[ -](mails?|post)\b", r"e\1"),
    (r"\b(kein\w*|geen) nl\b", r"\1 newsletter"),  # elsewhere it is a country
    (r"\bno[. ]*\d+", ""),
    (r"\bplus (?=interess)", "pas "),
    (r"\bopt(?:ed|s|ing)?[ -]?out\b", "unsubscribed"),
    (r"\bwants? (?:off|out)\b", "removed"),
    (r"\bvan de lijst af\b", "removed"),
    (r"\bnie zyje\b", "dead"),
    (r"\bt(?:ake|aken|ook) off\b", "removed"),
    (r"\b(?:aus|vom|von|uit|van)\b[\w ]+\b(?:nehmen|genommen|halen|gehaald)\b", "removed"),
)
_DEAD = frozenset("†✝")
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 80  # characters


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[frozenset[str], ...]:
    """Return what says no, what to, and all that may stand in a remark, once there is one to read."""
    what = _MAIL + _SEND + _MORE + _WISH
    return tuple(frozenset(folded(words).split()) for words in (_NO, what, _NO + what + _VERBS + _BESIDE))


@lru_cache(maxsize=4096)
def asks_for_none(text: str) -> bool:
    """Tell whether a text says nothing but that somebody is not to be mailed.

    >>> [asks_for_none(text) for text in ("no more emails pls", "bitte aus Verteiler löschen", "no mail on Sundays")]
    [True, True, False]
    """
    if len(text) > _LONGEST:
        return False
    small = text.lower() if text.isascii() else folded(text)
    if not _DEAD.isdisjoint(small):
        return True
    for found, one in _AS_ONE:
        small = re.sub(found, one, small)
    noes, what, known = _vocabulary()
    words = [word for word in _WORD.findall(small) if not word.isdecimal()]
    others = [word for word in words if word not in known]
    if others:
        return is_of_leaving("".join(others)) or all(map(is_of_leaving, others))
    return not (noes.isdisjoint(words) or what.isdisjoint(words))
