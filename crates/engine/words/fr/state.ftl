# What state a site is in, why emails fail, and what to do: words of the overview that other pages and mails share.

# --- the mark beside a site's name ---
badge-enabled = Envoi actif
# After it was blocked for too many failures and unblocked: watched for a while.
badge-forced = Envoi actif, surveillé
badge-blocked = Envoi arrêté
badge-bounce = Envoi arrêté : erreurs
badge-spam = Envoi arrêté : spam
badge-locked = Envoi arrêté et verrouillé

# --- the state in a sentence, and what it means ---
state-enabled = L’envoi est actif
state-enabled-means = Les e-mails que les scripts de votre site envoient sont distribués tout de suite.
state-forced = L’envoi est de nouveau actif
state-forced-means = Il y avait eu trop d’erreurs. Pendant une semaine, on en tolère deux fois plus que d’habitude ; au-delà, l’envoi s’arrête de nouveau.
state-blocked = L’envoi est arrêté
state-blocked-means = Les nouveaux e-mails de vos scripts sont toujours acceptés, mais ils restent ici au lieu d’être distribués.
state-bounce = L’envoi est arrêté : trop d’e-mails en erreur
state-bounce-means = Les serveurs des destinataires ont refusé tant d’e-mails que continuer nuirait à tous les envois de ce serveur. Les nouveaux e-mails sont toujours acceptés, mais ils restent ici.
state-spam = L’envoi est arrêté : les e-mails ressemblent à du spam
state-spam-means = Souvent, c’est un inconnu qui envoie par le site, à l’aide d’un formulaire ou d’un mot de passe volé. Les nouveaux e-mails sont toujours acceptés, mais ils restent ici.

# --- since when and by whom; $moment is a date and time, $ago how long ago that was ---
since = depuis le { $moment } ({ $ago })
since-green = Depuis le { $moment } ({ $ago }).
last-mail = Le dernier e-mail est arrivé le { $moment } ({ $ago }).
last-mail-none = Aucun e-mail n’est arrivé jusqu’ici.
since-red-you = Vous l’avez arrêté le { $moment } ({ $ago }).
since-red-owner = Arrêté par { $name } le { $moment } ({ $ago }).
since-red-provider = Arrêté par votre hébergeur le { $moment } ({ $ago }).
since-red-operator = Arrêté par l’opérateur { $name } le { $moment } ({ $ago }).
since-red-policy = Arrêté automatiquement le { $moment } ({ $ago }).
# Before the words someone gave as a reason.
reason = Motif

# The mark before something that is being done at this moment.
under-way = En cours
under-way-released = { $count ->
    [one] { $count } e-mail qu’on a laissé passer part maintenant, bien que l’envoi soit arrêté.
   *[other] { $count } e-mails qu’on a laissés passer partent maintenant, bien que l’envoi soit arrêté.
}

# Work on many waiting emails, while it goes on: $seen of $total were looked at so far, $done of them dealt with.
job-release = E-mails qu’on laisse passer : { $done } jusqu’ici ; examinés : { $seen } sur { $total }.
job-delete = E-mails supprimés : { $done } jusqu’ici ; examinés : { $seen } sur { $total }.
job-retry = E-mails dont on retente l’envoi : { $done } jusqu’ici ; examinés : { $seen } sur { $total }.
job-progress = Avancement

# --- facts below a state ---
mails = { $count ->
    [one] { $count } e-mail
   *[other] { $count } e-mails
}
why-held = Retenus maintenant
# Held mail is given up after some days.
why-given-up = Retenus jusqu’à quand
why-given-up-at = Le plus ancien sera abandonné le { $moment } ({ $ago }).
why-script = Script avec le plus d’erreurs
# $count of the latest $of failures are of this script.
why-script-count = { $script } ({ $count } des { $of } dernières erreurs)
why-reply = Réponse d’un serveur

# --- what to do, step by step ---
next-title = Que faire
step-read-errors = Regardez quels e-mails sont en erreur et ce que les serveurs des destinataires ont répondu.
step-read-errors-link = E-mails en erreur
step-check-addresses = Corrigez les mauvaises adresses dans ce script ou dans sa liste : il ne faut plus écrire à des adresses qui n’existent pas.
step-find-script = Regardez quel script envoie ces e-mails, et si vous les reconnaissez.
step-find-script-link = Scripts
step-secure-script = Fermez la faille : mettez à jour les logiciels du site, changez ses mots de passe, ajoutez un captcha à ses formulaires.
step-block-script = Arrêtez seulement ce script, pour que le reste du site puisse continuer à envoyer.
step-block-script-link = Scripts
step-delete-junk = Supprimez les e-mails en attente qui ne doivent pas partir.
step-delete-junk-link = E-mails en attente
step-unblock = Reprenez ensuite l’envoi : les e-mails en attente partent, du plus ancien au plus récent.
step-unblock-forced = Reprenez ensuite l’envoi : les e-mails en attente partent, et pendant une semaine on tolère deux fois plus d’erreurs que d’habitude.
step-purge-spam = Supprimez ensuite tous les e-mails en attente : après cela, les nouveaux sont de nouveau envoyés.
step-decide-spam = Décidez ensuite : reprendre l’envoi et laisser partir les e-mails en attente, ou les supprimer tous.
step-decide-spam-link = E-mails en attente
step-ask-provider = Écrivez à votre hébergeur ce que vous avez changé. L’envoi est verrouillé : lui seul peut le reprendre.
step-ask-owner = Adressez-vous au propriétaire du site. Votre compte peut consulter, mais ne peut rien changer.
step-watch = Revenez dans quelques jours : si les erreurs diminuent, la surveillance se termine d’elle-même.

# --- the classes of failures, and what each means ---
class-bad-mailbox = L’adresse n’existe pas
class-bad-mailbox-means = Cette boîte e-mail n’existe pas, ou elle a été fermée. Vérifiez que l’adresse ne contient pas d’erreur.
class-bad-domain = Le domaine ne reçoit pas d’e-mails
class-bad-domain-means = La partie après le @ n’existe pas ou ne reçoit pas d’e-mails. Vérifiez qu’elle ne contient pas d’erreur.
class-mailbox-full = Boîte e-mail pleine
class-mailbox-full-means = Le destinataire n’a plus de place et doit en libérer.
class-refused-by-policy = Refusé par une règle
class-refused-by-policy-means = Le serveur du destinataire n’accepte pas cet e-mail ou cet expéditeur. Sa réponse dit pourquoi.
class-refused-as-spam = Refusé comme spam
class-refused-as-spam-means = Le serveur du destinataire prend cet e-mail, ou sa provenance, pour du spam.
class-expired = Abandonné après plusieurs jours
class-expired-means = L’envoi a été tenté pendant des jours, et le serveur du destinataire n’a jamais accepté l’e-mail.
class-expired-held = Retenu trop longtemps
class-expired-held-means = L’envoi est resté arrêté si longtemps que l’e-mail a été abandonné.
class-network = Serveur injoignable
class-network-means = Le serveur du destinataire n’a pas répondu comme il le devait.
class-complaint = Signalé comme spam
class-complaint-means = Le destinataire a dit à son fournisseur de messagerie qu’il ne veut pas de cet e-mail.
