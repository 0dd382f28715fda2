# The pages of a site: overview, its three actions, and the list of sites.

# --- overview ---
action-block = Arrêter l’envoi
action-unblock = Reprendre l’envoi
action-purge = Supprimer les e-mails en attente
refused-locked = Votre hébergeur a posé un verrou. Lui seul peut reprendre l’envoi ou supprimer les e-mails en attente.
refused-purge-first = Après un arrêt pour spam, l’envoi reprend quand les e-mails en attente sont supprimés.
refused-block-first = { $count ->
    [one] Pour supprimer l’e-mail en attente, arrêtez d’abord l’envoi.
   *[other] Pour supprimer les { $count } e-mails en attente, arrêtez d’abord l’envoi.
}
stops-title = Arrêtés, pendant que le reste envoie
stopped-script = Script
stopped-sender = Expéditeur
script-unknown = script inconnu

figures-title = Chiffres
figure-sent-today = Envoyés aujourd’hui
figure-sent-ever = Envoyés au total
# $day is the day the site was set up.
since-created = depuis le { $day }
figure-in-error = En erreur
in-error-today = { $count ->
    [0] aucun aujourd’hui
   *[other] { $count } aujourd’hui
}
# Failures that were reported after the email had been taken.
in-error-late = { $count ->
    [one] { $count } signalé plus tard
   *[other] { $count } signalés plus tard
}
figure-queued = En attente
queued-due = { $count ->
    [one] { $count } sur le point de partir
   *[other] { $count } sur le point de partir
}
queued-deferred = { $count ->
    [one] { $count } en attente d’un nouvel essai
   *[other] { $count } en attente d’un nouvel essai
}
queued-held = { $count ->
    [one] { $count } retenu
   *[other] { $count } retenus
}

advice-heading = À vérifier
advice-addresses-title = Mauvaises adresses
advice-addresses = { $count } des dernières erreurs concernent des adresses qui n’existent pas, utilisées par { $script }. Vérifiez d’où ce script tient ses adresses.
advice-addresses-link = Ces e-mails
advice-captcha-title = Quelqu’un abuse-t-il d’un formulaire ?
advice-captcha = Les { $count } derniers e-mails envoyés par { $script } sont partis en l’espace de { $span }. Si ce sont les visiteurs du site qui les font partir, il peut s’agir de robots : un captcha les arrête.
advice-captcha-link = Voir les scripts
advice-spam-title = Les e-mails sont pris pour du spam
advice-spam = C’est ce que disent { $count } des dernières erreurs. Vérifiez ce que vos scripts envoient, et si tous ces e-mails viennent bien de vous.
advice-spam-link = Voir les réponses
advice-refused-title = L’expéditeur est refusé
advice-refused = C’est ce que disent { $count } des dernières erreurs. Souvent, le domaine ne déclare pas encore que ce serveur peut envoyer en son nom (SPF et DKIM) : votre hébergeur peut vous aider.
advice-refused-link = Voir les réponses
advice-report-title = Recevoir un bilan des erreurs par e-mail
advice-report = Des e-mails sont en erreur, et personne n’en est averti. Indiquez une adresse : chaque matin, s’il y a quelque chose à signaler, elle reçoit le bilan de la veille.
advice-report-link = Indiquer l’adresse
advice-silent-title = Aucun e-mail n’arrive ici
advice-silent-ever = Depuis la création de ce site, aucun de ses scripts n’a transmis d’e-mail à Postern.
advice-silent = Le dernier est arrivé le { $moment } ({ $ago }).
advice-silent-link = Chercher la cause

history-title = Évolution
ranges = Période affichée
range-24h = 24 heures
range-7d = 7 jours
range-31d = 31 jours
range-1y = Un an
legend-sent = Envoyés
legend-failed = En erreur
legend-held = Retenus
# What a screen reader says of the chart.
chart-name = E-mails au fil du temps
chart-told = { $sent ->
    [one] { $sent } envoyé
   *[other] { $sent } envoyés
}, { $failed } en erreur, { $held ->
    [one] { $held } retenu
   *[other] { $held } retenus
}. Les mêmes chiffres sont dans le tableau ci-dessous.
# One column of the chart; $when is a time or a span of days.
chart-column = { $when } : { $sent ->
    [one] { $sent } envoyé
   *[other] { $sent } envoyés
}, { $failed } en erreur, { $held ->
    [one] { $held } retenu
   *[other] { $held } retenus
}
chart-hours = { $day }, { $from }–{ $to }
chart-days = { $from } – { $to }
history-nothing = Rien n’a été envoyé pendant cette période.
history-csv = Télécharger en CSV
history-table = Afficher sous forme de tableau

