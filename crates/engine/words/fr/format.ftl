# How numbers, dates and spans are written.
#
# Glossary, for all files of this language:
#   email = e-mail, e-mails; script = script; token = token; captcha = captcha
#   waiting emails = e-mails en attente; queue = file d’attente
#   stop or block sending = arrêter l’envoi; start or unblock = reprendre l’envoi; stopped = arrêté
#   delete waiting emails (purge) = supprimer les e-mails en attente; lock = verrouiller, verrou
#   kept back (held) = retenu; let through (release) = laisser passer; given up = abandonné
#   in error = en erreur; errors, failures = erreurs; refused = refusé; delivered = distribué
#   recipient = destinataire; sender = expéditeur; receiver = serveur du destinataire; mailbox = boîte e-mail
#   hosting provider = hébergeur; operator = opérateur; site owner = propriétaire du site
#   log in = se connecter; log out = se déconnecter; login link = lien de connexion; set up = configurer, créer (a site)
#   SMTP login = identifiant SMTP; next hop = serveur suivant; drop directory = répertoire de dépôt
#   end a session = fermer une session; recovery code = code de secours; audit log = journal des actions; report = bilan
# Who reads is “vous”; sentences that tell someone what to do are imperatives, buttons, links and questions infinitives.
# No “de” or “que” stands right before a name, for it may begin with a vowel. No-break space before : ; ! ? and in « ».
percent = { $number } %
date = { $day } { $month } { $year }
date-short = { $day } { $month }
moment = { $day } à { $clock }
month-1 = janv.
month-2 = févr.
month-3 = mars
month-4 = avr.
month-5 = mai
month-6 = juin
month-7 = juil.
month-8 = août
month-9 = sept.
month-10 = oct.
month-11 = nov.
month-12 = déc.
seconds = { $count ->
    [one] { $count } seconde
   *[other] { $count } secondes
}
minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
hours = { $count ->
    [one] { $count } heure
   *[other] { $count } heures
}
days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}
just-now = à l’instant
span-ago = il y a { $span }
in-span = dans { $span }
