# Emails that Postern writes to the owner of a site: the report of a day, and warnings. What failures mean, and what to do
# in each state, stands in state.ftl and mail.ftl.

# --- below each of them; $site is the name of a site, $address an email address ---
letter-auto = Postern ha scritto questa email da solo. Nessuno legge le risposte.
letter-why-report = Arriva a { $address }, l’indirizzo per i resoconti di { $site }, la mattina dopo un giorno con almeno un’email in errore.
letter-why-notice = Arriva a { $address }, l’indirizzo per i resoconti di { $site }.
letter-why-operator = Arriva a { $address }, perché { $site } non ha un indirizzo per i resoconti.
letter-off = Non voglio più ricevere queste email
# Where there is no link: $field is a field of the page $page.
letter-off-nowhere = Per non riceverle più, svuota il campo «{ $field }» nella pagina «{ $page }» del pannello del tuo provider di hosting.
letter-open = Apri { $site }

# --- the report of a day ---
report-subject = { $count ->
    [one] { $site }: { $count } email non è arrivata il { $day }
   *[other] { $site }: { $count } email non sono arrivate il { $day }
}
report-title = { $count ->
    [one] { $count } email non è arrivata
   *[other] { $count } email non sono arrivate
}
report-lead = Il { $day } non tutte le email di { $site } sono arrivate. Ecco perché, e che cosa si può fare.
report-sent = Consegnate
report-failed = In errore
# Reports of a failure that came after the receiver’s server had taken the email.
report-late = Tornate indietro dopo la consegna
report-held = Trattenute
report-purged = Eliminate
report-list = Le email
report-list-part = Le ultime { $shown } di { $count } email
report-more = Vedi tutti gli errori di questo giorno
report-more-nowhere = Le trovi tutte nel pannello del tuo provider di hosting, nella pagina «{ $page }»: scegli lì il { $day }.

# --- emails that are kept back are given up soon ---
held-goes-subject = { $count ->
    [one] { $site }: { $count } email trattenuta sta per essere abbandonata
   *[other] { $site }: { $count } email trattenute stanno per essere abbandonate
}
held-goes-title = { $count ->
    [one] { $count } email trattenuta sta per essere abbandonata
   *[other] { $count } email trattenute stanno per essere abbandonate
}
held-goes-when = { $count ->
    [one] Viene abbandonata il { $moment }.
   *[other] La prima viene abbandonata il { $moment }, l’ultima al più tardi il { $last }.
}
# $class is the name of a kind of error.
held-goes-why = Le email vengono trattenute al massimo per { $age }. Dopo, ognuna finisce in errore («{ $class }»).
held-goes-green = L’invio è attivo, ma alcuni script o mittenti di questo sito sono fermi.
held-goes-unblock = Riprendi l’invio: le email trattenute partono.
held-goes-unstop = Fai di nuovo inviare lo script o il mittente: le sue email trattenute partono.
held-goes-release = Oppure lascia passare singole email.
held-goes-delete = Oppure elimina quello che non deve partire.

# --- sending was stopped, started again, or what waited was deleted; $state is one of the sentences on a state ---
state-changed-subject = { $site }: { $state }
state-changed-list = Che cosa è stato fatto

# --- an email failed, and none had for a month ---
first-failure-subject = { $site }: un’email non è arrivata
first-failure-title = Un’email non è arrivata
# $span is a number of days.
first-failure-lead = Per { $span } nessuna email di { $site } era finita in errore. Questo è il primo errore da allora.

# --- the page that ends these emails ---
off-title = Resoconti e avvisi
off-lead = I resoconti e gli avvisi su { $site } arrivano a { $address }.
off-button = Non inviarli più
off-done = Da ora i resoconti e gli avvisi su { $site } non arrivano più a { $address }. Chi gestisce il sito può indicare di nuovo un indirizzo in «{ $page }».
off-over = Questo link ha già fatto il suo lavoro, o non ne ha mai avuto uno: al suo indirizzo non arrivano resoconti.