latest-errors = Dernières erreurs
latest-errors-all = Tous les e-mails en erreur
no-errors = Aucun e-mail en erreur
no-errors-means = Tout ce qui est parti a été accepté par le serveur du destinataire.
# Before the words of a receiver’s server.
reply-said = Le serveur du destinataire a répondu
column-when = Quand
column-recipient = Destinataire
column-what = Ce qui s’est passé
column-script = Script
column-site = Site
column-state = État
column-failed-today = En erreur aujourd’hui

# --- the three actions: a question, what will happen, the button, what it came to ---
what-happens = Ce qui va se passer
reason-label = Motif (facultatif)
reason-hint = Il s’affiche dans la vue d’ensemble, aussi pour les autres personnes qui s’occupent de ce site.
reason-too-long = { $count ->
    [one] Le motif est trop long : retirez { $count } caractère. Rien n’a encore été changé.
   *[other] Le motif est trop long : retirez { $count } caractères. Rien n’a encore été changé.
}
lock-label = Verrouiller
lock-hint = Seul un opérateur peut alors reprendre l’envoi ou supprimer les e-mails en attente ; le propriétaire voit votre motif.
lifts-lock = Le verrou est levé.

block-question = Arrêter l’envoi pour { $site } ?
block-new = Les e-mails que vos scripts envoient à partir de maintenant sont acceptés et retenus, chacun pendant { $age } au plus.
block-queued = { $count ->
    [0] Aucun e-mail n’est en attente.
    [one] L’e-mail actuellement en attente reste ici.
   *[other] Les { $count } e-mails actuellement en attente restent ici.
}
block-under-way = L’arrêt est immédiat. Seul peut encore arriver ce qui est transmis en ce moment même au serveur d’un destinataire.
block-confirm = Arrêter l’envoi
block-done = { $count ->
    [0] L’envoi est arrêté. Aucun e-mail n’est en attente.
    [one] L’envoi est arrêté. { $count } e-mail est retenu.
   *[other] L’envoi est arrêté. { $count } e-mails sont retenus.
}
block-nothing = L’envoi était déjà arrêté. Rien n’a été changé.

unblock-question = Reprendre l’envoi pour { $site } ?
unblock-queued = { $count ->
    [0] Aucun e-mail n’est en attente. Les nouveaux sont distribués tout de suite.
    [one] L’e-mail en attente part.
   *[other] Les { $count } e-mails en attente partent, du plus ancien au plus récent ; les nouveaux partent tout de suite.
}
unblock-last = Au rythme habituel de ce site, le dernier part le { $moment }.
unblock-stopped = { $count ->
    [one] { $count } e-mail d’un script ou expéditeur arrêté reste ici jusqu’à ce que celui-ci puisse envoyer à nouveau (page Scripts).
   *[other] { $count } e-mails de scripts ou d’expéditeurs arrêtés restent ici jusqu’à ce que ceux-ci puissent envoyer à nouveau (page Scripts).
}
unblock-forced = Pendant une semaine, on tolère deux fois plus d’erreurs que d’habitude.
unblock-confirm = Reprendre l’envoi
unblock-done = { $count ->
    [0] L’envoi est actif. Aucun e-mail n’était en attente.
    [one] L’envoi est actif. { $count } e-mail part maintenant.
   *[other] L’envoi est actif. { $count } e-mails partent maintenant, du plus ancien au plus récent.
}
# Before the sentence of those that stay.
unblock-done-none = L’envoi est actif.
unblock-done-last = { $count ->
    [one] L’envoi est actif. { $count } e-mail part ; au rythme habituel, ce sera le { $moment }.
   *[other] L’envoi est actif. { $count } e-mails partent, du plus ancien au plus récent ; au rythme habituel, le dernier part le { $moment }.
}
unblock-nothing = L’envoi était déjà actif. Rien n’a été changé.

purge-question = Supprimer tous les e-mails en attente pour { $site } ?
purge-queued = { $count ->
    [0] Aucun e-mail n’est en attente.
    [one] { $count } e-mail est supprimé, même si un envoi a déjà été tenté.
   *[other] { $count } e-mails sont supprimés, même ceux dont l’envoi a déjà été tenté.
}
purge-then-red = L’envoi reprend : ce que vos scripts envoient à partir de maintenant est distribué.
purge-then-green = L’envoi continue : ce qui arrive à partir de maintenant est distribué.
purge-for-good = Les e-mails supprimés ne peuvent pas être récupérés. Les e-mails en erreur et l’évolution restent.
purge-confirm = { $count ->
    [0] Reprendre l’envoi
    [one] Supprimer { $count } e-mail
   *[other] Supprimer { $count } e-mails
}
purge-done = { $count ->
    [0] Aucun e-mail n’était en attente. L’envoi est actif.
    [one] { $count } e-mail a été supprimé. L’envoi est actif.
   *[other] { $count } e-mails ont été supprimés. L’envoi est actif.
}

# --- sites ---
sites-title = Vos sites
no-sites = Aucun site
no-sites-means = Votre compte n’a pas encore de site. Adressez-vous à votre hébergeur.
