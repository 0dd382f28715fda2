# What state a site is in, why emails fail, and what to do: words of the overview that other pages and mails share.

# --- the mark beside a site's name ---
badge-enabled = Invio attivo
# After it was blocked for too many failures and unblocked: watched for a while.
badge-forced = Invio attivo, in osservazione
badge-blocked = Invio fermo
badge-bounce = Invio fermo: errori
badge-spam = Invio fermo: spam
badge-locked = Invio fermo e bloccato

# --- the state in a sentence, and what it means ---
state-enabled = L’invio è attivo
state-enabled-means = Le email degli script del tuo sito vengono consegnate subito.
state-forced = L’invio è di nuovo attivo
state-forced-means = Prima c’erano stati troppi errori. Per una settimana se ne tollera il doppio rispetto al solito; oltre questo limite, l’invio si ferma di nuovo.
state-blocked = L’invio è fermo
state-blocked-means = Le nuove email dei tuoi script vengono ancora accettate, ma restano qui invece di essere consegnate.
state-bounce = L’invio è fermo: troppe email in errore
state-bounce-means = I server dei destinatari hanno rifiutato così tante email che continuare danneggerebbe tutta la posta di questo server. Le nuove email vengono ancora accettate, ma restano qui.
state-spam = L’invio è fermo: le email sembrano spam
state-spam-means = Spesso è un estraneo che invia attraverso il sito, con un modulo o con una password rubata. Le nuove email vengono ancora accettate, ma restano qui.

# --- since when and by whom; $moment is a date and time, $ago how long ago that was ---
since = fermato { $ago } ({ $moment })
since-green = Ripreso { $ago } ({ $moment }).
last-mail = L’ultima email è arrivata { $ago } ({ $moment }).
last-mail-none = Finora non è arrivata nessuna email.
since-red-you = Fermato da te { $ago } ({ $moment }).
since-red-owner = Fermato da { $name } { $ago } ({ $moment }).
since-red-provider = Fermato dal tuo provider di hosting { $ago } ({ $moment }).
since-red-operator = Fermato dall’operatore { $name } { $ago } ({ $moment }).
since-red-policy = Fermato automaticamente { $ago } ({ $moment }).
# Before the words someone gave as a reason.
reason = Motivo

# The mark before something that is being done at this moment.
under-way = In corso
under-way-released = { $count ->
    [one] { $count } email che è stata lasciata passare parte adesso, anche se l’invio è fermo.
   *[other] { $count } email che sono state lasciate passare partono adesso, anche se l’invio è fermo.
}

# Work on many waiting emails, while it goes on: $seen of $total were looked at so far, $done of them dealt with.
job-release = Le email vengono lasciate passare: finora { $done }, controllate { $seen } su { $total }.
job-delete = Le email vengono eliminate: finora { $done }, controllate { $seen } su { $total }.
job-retry = Si prova di nuovo a inviare le email: finora { $done }, controllate { $seen } su { $total }.
job-progress = Avanzamento

# --- facts below a state ---
mails = { $count ->
    [one] { $count } email
   *[other] { $count } email
}
why-held = Trattenute ora
# Held mail is given up after some days.
why-given-up = Trattenute fino a quando
why-given-up-at = La più vecchia viene abbandonata { $ago } ({ $moment }).
why-script = Script con più errori
# $count of the latest $of failures are of this script.
why-script-count = { $script } ({ $count } degli ultimi { $of } errori)
why-reply = Risposta di un server

# --- what to do, step by step ---
next-title = Che cosa fare
step-read-errors = Guarda quali email sono in errore e che cosa hanno risposto i server dei destinatari.
step-read-errors-link = Email in errore
step-check-addresses = Correggi gli indirizzi sbagliati in quello script o nella sua lista: a chi non esiste non si deve più scrivere.
step-find-script = Guarda quale script invia queste email, e se le riconosci.
step-find-script-link = Script
step-secure-script = Chiudi la falla: aggiorna il software del sito, cambia le password, aggiungi un captcha ai moduli.
step-block-script = Ferma solo quello script, così il resto del sito può continuare a inviare.
step-block-script-link = Script
step-delete-junk = Elimina le email in attesa che non devono partire.
step-delete-junk-link = Email in attesa
step-unblock = Poi riprendi l’invio: le email in attesa partono, cominciando dalle più vecchie.
step-unblock-forced = Poi riprendi l’invio: le email in attesa partono, e per una settimana si tollera il doppio degli errori rispetto al solito.
step-purge-spam = Poi elimina tutte le email in attesa: dopo, quelle nuove vengono di nuovo inviate.
step-decide-spam = Poi decidi: riprendere l’invio e lasciar partire le email in attesa, oppure eliminarle tutte.
step-decide-spam-link = Email in attesa
step-ask-provider = Scrivi al tuo provider di hosting che cosa hai cambiato. L’invio è bloccato: solo il provider può riprenderlo.
step-ask-owner = Chiedi a chi è titolare del sito. Il tuo account può vedere, ma non modificare nulla.
step-watch = Torna tra qualche giorno: se gli errori diminuiscono, l’osservazione finisce da sola.

# --- the classes of failures, and what each means ---
class-bad-mailbox = L’indirizzo non esiste
class-bad-mailbox-means = Questa casella non esiste, o è stata chiusa. Controlla che l’indirizzo non contenga errori.
class-bad-domain = Il dominio non riceve email
class-bad-domain-means = La parte dopo la @ non esiste o non riceve posta. Controlla che non contenga errori.
class-mailbox-full = Casella piena
class-mailbox-full-means = Il destinatario non ha più spazio e deve liberarne un po’.
class-refused-by-policy = Rifiutata da una regola
class-refused-by-policy-means = Il server del destinatario non accetta questa email o questo mittente. La sua risposta dice perché.
class-refused-as-spam = Rifiutata come spam
class-refused-as-spam-means = Il server del destinatario considera spam l’email o la sua provenienza.
class-expired = Abbandonata dopo giorni di tentativi
class-expired-means = L’invio è stato tentato per giorni, ma il server del destinatario non ha mai accettato l’email.
class-expired-held = Trattenuta troppo a lungo
class-expired-held-means = L’invio è rimasto fermo così a lungo che l’email è stata abbandonata.
class-network = Server non raggiungibile
class-network-means = Il server del destinatario non ha risposto come doveva.
class-complaint = Segnalata come spam
class-complaint-means = Il destinatario ha detto al proprio provider di posta che non vuole questa email.
