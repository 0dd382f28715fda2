# The settings of a site.
settings-report = E-mail pour les bilans
settings-report-hint = Les bilans et les avertissements de ce site arrivent à cette adresse. Laissez vide pour ne pas en recevoir.
settings-report-wrong = Ce n’est pas une adresse e-mail. Écrivez-la sous la forme name@example.net, ou laissez vide.
settings-language = Langue des bilans
settings-language-hint = Les e-mails que Postern vous écrit, et les e-mails de test, sont dans cette langue.
settings-language-wrong = Postern ne parle pas cette langue. Choisissez-en une dans la liste.
settings-zone = Fuseau horaire
settings-zone-hint = Commencez à saisir une ville, puis choisissez dans la liste. « Aujourd’hui » et toutes les heures de ce site en dépendent.
# $clock is a time of day, by the time zone that is saved.
settings-clock = Dans le fuseau enregistré, il est maintenant { $clock }.
settings-zone-wrong = Ce fuseau horaire n’existe pas. Choisissez-en un dans la liste, par exemple Europe/Paris.
settings-notices = M’écrire
# One kind of message: emails that are kept back because sending is stopped are given up after some days.
notice-held-mail-goes = quand des e-mails retenus vont bientôt être abandonnés
notice-held-mail-goes-means = Un jour avant le premier, quand il est encore temps de le laisser partir.
notice-state-changed = quand l’envoi est arrêté ou repris, ou que des e-mails en attente sont supprimés
notice-state-changed-means = Qui l’a fait, pourquoi, et que faire ensuite.
notice-first-failure = quand un e-mail échoue après un mois sans erreur
notice-first-failure-means = Tout de suite, sans attendre le bilan du jour.
settings-save = Enregistrer
settings-saved = Les paramètres sont enregistrés.
settings-unchanged = Rien n’a été changé.

# --- what the operator set ---
settings-fixed = Réglé par votre hébergeur
settings-fixed-lead = Adressez-vous à votre hébergeur si quelque chose ici devait être différent.
settings-may-look = Votre compte peut consulter, mais ne peut rien changer ici.
settings-domains = Domaines des expéditeurs
# How Postern knows that an email is of this site.
settings-identities = Reconnu par
# $uid is the number of a user of the server’s system.
settings-uid = Utilisateur système { $uid }
settings-login = Identifiant SMTP { $login }
settings-range = Adresse { $range }
settings-limits = Limites
# $size is a size like 10 MB.
settings-limit-size = { $size } par e-mail
settings-limit-recipients = { $count ->
    [one] { $count } destinataire par e-mail
   *[other] { $count } destinataires par e-mail
}
settings-limit-queued = { $count ->
    [one] { $count } e-mail en attente
   *[other] { $count } e-mails en attente
}
settings-limit-queued-size = { $size } d’e-mails en attente
settings-since = Créé le
settings-none = aucun
# At the end of a list of which only the beginning is shown.
settings-more = { $count ->
    [one] et { $count } autre
   *[other] et { $count } autres
}
