# The pages of those who run the hosting: all sites, next hops, health, users, tokens, the audit log. Their readers know
# mail; words may be exact.

# --- all sites ---
sites-search = Parte del nome
sites-red-only = Solo quelli fermi
# In what order the list is.
sites-by = Ordine dell’elenco
sites-by-failed = Più errori
sites-by-queued = Più email in attesa
sites-by-sent = Più email inviate
sites-by-name = Per nome
sites-failed = In errore
sites-queued = In attesa
sites-sent = Inviate
sites-last-mail = Ultima email
sites-no-mail = finora nessuna
# What part of all sites’ figure is this site’s; $share is a number with its sign: 12 %.
sites-share = { $share } del totale
sites-red-count = { $count ->
    [0] nessuno fermo
    [one] { $count } fermo
   *[other] { $count } fermi
}
sites-failed-share = { $share } delle email partite o in errore
sites-now = adesso, di ogni tipo
sites-since = da ieri
sites-counted = Le email inviate e in errore sono contate da ieri, quelle in attesa sono di adesso.
sites-none = Non c’è ancora nessun sito
sites-none-means = Aggiungi qui il primo, oppure molti insieme con postern site import.
sites-none-fit = Nessun sito corrisponde
sites-none-fit-means = Cerca un’altra parte del nome, oppure mostrali tutti.
site-add = Aggiungi un sito

# --- next hops: the servers mail goes to next ---
hops-lead = I server a cui la posta va consegnata, prima quelli con problemi. Tra le email in attesa sono contate quelle da inviare ora che sono in memoria.
# Attempts that are made at this moment, of at most so many.
hops-attempts = { $count ->
    [one] { $count } tentativo in corso adesso, su un massimo di { $most }.
   *[other] { $count } tentativi in corso adesso, su un massimo di { $most }.
}
hops-search = Dominio o smarthost
hops-hop = Server successivo
hops-waiting = Da inviare, in attesa
# $ago: 3 minutes ago
hops-oldest = la più vecchia doveva partire { $ago }
hops-running = In corso
# Attempts under way, and how many may be at once now.
hops-of-slots = { $running } su { $slots }
hops-most = mai più di { $count }
hops-failure = Ultimo errore
hops-more = { $count ->
    [one] { $count } altro non è mostrato. Cerca una parte del suo nome.
   *[other] Altri { $count } non sono mostrati. Cerca una parte del nome.
}
hops-none = Nessun server successivo in uso
hops-none-means = Dall’avvio di Postern non c’è stata posta da consegnare.
hops-none-fit = Nessun server successivo corrisponde
hops-none-fit-means = Sono noti solo quelli a cui è stata consegnata posta dall’avvio di Postern.
hop-answers = Risponde
# It failed now and then: fewer attempts at once.
hop-slowed = Rallentato
# It failed: nothing is begun until it is asked again.
hop-paused = In pausa
# It failed so often in a row that mail for it is put off without being tried.
hop-dead = Non risponde
# $when: 3 minutes ago; $count failures in a row.
hop-failing = { $count ->
    [0] I problemi sono iniziati { $when }.
    [one] I problemi sono iniziati { $when }, { $count } errore di fila.
   *[other] I problemi sono iniziati { $when }, { $count } errori di fila.
}
# $when: in 20 seconds
hop-again = Nuovo tentativo { $when }.

# --- health: how the daemon stands ---
health-accepts = La posta viene accettata
health-accepts-means = Ciò che gli script consegnano viene salvato prima di essere confermato, poi consegnato.
health-refuses = La posta non viene accettata
# $reserve: 1.0 GB
health-refuses-means = Sul disco non c’è spazio oltre alla riserva di { $reserve }, tenuta libera per consegne, azioni ed eliminazioni. Libera spazio, oppure elimina le email in attesa di un sito che ne ha molte; intanto i mittenti riprovano.
health-queue = In attesa
health-queued = In attesa, tutti i siti
health-deferred = di cui già tentate
# Since when the mail is due that waits longest for its turn, and of which site.
health-oldest = La più vecchia da inviare
health-oldest-none = nessuna email da inviare
health-store = Archivio
health-commits = Scritture negli ultimi cinque minuti
health-commits-none = nessuna
health-p50 = Metà ha richiesto al massimo
health-p99 = 99 su 100 hanno richiesto al massimo
health-longest = La più lunga ha richiesto
# A span in milliseconds.
health-millis = { $number } ms
health-database = Database
health-bodies = Email salvate
# Rows of purged or old mail whose space is given back in the background.
health-reclaim = Righe ancora da liberare
health-disk = Disco
health-room = Spazio per la nuova posta
health-reserve = Riserva tenuta libera
health-disk-all = Disco intero
# Where the sendmail command leaves mail while the daemon is away.
health-drop = Cartella di deposito
health-drop-none = non attiva
health-drop-files = Email lì in attesa
health-drop-bytes = La loro dimensione
health-drop-oldest = La più vecchia
# Files that are nobody’s or cannot be read.
health-drop-aside = Messe da parte
health-drop-over = Uid con più del consentito
health-program = Programma
health-host = Si presenta come
health-version = Versione
health-started = Avviato
health-smtp = Riceve via SMTP su
health-web = Riceve via HTTP su
health-closed = nessun indirizzo

