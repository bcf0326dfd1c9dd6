"""What news agencies open with is taken off a paragraph, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.editorial.datelines import without_dateline


@pytest.mark.parametrize(
    "dateline",
    [
        "LONDON (AP) -- ",
        "LISBON, Nov 21 (Reuters) - ",
        "Berlin (dpa) - ",
        "SALEM, Ore. (KOIN) — ",
        "PORTO, Portugal — ",
        "SÃO TOMÉ – ",
        "MOSCOW/KYIV, Nov. 21, 2026 (Reuters) – ",
        "Lisbon, 21 November – ",
        "CALDEN. ",
        "BREAKING: ",
        "VIDEO | ",
        "14:32 – ",
        "9.05 Uhr: ",
        "07:30 GMT - ",
        "2:10 p.m. | ",
        "(Reuters) - ",
        "ЛИССАБОН — ",
        "MIAMI, Fla. — AP — ",
        "Madrid, 20 nov (EFE).- ",
        "LISSABON, 20. November. ",
        "LUANDA, 20 de novembro (Reuters) - ",
        "(CNN) — ",
        "(CNN) ",
        "Averin, Kestria (CNN) — ",
        "(KOIN) -- ",
    ],
)
def test_datelines_are_taken_off(dateline):
    assert without_dateline(f"{dateline}A ferry sank off the pier.") == "A ferry sank off the pier."


@pytest.mark.parametrize(
    "opening",
    [
        "The World Health Organization (WHO) – the UN agency – said so.",
        "NATO – the alliance – met.",
        "The BBC - which is old - turned 104.",
        "Vance meets Ortiz - again.",
        "On Sunday, March 3 - a cold day - the pier closed.",
        "U.S. officials - two of them - agreed.",
        "Москва – столица.",
        "LISBON — ",
        "POLICE CLOSED THE PIER. NOBODY WAS HURT.",
        "PHOTO: The pier at dawn.",
        "10.30 – 12.00 Uhr: open day at the pier.",
        "10:30 trains will stop at the pier.",
        "غرقت العبارة - وهي قديمة - قبالة الرصيف.",
        "यह नाव - जो पुरानी थी - डूब गई।",
        "新华社说，渡轮沉没。",
        "The Cable News Network (CNN) — an old rival — lost viewers.",
        "(Not) a love story opens on Friday.",
        "(NATO) allies met on Friday.",
        "Hildesheim ist am Sonntag Ziel des Laufs.",
        "Hildesheim. Da wollte er hin.",
        "Nein. Der Bürgermeister tritt nicht zurück.",
        "Schuldig. In einem vollen Saal verlas die Richterin das Urteil.",
        "Entwarnung. Die Polizei gibt die Straße frei.",
        "Berlin – Die Stadt der Künstler – feiert.",
        "Hannover 96: Das Spiel fällt aus.",
        "Merz: Die Bahn wird pünktlich.",
        "Umfrage: Zwei von drei sind dagegen.",
        "Leseprobe: 3 Minuten vor dem Tor.",
        "Cable News Network (CNN) Chief Ann Lee quit.",
        "बारिश हुई, 29 नवंबर को बाढ़ आई।",
        "Guilty. In a full courtroom the judge read the verdict.",
        "Silence. An old bell began to ring.",
        "भोपाल में एक मालगाड़ी पटरी से उतर गई।",
        "नहीं। मंत्री इस्तीफा नहीं देंगे।",
        "وكالات السفر تغلق أبوابها يوم الأحد.",
        "（记者会 下午）市长宣布辞职。",
        "(서울) 비가 온다.",
    ],
)
def test_an_opening_that_only_looks_like_a_dateline_stays(opening):
    assert without_dateline(opening) == opening


@pytest.mark.parametrize(
    ("dateline", "story"),
    [
        ("سانتياغو (رويترز) - ", "غرقت عبارة قبالة الرصيف."),
        ("القاهرة - ", "غرقت عبارة قبالة الرصيف."),
        ("सैंटियागो, 20 नवंबर (रॉयटर्स) - ", "एक नाव डूब गई।"),
        ("नई दिल्ली: ", "एक नाव डूब गई।"),
        ("【サンティアゴ共同】", "渡し船が沈んだ。"),
        ("新华社东京11月20日电（记者张三）", "一艘渡轮沉没。"),
        ("Hildesheim. ", "Bei einem Unfall auf der A 7 sind zwei Menschen gestorben."),
        ("Bad Nenndorf. ", "In der Hafenstraße hat es gebrannt."),
        ("Hannover/Celle. ", "Die Bahn streicht Züge."),
        ("Hannover (dpa). ", "Bei einem Unfall starb ein Mann."),
        ("Berlin (dpa/tmn) - ", "Die Bahn streicht Züge."),
        ("München – ", "Die Polizei sucht einen Mann."),
        ("Frankfurt am Main. ", "Die Bahn streicht Züge."),
        ("Neu Wulmstorf. ", "Ein Mann ist tot."),
        ("Lesezeit: 3 Min. ", "In der Hafenstraße hat es gebrannt."),
        ("4 min read ", "The pier has reopened."),
        ("Nairobi, Kenya (CNN) ", "A plane crashed."),
        ("Paris, le 29 novembre — ", "Un train a déraillé."),
        ("Roma, 29 nov. (askanews) - ", "Un treno è deragliato."),
        ("जयपुर, 29 नवंबर। ", "राजस्थान में बारिश हुई।"),
        ("जागरण संवाददाता, मेरठ। ", "शहर में आग लगी।"),
        ("लखनऊ (एजेंसी)। ", "शहर में आग लगी।"),
        ("नई दिल्ली, प्रेट्र। ", "सरकार ने आदेश दिया।"),
        ("भोपाल। ", "एक मालगाड़ी पटरी से उतर गई।"),
        ("नई दिल्ली, एजेंसी। ", "एक मालगाड़ी पटरी से उतर गई।"),
        ("وكالات: ", "غرقت عبارة قبالة الرصيف."),
        ("أنقرة - وكالات: ", "غرقت عبارة قبالة الرصيف."),
        ("（记者 王芳）", "一艘渡轮沉没。"),
        ("（本报记者王芳）", "一艘渡轮沉没。"),
        ("МОСКВА, 29 ноя — РИА Новости. ", "Паром затонул."),
        ("(서울=연합뉴스) 김철수 기자 = ", "여객선이 침몰했다."),
        ("ซันติอาโก (เอเอฟพี) - ", "เรือเฟอร์รี่จม"),
    ],
)
def test_datelines_are_taken_off_in_the_ways_of_other_languages(dateline, story):
    assert without_dateline(dateline + story) == story


@given(st.text(max_size=200))
def test_any_text_is_only_ever_shortened_from_its_start(text):
    assert text.endswith(without_dateline(text))
