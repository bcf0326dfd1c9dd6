"""Knows columns by their names, in the languages of newsrooms, where no service's export is recognised."""

from __future__ import annotations

import re
import unicodedata

from subscribers.files.fields import Field


def heading(text: str) -> str:
    """Return what tells one column name from another: letters and digits alone, without case and accents.

    >>> heading(" E-Mail Address "), heading("OPTIN_TIME"), heading("Prénom")
    ('emailaddress', 'optintime', 'prenom')
    """
    return "".join(one for one in unicodedata.normalize("NFKD", text).casefold() if one.isalnum())


def _headings(words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(heading(word) for word in re.split(r"[,\n]", words) if word.strip()))


# Of several columns that could hold the same, the one named first here is meant: `address` may be a street.
BY_NAME: dict[Field, tuple[str, ...]] = {
    Field.ADDRESS: _headings("""
        email, email address, e-mail, subscriber email, user email, contact email, primary email, mail, mail address
        e-mail-adresse, mailadresse, adresse e-mail, adresse mail, courriel, adresse électronique
        correo electrónico, correo, dirección de correo electrónico, dirección de correo, endereço de e-mail
        correio eletrónico, indirizzo e-mail, indirizzo di posta elettronica, posta elettronica, e-mailadres
        adres e-mail, e-post, e-postadress, e-postadresse, sähköposti, электронная почта, эл. почта, почта
        メールアドレス, メール, 电子邮件, 邮箱, 이메일, البريد الإلكتروني, address, subscriber
    """),
    Field.NAME: _headings("""
        name, full name, display name, contact name, subscriber name, nom complet, vollständiger name, nombre completo
        nome completo, volledige naam, naam, namn, navn, nimi, имя, 姓名, 氏名, 이름, الاسم
    """),
    Field.FIRST_NAME: _headings("""
        first name, fname, given name, forename, vorname, prénom, nombre, primeiro nome, nome, voornaam, förnamn
        fornavn, etunimi, imię
    """),
    Field.LAST_NAME: _headings("""
        last name, lname, surname, family name, nachname, familienname, nom, nom de famille, apellido, apellidos
        apelido, sobrenome, cognome, achternaam, efternamn, etternavn, efternavn, sukunimi, nazwisko, фамилия
    """),
    Field.LANGUAGE: _headings("language, locale, lang, sprache, langue, idioma, lingua, taal, språk, sprog, язык"),
    Field.TOPICS: _headings("""
        topics, tags, tag, labels, interests, themen, schlagwörter, sujets, étiquettes, intérêts, temas, etiquetas
        intereses, interesses, argomenti, interessi, onderwerpen, ämnen
    """),
    Field.NOTE: _headings("""
        note, notes, comment, comments, notiz, notizen, bemerkung, remarque, remarques, nota, notas, anmerkung
        observaciones, observações, opmerking
    """),
    Field.STATUS: _headings("""
        status, subscription status, subscription state, subscriber status, subscriber state, email status
        member status, statut
    """),
    Field.STATE: _headings("state, estado, stato"),
    Field.SUBSCRIBED: _headings("""
        subscribed, is subscribed, subscribed to emails, opt-in, opted in, accepts email marketing, accepts marketing
        email marketing, newsletter, active, is active, enabled, abonniert, abonné, suscrito, inscrito, iscritto
    """),
    Field.UNSUBSCRIBED: _headings("""
        unsubscribed, unsubscribed at, unsubscribe date, unsubscribe time, unsub time, unsubscribed on, opt-out
        opted out, opt-out time, opted out at, is unsubscribed, email disabled, disabled, inactive, blocked
        blacklisted, blocklisted, suppressed, do not email, deleted, deleted at, archived at, cancelled at
        abgemeldet, abgemeldet am, désabonné, désinscrit, baja, disiscritto, uitgeschreven
    """),
    Field.BOUNCED: _headings(
        "bounced, bounced at, bounce date, hard bounce, hard bounced, clean time, cleaned, invalid"
    ),
    Field.COMPLAINED: _headings("complained, complained at, complaint, spam, spam complaint, marked as spam"),
    Field.JOINED_AT: _headings("""
        joined at, optin time, opt-in date, subscribed at, subscribed on, subscription date, date subscribed
        signup date, sign up date, signed up at, created at, created, creation date, date added, date created, added
        added at, joined, registered at, angemeldet am, date d'inscription, fecha de alta, data di iscrizione
    """),
    Field.JOINED_FROM: _headings("optin ip, opt-in ip, signup ip, ip address, ip, subscribe ip"),
    Field.CONFIRMED: _headings("""
        confirm time, confirmed at, confirmation date, confirmation time, confirmed on, confirmed, double opt-in
        verified, verified at, email verified, bestätigt, bestätigt am, confirmé, confirmado, confermato
    """),
    Field.CONFIRMED_FROM: _headings("confirm ip, confirmation ip"),
    Field.WHY: _headings("unsub reason, unsubscribe reason, reason for unsubscribing"),
}
