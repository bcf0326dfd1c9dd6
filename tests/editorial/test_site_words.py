"""What a site says to its readers, in nine languages, is told from what it reports."""

from __future__ import annotations

import pytest

from digest.editorial.boilerplate import is_boilerplate
from digest.editorial.site_words import speaks_to_readers


@pytest.mark.parametrize(
    "sentence",
    [
        "This article is reserved for subscribers.",
        "This article is for subscribers only.",
        "Exclusive to subscribers.",
        "This content is available only to registered users.",
        "Der Artikel ist nur für Abonnenten lesbar.",
        "Dieser Inhalt ist exklusiv für Plus-Abonnenten.",
        "Nur für Abonnenten.",
        "Cet article est réservé aux abonnés.",
        "Réservé aux abonnés",
        "Contenu réservé à nos abonnés.",
        "Contenido exclusivo para suscriptores.",
        "Este artículo es solo para suscriptores.",
        "Conteúdo exclusivo para assinantes.",
        "Este artigo é exclusivo para assinantes.",
        "Articolo riservato agli abbonati.",
        "Contenuto esclusivo per gli abbonati.",
        "Dit artikel is alleen voor abonnees.",
        "Exclusief voor abonnees",
        "هذا المقال متاح للمشتركين فقط.",
        "هذا المحتوى حصري للمشتركين.",
        "यह लेख केवल सब्सक्राइबर के लिए है।",
        "यह खबर सिर्फ सदस्यों के लिए है।",
        "You chose to refuse cookies.",
        "You have rejected all cookies.",
        "Sie haben alle Cookies abgelehnt.",
        "Cookies akzeptieren",
        "Vous avez choisi de refuser les cookies.",
        "En poursuivant votre navigation, vous acceptez les cookies.",
        "Ha rechazado las cookies.",
        "Has elegido rechazar las cookies.",
        "Você optou por recusar os cookies.",
        "Hai scelto di rifiutare i cookie.",
        "Je hebt ervoor gekozen cookies te weigeren.",
        "لقد اخترت رفض ملفات تعريف الارتباط.",
        "आपने कुकीज़ अस्वीकार कर दी हैं।",
        "हम कुकीज़ का उपयोग करते हैं।",
        "Join us on Telegram.",
        "Join our WhatsApp channel for more.",
        "Folgen Sie uns auf Facebook und X.",
        "Folge uns auf Instagram.",
        "Alle Nachrichten aus Kiel in unserem WhatsApp-Kanal",
        "Teilen Sie diesen Artikel auf Facebook.",
        "Suivez-nous sur X et Facebook.",
        "Retrouvez toutes nos informations sur notre page Facebook.",
        "Rejoignez notre chaîne WhatsApp.",
        "Partagez cet article sur Facebook.",
        "Síguenos en X y Facebook.",
        "Ver más en nuestro canal de WhatsApp.",
        "Comparte esta noticia",
        "Únete a nuestro canal de Telegram.",
        "Siga-nos no Facebook e no X.",
        "Siga o canal do jornal no WhatsApp.",
        "Clique aqui para seguir o canal no WhatsApp.",
        "Compartilhe no Facebook.",
        "Seguici su Facebook e X.",
        "Condividi su WhatsApp.",
        "Iscriviti al nostro canale Telegram.",
        "Volg ons op X.",
        "Deel dit artikel op Facebook.",
        "تابعنا على تويتر.",
        "شارك هذا الخبر على فيسبوك.",
        "انضم إلى قناتنا على تلغرام.",
        "हमें फेसबुक पर फॉलो करें।",
        "हमारे व्हाट्सएप चैनल से जुड़ें।",
        "इस खबर को फेसबुक पर शेयर करें।",
        "You need to be a subscriber to read this article.",
        "Subscriber-only content.",
        "This is a premium article.",
        "Unlock this article.",
        "Follow the Herald on X and Facebook.",
        "Follow BBC News on Instagram.",
        "Jetzt Abo abschließen.",
        "Folgen Sie der Hafenpost auf Facebook.",
        "Abonnieren Sie unseren Kanal bei WhatsApp.",
        "Melden Sie sich für unseren Newsletter an.",
        "Teilen auf Facebook",
        "La suite est réservée aux abonnés.",
        "Il vous reste 75 % de cet article à lire.",
        "Compartilhar no Facebook",
        "Per continuare a leggere, abbonati.",
        "Word abonnee om verder te lezen.",
        "Delen op Facebook",
        "للاشتراك في النشرة البريدية",
        "Subscreva a nossa newsletter.",
    ],
)
def test_for_whom_a_text_is_its_cookies_and_where_to_follow_it_are_the_site_s_words(sentence):
    assert speaks_to_readers(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The museum is open to subscribers only on Mondays.",
        "Members of the orchestra voted to strike.",
        "The article was for subscribers only, the court heard.",
        "This story is only about members of the crew.",
        "The page was available to subscribers for years, a court heard.",
        "The bakery sold 2,000 cookies in an hour.",
        "A court ruled that cookies need consent.",
        "Die Stadt verteilt Cookies an Kinder.",
        "Les cookies de grand-mère sont de retour.",
        "Das Theater ist nur für Abonnenten geöffnet, solange umgebaut wird.",
        "Das Konzert ist nur für Abonnenten, teilte die Oper mit.",
        "El club reservó entradas para suscriptores.",
        "Le stade est réservé aux abonnés dimanche.",
        "O estádio recebeu 3 mil assinantes do clube.",
        "Lo stadio è aperto solo agli abbonati.",
        "Het stadion is alleen open voor abonnees.",
        "WhatsApp will close in Kestria on Monday.",
        "Nos voisins utilisent Telegram pour vendre des armes.",
        "Facebook removed the page of the mayor.",
        "Shares of X fell by a tenth.",
        "Share prices of the bank fell on Monday.",
        "“Our Facebook page was hacked,” the mayor said.",
        "Join the queue: 400 wait for a flat in Salmar.",
        "شارك هذا اللاعب في المباراة.",
        "شارك آلاف المتظاهرين في المسيرة.",
        "شارك الرئيس على هامش القمة في الاجتماع.",
        "تابعنا المباراة من المدرجات.",
        "فيسبوك تغلق مكتبها في القاهرة.",
        "व्हाट्सएप ने नया नियम बनाया।",
        "हमारे गांव में बाढ़ आई।",
        "Comparte piso con tres amigos.",
        "Sigue abierta la autopista.",
        "Deel op de A2 is dicht.",
        "Sigue la huelga en el puerto.",
        "Siga 29, a película, estreia na sexta.",
        "La Ligue suit X dans sa chute.",
        "Onze X-ray machines zijn gestolen.",
        "Onze Ajax-supporters gewond na Facebook-oproep.",
        "Deel van de stad zonder stroom.",
        "Segui de 4.000 persone in piazza.",
        "यह खबर केवल अफवाह थी, ग्राहक के लिए नहीं।",
        "Followers of the mayor met on Facebook.",
        "You must be a member to vote, the court ruled.",
        "Il vous reste trois jours pour voter.",
        "Teilen fällt Kindern schwer, sagt eine Studie.",
        "Word has reached the harbour of a new ferry.",
        "Un journal lance sa newsletter à Dijon.",
    ],
)
def test_news_of_subscribers_cookies_and_networks_is_not(sentence):
    assert not speaks_to_readers(sentence)


