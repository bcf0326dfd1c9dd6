"""The words on a reader's standing, in the languages of newsrooms."""

from __future__ import annotations

from subscribers.files.vocabulary.fields import Verdict
from subscribers.files.vocabulary.headings import heading

# By language: that somebody is to go, went, or died, as of a list that is kept by hand. An o before a full stop is an a
# too, and so is an é an ée.
_GONE = """
    remove delete erase cancel quit stop stopped resigned withdrew struck-off taken-off signed-off moved-away
    gone-away dead died decd deceased passed-away rip
    löschung streichung raus rausnehmen rausgenommen herausnehmen herausgenommen löschen streichen gestrichen
    entfernen entfernt austragen abmelden abbestellen kündigen stornieren verstorben gestorben tot verst gest
    abm
    suppression résiliation supprimer effacer effacé. retirer retiré. enlever enlevé. rayer rayé. radier radié.
    désabonner désinscrire résilier décès parti partie sorti sortie décédé. mort morte défunt défunte
    eliminación cancelación borrar borrado. eliminar quitar quitado. retirar retirado. cancelar renunció
    fallecido. fallecio muerto. difunto. salir revocado. desuscribir
    remoção cancelamento apagar apagado. remover excluir retirado. cancelar cancelou desistiu falecido. faleceu
    morto. defunto. óbito sair revogado. descadastrar
    rimozione cancellazione eliminare eliminato. rimuovere togliere tolto. cancellare disdire uscito. deceduto.
    morto. defunto. uscire ritirato. disiscrivere
    verwijdering opzegging verwijderen verwijderd schrappen geschrapt uitschrijven afmelden opzeggen eraf
    gestopt ingetrokken overleden dood
    usunięcie usunięcia skreślenie skreślenia wypisanie wypisania wycofał wycofała wycofana wycofano cofnięta
    usunąć usunięty usunięta usunięto skreślić skreślony skreślona wykreślić wykreślony wykreślona wypisać
    wypisał wypisała zrezygnował zrezygnowała odszedł odeszła zmarł zmarła nie-żyje
    borttagning uppsägning ta-bort tas-bort raderad raderas borttagen avregistrera avanmäla avsluta avslutad
    avslutat återkallat uppsagd utträdd avliden död
    sletning opsigelse slet slette slettes slettet trukket-tilbage fjern fjernes fjernet afmeld opsagt udmeldt
    afgået død
"""
_SPELT = " ".join(
    f"{word[:-1]} {word[:-1]}e" if word.endswith("é.") else f"{word[:-1]} {word[:-2]}a" if word.endswith(".") else word
    for word in _GONE.split()
)
_WORDS: dict[Verdict, str] = {
    Verdict.SUBSCRIBED: (
        "subscribed active enabled regular opted-in opt-in single-opt-in yes true 1 express explicit granted "
        "soft-bounced "
        "abonniert aktiv angemeldet erteilt abonné abonnée inscrit inscrite actif activo activa suscrito suscrita "
        "alta de-alta dado-de-alta dada-de-alta "
        "inscrito inscrita subscrito subscrita cadastrado cadastrada ativo ativa assinante "
        "attivo attiva iscritto iscritta abbonato abbonata "
        "активен подписан aktywny aktywna subskrybuje "
        "zapisany zapisana actief aangemeld ingeschreven geabonneerd prenumererar tilmeldt påmeldt"
    ),
    Verdict.CONFIRMED: (
        "confirmed verified double-opt-in confirmed-opt-in bestätigt confirmé confirmée confirmado confirmada "
        "confermato confermata bevestigd подтверждён подтвержден potwierdzony potwierdzona"
    ),
    # An implied permission (of a customer, say) is nobody's own word.
    Verdict.UNCONFIRMED: (
        "unconfirmed pending unverified unactivated awaiting-confirmation pending-confirmation waiting "
        "double-opt-in-pending opt-in-pending implied implicit unbestätigt ausstehend en-attente pendiente "
        "pendiente-de-confirmar pendente in-attesa sin-confirmar 未確認"
    ),
    Verdict.UNSUBSCRIBED: (
        "unsubscribed unsubscribe unsubcribed unsuscribed "
        "inactive disabled opted-out opt-out cancelled canceled removed deleted archived "
        "blocked banned blocklisted blacklisted suppressed user-suppressed spammy not-subscribed non-subscribed "
        "never-subscribed do-not-mail do-not-email do-not-contact no false 0 junk error dropped held trashed "
        "no-permission-set no-permissions-set not-set denied declined refused rejected revoked withdrawn "
        "abgemeldet abbestellt ausgetragen ausgetreten gekündigt inaktiv verweigert abgelehnt widerrufen "
        "désabonné désabonnée désinscrit désinscrite inactif résilié résiliée refusé refusée rejeté rejetée "
        "baja dado-de-baja dada-de-baja desuscrito desuscrita inactivo inactiva cancelado cancelada rechazado "
        "rechazada bloqueado bloqueada no-suscrito no-suscrita "
        "descadastrado descadastrada desinscrito desinscrita inativo inativa recusado recusada removido removida "
        "não-inscrito não-inscrita disiscritto disiscritta disiscrito disiscrita cancellato cancellata rimosso rimossa "
        "respinto respinta disattivato disattivata bloccato bloccata inattivo inattiva non-iscritto non-iscritta "
        "отписан отписался отписалась заблокирован 退会 wypisany nieaktywny uitgeschreven afgemeld opgezegd "
        "avregistrerad avanmäld afmeldt frameldt avmeldt odhlášen odhlášena odhlášený odhlásený odhlásená leiratkozott "
        "dezabonat dezabonată peruutettu peruttu tilaus-peruttu відписаний відписана відписався відписалася "
        "abonelikten-çıktı διαγραφή διαγράφηκε απεγγραφή 配信停止 停止 購読解除 購読停止 退订 已退订 取消订阅 수신거부 "
        "구독취소 ألغى-الاشتراك إلغاء-الاشتراك सदस्यता-रद्द by-user by-moderator nomail "
        "gelöscht supprimé supprimée eliminado eliminada avprenumererad wypisana anulowany "
        f"unsub no-longer-subscribed off-list off-the-list rezygnacja nie-wysyłać {_SPELT} "
        "suspended left gone quit erased gdpr-deleted "
        "lapsed former ex ex-subscriber closed expired paused gesperrt storniert abgem ausgeschieden "
        "verzogen suspendu suspendue suspendido suspendida anulado anulada de-baja suspenso suspensa excluído excluída "
        "saiu sospeso sospesa annullato annullata revocato revocata disdetto disdetta inactief geblokkeerd abmeldung "
        "kündigung désabonnement"
    ),
    Verdict.BOUNCED: (
        "bounced bounce hard-bounce hard-bounced cleaned invalid undeliverable undelivered unzustellbar "
        "rebotado rebotada rimbalzato devolvido "
        "ungültig invalide inválido inválida invalido ongeldig nieprawidłowy ogiltig ugyldig gebounct "
        "npai by-bounces"
    ),
    Verdict.COMPLAINED: "complained complaint complaints spam spam-complaint marked-as-spam abuse queja plainte",
}
# What is said of mails that came back, where that is what the column is about: elsewhere hard is a word like any.
OF_BOUNCES = {
    heading(word): verdict
    for verdict, words in (
        (Verdict.BOUNCED, "hard permanent"),
        (Verdict.SUBSCRIBED, "soft soft-bounce soft-bounced temporary transient"),
    )
    for word in words.split()
}
_LONG = 7  # letters; a shorter word may well be somebody's name
_IN_BRACKETS = 3
# What says of somebody that they left where their name should stand.
NO_NAMES = frozenset(
    around.format(word.replace("-", between))
    for verdict in (Verdict.UNSUBSCRIBED, Verdict.BOUNCED, Verdict.COMPLAINED)
    for word in _WORDS[verdict].split()
    for between in "- "
    for around in ("{}", "({})")
    if len(word) >= (_LONG if around == "{}" else _IN_BRACKETS)
)
# A word for who is mailed turns round with one of these before it; short ones such as yes do not.
_NOT = (
    "not non no no-longer nicht nicht-mehr n'est-plus não não-mais non-più ya-no niet niet-meer nie inte ikke ej ne не"
)
_TURNED = {
    heading(no + word): verdict
    for said, verdict in ((Verdict.SUBSCRIBED, Verdict.UNSUBSCRIBED), (Verdict.CONFIRMED, Verdict.UNCONFIRMED))
    for word in _WORDS[said].split()
    for no in _NOT.split()
    if len(word) > len("true")
}
GENERAL = _TURNED | {heading(word): verdict for verdict, words in _WORDS.items() for word in words.split()}
_OF_SEVERAL = tuple(word for word in NO_NAMES if " " in word)


def names_nobody(text: str) -> bool:
    """Tell whether among names, parted by spaces or line ends, is a word on leaving, which is nobody's.

    >>> names_nobody("Bob (unsubscribed)"), names_nobody("Ann Lee"), names_nobody("Lee - opted out")
    (True, False, True)
    """
    small = text.lower()
    return not NO_NAMES.isdisjoint(small.split()) or any(word in small for word in _OF_SEVERAL)