# --- a role and its sites, in the forms of users and tokens ---
grant-role = Ruolo
grant-all = Tutti i siti, anche quelli aggiunti in seguito
grant-all-hint = Chi gestisce l’hosting li ha comunque tutti.
grant-sites = Siti
grant-sites-hint = I nomi, uno per riga. Lascia vuoto se sono tutti.
grant-no-role = Scegli un ruolo.
grant-all-and-some = O tutti i siti, o i nomi di alcuni: non entrambe le cose.
# $names: names of sites that were given
grant-no-site = Nessun sito con questo nome: { $names }
grant-nothing = Indica almeno un sito, oppure sceglili tutti.
grant-of-all = tutti i siti
grant-of-none = più nessun sito
# $names: three names
grant-of-more = { $count ->
    [one] { $names } e { $count } altro
   *[other] { $names } e altri { $count }
}

# --- users ---
users-name = Utente
users-role = Ruolo
users-sites = Siti
users-comes-in = Come accede
users-by-link = solo con un link di accesso
users-by-password = con la password
users-by-password-and-code = con la password e un codice
users-last-login = Ultimo accesso
users-never = mai
users-none = Non c’è ancora nessun utente
users-none-means = Ne serve uno a chi deve vedere il pannello. A chi lavora direttamente sulla macchina non serve.
users-add = Aggiungi un utente
users-add-lead = Chi accede qui: il titolare di uno o più siti, un collega, o un cliente che arriva da un altro pannello.
users-language-browser = Quella del suo browser
# $least says how long a password has to be.
users-password-hint = { $least } Senza password, l’utente accede solo con un link.
users-added = L’utente { $name } è stato aggiunto.
users-added-at = Data di aggiunta
users-recovery-codes = Codici di recupero rimasti
users-back = Torna all’utente
users-link = Link di accesso
users-link-site = Solo questo sito (facoltativo)
users-link-hint = Per un utente con più siti: la sessione mostra allora solo questo.
users-link-make = Crea un link di accesso
users-link-no-site = Questo sito non esiste.
users-link-not-theirs = L’utente non ha questo sito.
users-link-no-panel = Il pannello non ha un indirizzo proprio: imposta web.listen nella configurazione.
users-link-title = Un link di accesso per { $name }
# $span: 60 seconds
users-link-lead = Chi lo apre e preme il pulsante accede come questo utente, senza password. Vale una sola volta e per { $span }; viene mostrato solo qui.
users-sessions = Accessi attivi
users-no-sessions = Nessuno.
users-session-began = Inizio
users-session-last = Ultima attività
users-session-from = Indirizzo
users-session-end = Chiudi
users-end = Chiudi questa sessione
users-end-all = Chiudi tutte le sessioni
users-sessions-ended = Le sessioni dell’utente sono state chiuse.
users-change = Ruolo, siti, lingua
users-many-sites = Questo utente ha più siti di quanti ne entrino in un modulo. Modificali con postern user set.
users-save = Salva
users-changed = L’utente è stato modificato.
users-password = Password e secondo fattore
users-new-password = Nuova password
users-new-password-hint = Almeno { $shortest } caratteri. Tutte le sessioni dell’utente vengono chiuse.
users-password-button = Imposta la password
users-password-set = La password è stata impostata e le altre sessioni dell’utente sono state chiuse.
users-factor-question = Togliere il secondo fattore di { $name }?
users-factor-off = Per accedere basta la sola password, finché l’utente non attiva un nuovo secondo fattore.
users-factor-yes = Togli il secondo fattore
users-factor-done = Il secondo fattore è stato tolto.
users-remove-title = Rimuovi questo utente
users-remove-question = Rimuovere l’utente { $name }?
users-remove-sessions = Le sessioni, i token e i link di accesso dell’utente smettono subito di valere.
users-remove-sites = I siti restano come sono, e anche ciò che l’utente ha fatto resta nel registro delle azioni.
users-remove-yes = Rimuovi l’utente
users-removed = L’utente { $name } è stato rimosso.
users-this-is-you = Questo è il tuo account.

