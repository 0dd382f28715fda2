# Emails that Postern writes to the owner of a site: the report of a day, and warnings. What failures mean, and what to do
# in each state, stands in state.ftl and mail.ftl.

# --- below each of them; $site is the name of a site, $address an email address ---
letter-auto = Postern a écrit cet e-mail tout seul. Personne ne lit les réponses.
letter-why-report = Il arrive à { $address }, l’adresse pour les bilans de { $site }, le matin qui suit un jour où un e-mail a échoué.
letter-why-notice = Il arrive à { $address }, l’adresse pour les bilans de { $site }.
letter-why-operator = Il arrive à { $address }, parce que { $site } n’a pas d’adresse pour les bilans.
letter-off = Ne plus recevoir ces e-mails
# Where there is no link: $field is a field of the page $page.
letter-off-nowhere = Pour ne plus les recevoir, videz le champ « { $field } » de la page « { $page } » dans l’espace de votre hébergeur.
letter-open = Ouvrir { $site }

# --- the report of a day ---
report-subject = { $count ->
    [one] { $site } : { $count } e-mail n’est pas arrivé le { $day }
   *[other] { $site } : { $count } e-mails ne sont pas arrivés le { $day }
}
report-title = { $count ->
    [one] { $count } e-mail n’est pas arrivé
   *[other] { $count } e-mails ne sont pas arrivés
}
report-lead = Le { $day }, les e-mails de { $site } ne sont pas tous arrivés. Voici pourquoi, et ce que vous pouvez faire.
report-sent = Remis
report-failed = En erreur
# Reports of a failure that came after the receiver’s server had taken the email.
report-late = Revenus après leur remise
report-held = Retenus
report-purged = Supprimés
report-list = Les e-mails
report-list-part = Les { $shown } derniers e-mails sur { $count }
report-more = Voir toutes les erreurs de ce jour
report-more-nowhere = Ils sont tous dans l’espace de votre hébergeur, à la page « { $page } » : choisissez-y le { $day }.

# --- emails that are kept back are given up soon ---
held-goes-subject = { $count ->
    [one] { $site } : { $count } e-mail retenu va bientôt être abandonné
   *[other] { $site } : { $count } e-mails retenus vont bientôt être abandonnés
}
held-goes-title = { $count ->
    [one] { $count } e-mail retenu va bientôt être abandonné
   *[other] { $count } e-mails retenus vont bientôt être abandonnés
}
held-goes-when = { $count ->
    [one] Il est abandonné le { $moment }.
   *[other] Le premier est abandonné le { $moment }, le dernier au plus tard le { $last }.
}
# $class is the name of a kind of error.
held-goes-why = Les e-mails sont retenus { $age } au plus. Après quoi, chacun finit en erreur (« { $class } »).
held-goes-green = L’envoi est actif, mais certains scripts ou expéditeurs de ce site sont arrêtés.
held-goes-unblock = Reprenez l’envoi : les e-mails retenus partent.
held-goes-unstop = Laissez le script ou l’expéditeur envoyer de nouveau : ses e-mails retenus partent.
held-goes-release = Ou laissez partir certains e-mails.
held-goes-delete = Ou supprimez ce qui ne doit pas partir.

# --- sending was stopped, started again, or what waited was deleted; $state is one of the sentences on a state ---
state-changed-subject = { $site } : { $state }
state-changed-list = Ce qui a été fait

# --- an email failed, and none had for a month ---
first-failure-subject = { $site } : un e-mail n’est pas arrivé
first-failure-title = Un e-mail n’est pas arrivé
# $span is a number of days.
first-failure-lead = Pendant { $span }, aucun e-mail de { $site } n’avait échoué. C’est la première erreur depuis.

# --- the page that ends these emails ---
off-title = Bilans et avertissements
off-lead = Les bilans et les avertissements de { $site } arrivent à { $address }.
off-button = Ne plus les envoyer
off-done = Désormais, les bilans et les avertissements de { $site } n’arrivent plus à { $address }. Qui gère le site peut de nouveau indiquer une adresse sous « { $page } ».
off-over = Ce lien a déjà servi, ou n’a jamais servi à rien : aucun bilan n’arrive à son adresse.
