"""Knows columns by their names, in the languages of newsrooms, where no service's export is recognised."""

from __future__ import annotations

import re
import unicodedata

from subscribers.files.vocabulary.fields import Field


def heading(text: str) -> str:
    """Return what tells one column name from another: letters and digits alone, without case and accents.

    >>> heading(" E-Mail Address "), heading("OPTIN_TIME"), heading("Prénom")
    ('emailaddress', 'optintime', 'prenom')
    """
    return "".join(one for one in unicodedata.normalize("NFKD", text).casefold() if one.isalnum())


_AROUND = re.compile(
    r"(?:(?:attributes|subscriber|contact|fields|data|properties|profile|member|person|user|reader|customer|record"
    r"|merge_?fields|custom_?fields|node|details)\.)+",
    re.IGNORECASE,
)


def bare(name: str) -> str:
    """Return a name without those of objects about it that say nothing of what it is.

    >>> bare("subscriber.attributes.status"), bare("consent.status"), bare("status")
    ('status', 'consent.status', 'status')
    """
    return name[found.end() :] if "." in name and (found := _AROUND.match(name)) else name


def headings(words: str) -> tuple[str, ...]:
    """Return the headings of names, parted by commas and line ends, each once."""
    return tuple(dict.fromkeys(heading(word) for word in re.split(r"[,\n]", words) if word.strip()))


