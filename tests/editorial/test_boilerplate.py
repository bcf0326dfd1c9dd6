"""What stands around a story is told from the story."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.editorial.boilerplate import is_boilerplate, without_asides


@pytest.mark.parametrize(
    "line",
    [
        "By Ada Quill",
        "By Ada Quill and Tom Reed, Harbour Desk",
        "Von Ute Kranz",
        "Photo: The pier at dawn. Tom Reed",
        "© 2026 Harbour Press",
        "The pier at dawn. Tom Reed/Reuters",
        "Fishermen mend nets, Getty Images",
        "Sign up for our morning letter.",
        "Read more: Ten boats to see",
        "Lesen Sie auch: Zehn Boote",
        "Advertisement",
        "Anzeige",
        "Updated 21 Nov 2026 10:00",
        "4 min read",
        "This article has been corrected.",
        "An earlier version of this story said that the budget was 42 million.",
        "In einer früheren Version dieses Artikels stand eine falsche Zahl.",
        "Une version précédente de cet article donnait un autre chiffre.",
        "Una versión anterior de este artículo daba otra cifra.",
        "See all the pictures in our gallery.",
        "Take our quiz and find out.",
        "Editor's note: We changed how we poll in October.",
        "Anmerkung der Redaktion: Wir haben den Namen geändert.",
        "This is a preview of our newsletter.",
        "New episodes every Monday.",
        "Publié le 23/11/2026 à 06h00, mis à jour à 07h12",
        "Veröffentlicht am 23.11.2026, 6.00 Uhr",
        "Actualizado el 23 de noviembre a las 12.00",
        "We may earn an affiliate commission if you buy through our links.",
        "We use cookies to make this site better.",
        "To view it, you must accept cookies.",
        "Accept all cookies.",
        "The post Ten boats appeared first on The Pier.",
        "Please enable JavaScript to read on.",
        "Have any questions?",
        "31. Oktober 2023.",
        "Friday, Nov. 21, 2026",
        "21 November 2026",
        "This story is part of a series on harbours.",
        "Die Serie entsteht in Zusammenarbeit mit dem Hafenamt.",
        "Dieser Beitrag erschien zuerst in der Hafenpost.",
        "27,90 € inkl. MwSt. und Versand",
        "You are using an outdated browser, so parts of this page may be missing.",
        "Hinweis: Sie verwenden einen Browser, der moderne Seiten kaum noch darstellt.",
        "Vous utilisez un navigateur trop ancien.",
        "Veröffentlicht: 05.01.2026 Abgelegt unter: Hafen, Boote | Tags: Kai, Netz 5 Kommentare.",
        "Filed under: Harbour, Boats | 12 comments.",
        "submitted by /u/harbourmaster to /r/boats",
        "submitted by harbourmaster to boats [link] [275 comments]",
        "This is another post in our series on harbours.",
        "A version of this post originally appeared in the harbour's canteen.",
        "Previously available only to members, we now offer this article for free to everyone.",
        "This story is available to subscribers only.",
        "You can download a printer-friendly version to display in your canteen.",
        "Download the PDF version of this page.",
        "(2:07) Source: “Boats Outnumber Berths,” Harbour Statistics, July 2026.",
        "Quelle: Hafenamt Salmar",
        "RELATED: Harbour master quits.",
        "READ MORE: Ten boats to see",
        "To continue reading this article, subscribe now.",
        "Already a subscriber?",
        "Follow our live updates here.",
        "More to follow...",
        "Watch the video above.",
        "Listen on Apple Podcasts or wherever you get your podcasts.",
        "This is a breaking news story.",
        "Please refresh the page for updates.",
        "The Associated Press contributed to this report.",
        "(Reporting by Ada Quill; Editing by Tom Reed)",
        "Ada Quill is a columnist at the Harbour Herald.",
        "The views expressed here are the author's own.",
        "Sponsored content.",
        "Paid for by Acme.",
        "Advertisement.",
        "File photo.",
        "Image caption: A net on the quay.",
        "(Photo: A boat lands at Salmar, 19 November 2026. REUTERS/Ada Quill)",
        "Bildunterschrift: Ein Netz am Kai.",
        "Newsletter abonnieren.",
        "Mehr dazu lesen Sie hier.",
        "Von unserem Korrespondenten Max Frei.",
        "Lee también: Diez barcos.",
        "Veja também: Dez barcos.",
        "اقرأ أيضا: عشرة قوارب",
        "للمزيد اضغط هنا.",
        "यह भी पढ़ें: दस नावें",
        "関連記事：十隻の船。",
        "続きを読むには会員登録が必要です。",
        "写真：共同通信",
        "(责任编辑：李四)",
    ],
)
def test_bylines_credits_invitations_and_notices_tell_no_news(line):
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "sentence",
    [
        "By Monday the pier had reopened.",
        "Photos by the probe show a crater.",
        "Copyright law goes to a vote.",
        "Anzeige gegen den Hafenmeister: Er soll Netze verkauft haben.",
        "Support for the mayor fell.",
        "March on!",
        "Readers sent 900 letters.",
        "The bakery sold 2,000 cookies in an hour.",
        "A court ruled that cookies need consent.",
        "Parliament voted to let readers accept all cookies with one click.",
        "This is the first post of a new lighthouse keeper.",
        "The complaint was filed under a law on harbours.",
        "Plans were submitted by the harbour authority on Monday.",
        "The maker of the browser says that it no longer supports old phones.",
        "Berths are available only to members of the boat club, the council ruled.",
        "A museum now offers its archive of stories for free.",
        "Sources: mayor to resign.",
        "Thousands download the PDF of the budget in an hour.",
        "The source of the leak was a valve.",
        "Followers of the club filled the quay.",
        "More to drink for less, says the tavern.",
        "The minister is an editor by trade.",
        "Ada Quill is a reporter who swam to the island.",
        "Related families moved in.",
        "Photographers were kept away.",
        "Advertisement sales fell by a third.",
        "यह नाव पुरानी है।",
        "अंग्रेज़ी में और पढ़ेंगे।",
    ],
)
def test_news_that_only_looks_like_them_stays(sentence):
    assert not is_boilerplate(sentence)


@pytest.mark.parametrize(
    ("paragraph", "left"),
    [
        ("A ferry sank. (AP Photo/Tom Reed) Nobody was hurt.", "A ferry sank. Nobody was hurt."),
        ("A ferry sank. [Photo by A. B. Reed] Nobody was hurt.", "A ferry sank. Nobody was hurt."),
        ("A ferry (photo: Reed) sank.", "A ferry sank."),
        ("เรือจม อ่านเพิ่มเติม: สิบลำ", "เรือจม"),
        ("A ferry (in the picture of 1912 it is new) sank.", "A ferry (in the picture of 1912 it is new) sank."),
        ("A ferry [sic] sank.", "A ferry [sic] sank."),
    ],
)
def test_credits_within_a_paragraph_are_taken_out(paragraph, left):
    assert without_asides(paragraph) == left


@given(st.text(max_size=200))
def test_any_text_can_be_judged(text):
    assert is_boilerplate(text) in (True, False)
    assert len(without_asides(text)) <= len(text)