# --- tokens ---
tokens-name = Nome
tokens-whose = Di chi è
# A token that was made on the command line, by nobody’s user.
tokens-of-machine = della macchina
tokens-may = Ruolo
tokens-ends = Scadenza
tokens-ended = scaduto
tokens-last = Ultimo uso
# $ago: 3 minutes ago; $address: where the request came from
tokens-last-from = { $ago }, da { $address }
tokens-action = Rimuovi
tokens-none = Non c’è nessun token
tokens-none-means = Ne serve uno a un programma che usa l’API: un pannello di hosting, un sistema di monitoraggio, uno script.
tokens-add = Crea un token
tokens-remove = Rimuovi
tokens-remove-question = Rimuovere il token { $name }?
tokens-remove-programs = Da ora in poi i programmi che lo usano vengono rifiutati.
tokens-remove-for-good = Non si può recuperare; uno nuovo ha un altro segreto.
tokens-removed = Il token { $name } è stato rimosso.

# --- the audit log ---
audit-lead = Chi ha fatto che cosa, dal più recente. Gli orari sono in UTC.
audit-of-site-lead = Chi ha fatto che cosa con questo sito, dal più recente.
audit-who = Chi
audit-what = Che cosa
audit-no-site = Non c’è nessun sito con questo nome. Di un sito rimosso qui non si trova nulla.
audit-none = Finora non è stato fatto nulla
audit-none-means = Qui compare ciò che da ora in poi fanno le persone e le regole automatiche.
by-provider = il tuo provider di hosting
# The name of one who runs the hosting.
by-operator = { $name }, operatore
by-owner = { $name }, titolare del sito
by-reader = { $name }, sola lettura
# The name of a token of the API.
by-token = programma { $name }
# An automatic rule; $name is its short English name.
by-policy = regola automatica { $name }
audit-block = ha fermato l’invio
audit-unblock = ha ripreso l’invio
audit-purge = ha eliminato tutte le email in attesa
audit-stop = ha fermato uno script o un mittente
audit-unstop = ha ripreso l’invio di uno script o di un mittente
audit-release = ha lasciato passare email in attesa
audit-delete = ha eliminato email in attesa
audit-retry = ha riprovato a inviare email in attesa
audit-site-add = ha aggiunto il sito
audit-site-change = ha modificato il sito
audit-site-remove = ha rimosso il sito
audit-login-set = ha impostato un accesso SMTP
audit-login-remove = ha rimosso un accesso SMTP
audit-login-link = ha creato un link di accesso
audit-show-as-owner = ha visto il sito come lo vede chi ne è titolare
audit-user-add = ha aggiunto un utente
audit-user-change = ha modificato un utente
audit-user-remove = ha rimosso un utente
audit-recovery-code = ha usato un codice di recupero
audit-login = ha fatto l’accesso
audit-session-end = ha chiuso una sessione
audit-token-add = ha creato un token
audit-token-remove = ha rimosso un token