# Of several columns that could hold the same, the one named first here is meant: `address` may be a street.
BY_NAME: dict[Field, tuple[str, ...]] = {
    Field.ADDRESS: headings("""
        email, email address, e-mail, subscriber email, user email, contact email, primary email, mail, mail address
        primary email address, email 1, email 1 value
        e-mail-adresse, mailadresse, adresse e-mail, adresse mail, courriel, adresse électronique
        correo electrónico, correo, dirección de correo electrónico, dirección de correo, endereço de e-mail
        correio eletrónico, indirizzo e-mail, indirizzo di posta elettronica, posta elettronica, e-mailadres
        adres e-mail, e-post, e-postadress, e-postadresse, sähköposti, электронная почта, эл. почта, почта
        e-posta, e-posta adresi, e-posta adresiniz, email adresi, adres poczty elektronicznej
        ηλ. ταχυδρομείο, ηλεκτρονικό ταχυδρομείο, διεύθυνση ηλεκτρονικού ταχυδρομείου, διεύθυνση e-mail
        e-mailová adresa, e-mail cím, e-mail címe, adresă de e-mail, adresa de e-mail, sähköpostiosoite
        e-pošta, adresa e-pošte, e-naslov
        correu electrònic, adreça electrònica, alamat e-mail, surel, địa chỉ email, thư điện tử, e-mailadresse
        адрес электронной почты, электронный адрес, эл. адрес, адрес e-mail, e-mail адрес, електронна пошта, ел. пошта
        адреса електронної пошти, пошта, имейл, електронна поща, имејл, 电子邮箱, 邮件地址, 电子邮件地址, 邮箱地址
        電子郵件, 電子信箱, 電郵, 電郵地址, e メール, メールアドレス, メール, 电子邮件, 邮箱
        이메일, 이메일 주소, 전자우편
        البريد الإلكتروني, البريد الالكتروني, بريد إلكتروني, عنوان البريد الإلكتروني, ایمیل, آدرس ایمیل, ईमेल, ईमेल पता
        אימייל, דוא"ל, דואר אלקטרוני, כתובת אימייל, อีเมล, address, subscriber
        adresse, dirección, endereço, indirizzo, adres, adress
    """),
    Field.NAME: headings("""
        name, full name, display name, contact name, subscriber name, nom complet, vollständiger name, nombre completo
        nome completo, volledige naam, naam, namn, navn, nimi, имя, 姓名, 氏名, 이름, الاسم
        fullständigt namn, fullt navn, fulde navn, koko nimi, imię i nazwisko, celé jméno, jméno, celé meno, meno, név
        teljes név, nume complet, ad soyad, adı soyadı, isim, isim soyisim, όνομα, ονοματεπώνυμο, ime i prezime
        nama, nama lengkap, họ và tên, họ tên, tên, фио, полное имя, ім'я, повне ім'я, име, 名前, お名前, 名字, 성명
        الاسم الكامل, نام, नाम, पूरा नाम, שם, שם מלא, ชื่อ
    """),
    Field.FIRST_NAME: headings("""
        first name, fname, given name, forename, vorname, prénom, nombre, primeiro nome, nome, voornaam, förnamn
        fornavn, etunimi, imię, křestní jméno, krstné meno, keresztnév, prenume, ad, adı, adi, ime, nama depan
        الاسم الأول, שם פרטי
    """),
    Field.LAST_NAME: headings("""
        last name, lname, surname, family name, nachname, familienname, nom, nom de famille, apellido, apellidos
        apelido, sobrenome, cognome, achternaam, efternamn, etternavn, efternavn, sukunimi, nazwisko, фамилия
        příjmení, priezvisko, vezetéknév, nume, nume de familie, soyad, soyadı, soyadi, soyisim, επώνυμο, prezime
        priimek, nama belakang, прізвище, اسم العائلة, שם משפחה
    """),
    Field.LANGUAGE: headings("language, locale, lang, sprache, langue, idioma, lingua, taal, språk, sprog, язык"),
    Field.TOPICS: headings("""
        topics, interests, themen, sujets, intérêts, temas, intereses, interesses, argomenti, interessi, onderwerpen
        ämnen
    """),
    Field.NOTE: headings("""
        note, notes, comment, comments, notiz, notizen, bemerkung, remarque, remarques, nota, notas, anmerkung
        observaciones, observações, opmerking, remarks, kommentar, bemerkungen, anmerkungen, commentaire, commentaires
        comentario, comentarios, opmerkingen, hinweis, hinweise, vermerk, observación, observação, anotações,
        osservazioni, annotazioni, notities, aantekeningen, uwagi, uwaga, notatka, notatki, komentarz, komentarze
        anteckning, anteckningar, anmärkning, anmärkningar, kommentarer, bemærkning, bemærkninger, noter
    """),
    Field.STATUS: headings("""
        status, subscription status, subscription state, subscriber status, subscriber state, email status
        member status, delivery status, global status, list status, list status 1, list status 2, list status 3
        statut, estatus, état, статус, 状態
        ステータス
    """),
    Field.SUBSCRIBED: headings("""
        subscribed, is subscribed, subscribed to emails, opt-in, opted in, accepts email marketing, accepts marketing
        email marketing, newsletter, active, is active, enabled, abonniert, abonné, suscrito, inscrito, iscritto
    """),
    Field.UNSUBSCRIBED: headings("""
        unsubscribed, unsubscribed at, unsubscribed on, unsubscribed date, unsubscribe, unsubscribe date
        unsubscribe time, date unsubscribed, unsubscription date, unsub, unsub time, unsub date, is unsubscribed
        globally unsubscribed
        opt-out, opt-out date, opt-out time, opted out, opted out at, email opt-out, has opted out of email
        do not contact, do not email, do not mail, do not send, no email, no emails, no contact, dnc, dne
        email disabled, disabled, inactive, blocked, blacklisted, email blacklisted, blocklisted, suppressed, removed
        removed at, deleted, deleted at, archived at, cancelled at, left, left at, left on, date left, consent withdrawn
        abgemeldet, abgemeldet am, abmeldedatum, abmeldung, abmeldung am, abmeldezeit, abmeldezeitpunkt, abbestellt
        abbestellt am, ausgetragen, ausgetragen am, gekündigt, gekündigt am, widerrufen, widerrufen am, gesperrt
        nicht kontaktieren, nicht anschreiben, keine E-Mails, keine Werbung, inaktiv
        désabonné, désabonnée, désabonné le, désabonnement, date de désabonnement, désinscrit, désinscrite
        désinscrit le, désinscription, date de désinscription, ne pas contacter, ne plus contacter
        résilié le, date de résiliation
        baja, fecha de baja, dado de baja, desuscrito, fecha de desuscripción, cancelado, fecha de cancelación
        cancelado el, cancelado em, cancelada em, data de cancelamento, descadastrado em, removido em
        cancellato il, data di cancellazione, data cancellazione, opzegdatum, avslutad, avslutat, 解約日
        no contactar, no enviar, descadastrado, data de descadastro, não contactar, não enviar, cancelou inscrição
        disiscritto, disiscritto il, disiscrizione, data di disiscrizione, data disiscrizione, non contattare
        uitgeschreven, uitgeschreven op, uitschrijfdatum, afgemeld, afgemeld op, afmelddatum, niet mailen
        avregistrerad, avanmäld, afmeldt, frameldt, avmeldt, wypisany, data wypisania, отписан, дата отписки
        odhlášen, odhlášena, odhlášení, datum odhlášení, odhlásený, odhlásenie, leiratkozott, leiratkozás, dezabonat
        dezabonare, peruutettu, tilaus peruttu, peruttu, відписаний, відписка, abonelikten çıktı, abonelikten çıkış
        διαγραφή, διαγράφηκε, απεγγραφή, 配信停止, 購読解除, 購読停止, 退会, 退订, 已退订, 取消订阅, 수신거부, 구독취소
        ألغى الاشتراك, إلغاء الاشتراك, सदस्यता रद्द, is excluded from campaigns, excluded from campaigns
        quarantined, is quarantined, email quarantined, hs_email_quarantined
        unsubscribed from all email, hs_email_optout
    """),
    Field.BOUNCED: headings("""
        bounced, bounced at, bounced on, bounce date, hard bounce, hard bounced, hard bounces, bounced hard, clean time
        cleaned, invalid, invalid email address, email invalid, invalid email
        email hard bounce reason, undeliverable, undeliverable at
    """),
    Field.COMPLAINED: headings("""
        complained, complained at, complaint, spam, spam complaint, marked as spam, marked email as spam
    """),
    Field.FREQUENCY: headings("""
        frequency, email frequency, e-mail frequency, mail frequency, mailing frequency, newsletter frequency
        häufigkeit, fréquence, frecuencia, frequência, frequenza, frequentie, frekvens, частота
    """),
    Field.UNCONFIRMED: headings("""
        unconfirmed, is unconfirmed, not confirmed, unverified, not verified, awaiting confirmation
        pending confirmation, confirmation pending, opt-in pending, is opt-in pending, double opt-in pending
        unbestätigt, nicht bestätigt, non confirmé, no confirmado, não confirmado, non confermato
    """),
    Field.JOINED_AT: headings("""
        joined at, optin time, opt-in date, subscribed at, subscribed on, subscription date, date subscribed
        signup date, sign up date, signed up at, created at, created, creation date, date added, date created, added
        added at, joined, date joined, join date, joined on, joined date, member since, signup time, registered at
        registered on, registration date, subscriber since
        angemeldet am, angemeldet seit, anmeldedatum, anmeldung am, registriert, registriert am, registrierungsdatum
        eingetragen am, eintragungsdatum, abonniert am, abonniert seit, abonnent seit, mitglied seit, hinzugefügt am
        date d'inscription, date inscription, date d'abonnement, date d'ajout, date d'adhésion, enregistré le, ajouté le
        inscrit le, inscrite le, inscrit(e) le, inscrit depuis, abonné le, abonnée le, abonné(e) le, abonné depuis
        fecha alta, fecha de alta, fecha de inscripción, fecha de suscripción, fecha de registro, registrado el
        dado de alta el, suscrito el, suscrito desde, inscrito el, añadido el
        data de inscrição, data da inscrição, data de cadastro, data de registro, cadastrado em, registrado em
        data de adesão, inscrito em, inscrita em, inscrito desde, assinante desde, adicionado em
        data di iscrizione, data iscrizione, iscritto il, iscritta il, iscritto dal, registrato il, data registrazione
        data di registrazione, data adesione, aggiunto il, inschrijfdatum, aanmelddatum, datum aanmelding
        datum van aanmelding, aangemeld op, ingeschreven op, geabonneerd op, toegevoegd op
        data zapisu, data zapisania, data rejestracji, data dodania, data subskrypcji, zapisany dnia
        anmäld den, anmälningsdatum, registreringsdatum, tilmeldt den, tilmeldingsdato, påmeldingsdato
        datum registrace, datum přihlášení, dátum registrácie, dátum prihlásenia, feliratkozás dátuma
        feliratkozás ideje, data înscrierii, data abonării, liittymispäivä, rekisteröitymispäivä, kayıt tarihi
        abonelik tarihi, üyelik tarihi, ημερομηνία εγγραφής, дата подписки, дата регистрации, дата підписки
        дата реєстрації, дата на регистрация, 登録日, 登録日時, 注册时间, 订阅时间, 가입일, 구독일
        تاريخ الاشتراك, تاريخ التسجيل
    """),
    Field.JOINED_FROM: headings("joined from, optin ip, opt-in ip, signup ip, ip address, ip, subscribe ip"),
    Field.CONFIRMED: headings("""
        confirm time, confirmed at, confirmation date, confirmation time, confirmed on, confirmed, double opt-in
        verified, verified at, email verified, bestätigt, bestätigt am, confirmé, confirmado, confermato
    """),
    Field.CONFIRMED_FROM: headings("confirmed from, confirm ip, confirmation ip"),
    Field.LEFT_ALL: headings("left all at, left everything, left everything at"),
    Field.WHY: headings("why left, unsub reason, unsubscribe reason, reason for unsubscribing"),
    Field.SKIPPED_EDITIONS: headings("skipped editions"),
    Field.PAUSED_UNTIL: headings("paused until"),
    Field.IGNORE: headings("marketing contact status, hs_marketable_status"),  # what HubSpot asks money for
}

# What says why somebody is in a file, where no other column says how they stand.
REASONS = frozenset(headings("reason, grund, raison, motif, motivo, razón, reden, error, fehler"))

# A first name in Turkish, an advertisement in English: what stands beside it tells.
TURKISH_ALONE = frozenset({"ad"})
BESIDE_TURKISH = frozenset(headings("soyad, soyadı, soyadi, soyisim, e-posta, e-posta adresi, şehir, durum, dil, ülke"))

# Parts of a country or a standing, which what stands beside and below them tells.
STATES = frozenset(headings("state, estado, stato"))
_PLACE = re.compile(
    "|".join(
        headings("""
    city, town, country, zip code, postcode, postal, street, phone, mobile, county, ville, pays, rue, téléphone
    ciudad, cidade, país, código postal, calle, teléfono, celular, città, comune, provincia, cellulare
    postleitzahl, straße, telefon
""")
    )
    + "|^(?:zip|plz|ort|stadt|land|cap|cep|cp|tel|handy|rua|via)$"
)


def of_a_place(name: str) -> bool:
    """Tell whether a column of this name says where somebody lives, or by which telephone they are reached."""
    return bool(_PLACE.search(heading(name)))