@pytest.mark.parametrize("mark", ["✅ ", ">> ", "+++ ", "- "])
def test_marks_before_them_make_them_no_news(mark):
    assert is_boilerplate(f"{mark}Clique aqui para seguir o canal no WhatsApp.")


@pytest.mark.parametrize(
    "greeting",
    [
        "Good morning.",
        "Good evening, dear readers!",
        "Good morning, it's Tuesday, 1 December.",
        "Hello and welcome to the Herald.",
        "Welcome to our evening briefing.",
        "Dear reader,",
        "Guten Morgen!",
        "Guten Morgen aus Salmar,",
        "Liebe Leserinnen und Leser,",
        "Moin!",
        "Bonjour à tous !",
        "Buenos días.",
        "Bom dia!",
        "Buongiorno a tutti.",
        "Goedemorgen!",
        "Доброе утро!",
        "おはようございます。",
    ],
)
def test_a_greeting_is_the_site_s_word(greeting):
    assert is_boilerplate(greeting)


@pytest.mark.parametrize(
    "sentence",
    [
        "Good morning television has lost its host.",
        "Hello Kitty is fifty years old.",
        "Guten Morgen Salmar heißt ein Film über den Hafen.",
        "Welcome to the jungle that is the market for flats in Salmar.",
        "Dear readers of the Herald lost a court case.",
        "Bonjour tristesse se joue à Salmar.",
    ],
)
def test_news_that_begins_as_a_greeting_is_none(sentence):
    assert not is_boilerplate(sentence)