# --- a site: added, changed, removed ---
site-audit = Chi ha fatto che cosa
site-edit = Modifica il sito
site-as-owner = Vedilo come lo vede chi ne è titolare
site-as-owner-begun = Vedi { $site } come lo vede chi ne è titolare.
site-add-lead = Un sito è ciò che viene contato, fermato e limitato: un servizio di hosting, riconosciuto da uid, accesso SMTP o indirizzo.
site-added = Il sito { $site } è stato aggiunto. I suoi script possono inviare da subito.
site-edit-title = Modifica { $site }
site-edit-lead = Ciò che imposti qui vale a partire dalla prossima email.
site-changed = Il sito è stato modificato.
site-unchanged = Non c’erano differenze, quindi non è cambiato nulla.
site-group-identity = Come si riconosce la sua posta
site-group-owner = Per chi ne è titolare
site-group-leaving = Come parte la sua posta
site-group-limits = Limiti
site-name = Nome
site-name-hint = Di solito il suo dominio: shop.example.org. In seguito non si può cambiare.
site-uids = Uid Unix
site-uids-hint = Gli utenti con cui vengono eseguiti i suoi script: 1001 1002
site-ranges = Indirizzi dei client
site-ranges-hint = Uno per riga: 192.0.2.1, 192.0.2.0/24 o 2001:db8::/32
site-moves = Toglili al sito che li ha
site-moves-hint = Altrimenti un uid o un indirizzo di un altro sito viene rifiutato.
site-report = Indirizzo per i resoconti
site-report-hint = Dove va il resoconto del giorno prima; vuoto: da nessuna parte.
site-zone = Fuso orario
site-zone-hint = Un nome come Europe/Rome. “Oggi” è il giorno di questo fuso.
site-domains = Domini dei mittenti
site-domains-hint = Uno per riga; il primo completa gli indirizzi senza dominio. Vuoto: il nome del sito.
site-smarthosts = Smarthost propri
# $names: the names of the configuration
site-smarthosts-hint = Nell’ordine in cui si provano: { $names }. Vuoto: come per tutti i siti.
site-no-smarthosts = La configurazione non ne indica; vuoto: come per tutti i siti.
site-source = Indirizzo da cui parte
site-source-hint = Un indirizzo IP di questa macchina; vuoto: sceglie il sistema.
site-message-bytes = Dimensione massima di un’email, in byte
site-recipients = Destinatari per email
site-queued = Email che possono restare in attesa
site-queued-bytes = Byte che possono restare in attesa
site-bytes-hint = 10485760 sono 10 MB.
site-logins = Accessi SMTP
site-no-logins = Non ne ha.
site-login = Nome di accesso
site-login-hint = Se il nome c’è già, ne viene sostituita la password.
site-login-button = Imposta l’accesso
site-login-set = L’accesso { $login } si può usare da subito.
site-login-remove = Rimuovi
site-login-removed = L’accesso { $login } è stato rimosso.
site-fault-taken = C’è già un sito con questo nome.
site-fault-name = Usa lettere, cifre, trattini e trattini bassi, separati da singoli punti.
site-fault-uid = Un uid è un numero.
site-fault-number = Scrivi un numero intero.
site-fault-zero = Non può essere 0: non verrebbe accettata nessuna email. Per trattenere la posta del sito, fermane l’invio.
site-fault-few-bytes = Servono almeno { $count } byte.
site-fault-bytes = Sono possibili al massimo { $count } byte.
site-fault-recipients = Sono possibili al massimo { $count } destinatari.
# $name is what was given.
site-fault-zone = Il fuso orario { $name } non esiste.
site-fault-language = Scegli una delle lingue.
site-fault-domain = { $name } non è un dominio di posta.
site-fault-address = { $name } non è un indirizzo.
site-fault-range = { $name } non è un indirizzo né un intervallo.
site-fault-smarthost = La configurazione non contiene lo smarthost { $name }.
site-fault-source = { $name } non è un indirizzo IP.
# $identity: uid 1001, range 192.0.2.0/24 or a login; $site: the site that has it
site-fault-identity = { $identity } appartiene già a { $site }.
site-fault-overlaps = { $range } si sovrappone a { $other } di { $site }: prima toglilo da lì.
site-fault-login = Un nome di accesso ha da 1 a 255 byte e nessun carattere di controllo.
site-fault-password = Una password ha da 8 a 255 byte e nessun carattere di controllo.
site-remove = Rimuovi il sito
site-remove-lead = Le sue email in attesa vengono eliminate e il suo andamento va perso. Per trattenere la sua posta per un po’, fermane invece l’invio.
site-remove-question = Rimuovere definitivamente { $site }?
site-remove-queue = { $count ->
    [0] Non ci sono email in attesa.
    [one] { $count } email in attesa viene eliminata.
   *[other] { $count } email in attesa vengono eliminate.
}
site-remove-scripts = I suoi uid, indirizzi e accessi SMTP sono subito liberi: ciò che i suoi script inviano da ora in poi viene rifiutato, o appartiene a un altro sito.
site-remove-history = I suoi numeri, le email in errore e le storie delle email vanno persi; il registro delle azioni resta.
site-remove-people = Gli utenti che avevano solo questo sito non vedono più nulla; i loro account restano.
site-remove-name = Nome del sito
# $site: the name
site-remove-hint = Per confermare scrivi { $site }.
site-remove-not-it = Questo non è il nome del sito. Non è stato rimosso nulla.
site-removed = Il sito { $site } è stato rimosso.

# --- several sites at once ---
bulk-title = Più siti insieme
bulk-which = Quali siti
bulk-chosen = Quelli selezionati
bulk-all = { $count ->
    [one] Il sito trovato ({ $count })
   *[other] Tutti i siti trovati ({ $count })
}
# What the box beside a site is called.
bulk-choose = Seleziona { $site }
bulk-none = Nessun sito selezionato. Selezionane alcuni, oppure scegli tutti quelli trovati.
bulk-too-many = Altri lavori sono in corso. Aspetta che finiscano.
bulk-reason-hint = Compare nella panoramica di ciascuno di questi siti.
# The names of the sites that are meant.
bulk-names = Siti interessati: { $names }.
bulk-names-more = { $count ->
    [one] Siti interessati: { $names } e { $count } altro.
   *[other] Siti interessati: { $names } e altri { $count }.
}
bulk-at-most = Sono i primi { $count } in ordine di nome: non se ne trattano di più in una volta.
bulk-block-question = { $count ->
    [one] Fermare l’invio per { $count } sito?
   *[other] Fermare l’invio per { $count } siti?
}
bulk-block-sites = { $count ->
    [0] Per nessuno di loro l’invio è attivo.
    [one] Per { $count } sito l’invio si ferma subito.
   *[other] Per { $count } siti l’invio si ferma subito.
}
bulk-block-mails = { $count ->
    [0] Ora non hanno email in attesa.
    [one] { $count } email in attesa viene trattenuta.
   *[other] { $count } email in attesa vengono trattenute.
}
# $age: 3 days
bulk-block-new = Le email che i loro script inviano da ora in poi vengono accettate e trattenute, ciascuna al massimo per { $age }.
bulk-block-nothing = { $count ->
    [one] Per { $count } sito l’invio è già fermo: lì non cambia nulla, salvo il blocco, se richiesto.
   *[other] Per { $count } siti l’invio è già fermo: lì non cambia nulla, salvo il blocco, se richiesto.
}
bulk-block-yes = { $count ->
    [one] Ferma l’invio per { $count } sito
   *[other] Ferma l’invio per { $count } siti
}
bulk-unblock-question = { $count ->
    [one] Riprendere l’invio per { $count } sito?
   *[other] Riprendere l’invio per { $count } siti?
}
bulk-unblock-sites = { $count ->
    [0] Per nessuno di loro l’invio è fermo.
    [one] Per { $count } sito l’invio riprende.
   *[other] Per { $count } siti l’invio riprende.
}
bulk-unblock-mails = { $count ->
    [0] Ora non hanno email in attesa.
    [one] { $count } email parte.
   *[other] { $count } email partono, per ogni sito cominciando dalle più vecchie.
}
bulk-unblock-nothing = { $count ->
    [one] Per { $count } sito l’invio è già attivo: lì non cambia nulla.
   *[other] Per { $count } siti l’invio è già attivo: lì non cambia nulla.
}
bulk-unblock-yes = { $count ->
    [one] Riprendi l’invio per { $count } sito
   *[other] Riprendi l’invio per { $count } siti
}
bulk-purge-question = { $count ->
    [one] Eliminare tutte le email in attesa di { $count } sito?
   *[other] Eliminare tutte le email in attesa di { $count } siti?
}
bulk-purge-sites = { $count ->
    [one] Le email in attesa di { $count } sito vengono eliminate; se l’invio era fermo, riprende.
   *[other] Le email in attesa di { $count } siti vengono eliminate; dove l’invio era fermo, riprende.
}
bulk-purge-mails = { $count ->
    [0] Ora non ci sono email in attesa.
    [one] { $count } email viene eliminata.
   *[other] { $count } email vengono eliminate.
}
bulk-purge-nothing = { $count ->
    [one] Per { $count } sito non c’è nulla da fare.
   *[other] Per { $count } siti non c’è nulla da fare.
}
bulk-purge-yes = { $count ->
    [one] Elimina le email di { $count } sito
   *[other] Elimina le email di { $count } siti
}
# So many sites of so many are done.
bulk-under-way = Fatti { $done } su { $total }. Puoi lasciare questa pagina: il lavoro continua.
bulk-ended = Finito: { $done } su { $total }.
bulk-look-again = Aggiorna
bulk-results = Risultati
bulk-gone = Nel frattempo è stato rimosso.
bulk-failed = { $count ->
    [one] { $count } non riuscito
   *[other] { $count } non riusciti
}
bulk-failed-mark = Non riuscito
bulk-refused = { $count ->
    [one] { $count } rifiutato
   *[other] { $count } rifiutati
}
bulk-refused-mark = Rifiutato
bulk-changed = { $count ->
    [one] { $count } modificato
   *[other] { $count } modificati
}
bulk-changed-mark = Fatto
bulk-unchanged = { $count ->
    [one] { $count } già a posto
   *[other] { $count } già a posto
}
bulk-unchanged-mark = Niente da fare
