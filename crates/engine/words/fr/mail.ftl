# The pages on mails: those in error, the story of one, those that wait, and the scripts that send.

# --- lists ---
none-fits = Aucun e-mail ne correspond
none-fits-means = Modifiez la recherche, ou affichez tout.
# A long list is looked through piece by piece.
none-so-far = Rien trouvé jusqu’ici
none-so-far-means = Une partie de la liste a été parcourue. « Afficher la suite » continue à partir de là.
export-csv = Télécharger en CSV
export-json = Télécharger en JSON

# --- emails in error ---
errors-lead = Ces e-mails ne sont pas arrivés. Ouvrez-en un pour voir ce que le serveur du destinataire a répondu, ce que cela veut dire et ce que vous pouvez faire.
errors-search = Destinataire, objet, réponse
errors-classes = Ce qui s’est passé
# Of very many only the newest are counted.
errors-counted-since = Comptés depuis le { $moment } : il y en a trop pour les compter tous.
# Before a description of what happened, where no server of the receiver answered.
reply-happened = Ce qui s’est passé
class-bad-mailbox-advice = Corrigez l’adresse là où votre script la prend, ou retirez-la de la liste. Il ne faut plus écrire à une adresse qui n’existe pas.
class-bad-domain-advice = Corrigez l’adresse, ou retirez-la de la liste. Un formulaire devrait vérifier ce que les visiteurs saisissent.
class-mailbox-full-advice = Vous pouvez seulement joindre le destinataire autrement. Renvoyez l’e-mail plus tard ; si cela dure, retirez l’adresse de la liste.
class-refused-by-policy-advice = Lisez la réponse : souvent elle nomme la règle, parfois avec un lien. Souvent, le domaine ne déclare pas encore que ce serveur peut envoyer en son nom (SPF et DKIM) : votre hébergeur peut vous aider.
class-refused-as-spam-advice = Regardez ce que le script envoie, et si vous reconnaissez ces e-mails. Si quelqu’un abuse d’un formulaire, ajoutez un captcha ; n’écrivez qu’à ceux qui l’ont demandé.
class-expired-advice = Vérifiez l’adresse. Si elle est bonne, joignez le destinataire autrement : son serveur n’a accepté aucun e-mail depuis des jours.
class-expired-held-advice = La prochaine fois, reprenez l’envoi à temps, et faites renvoyer par votre script ce qui compte encore.
class-network-advice = Vérifiez la partie après le @. Si elle est bonne, le serveur du destinataire a une panne que seul son responsable peut réparer.
class-complaint-advice = N’écrivez plus à ce destinataire, et mettez dans chaque newsletter un lien de désinscription.

# --- the story of an email ---
column-subject = Objet
column-sender = Expéditeur
# An email that reports a failure has no sender to answer to.
sender-none = aucun expéditeur (avis d’erreur)
subject-none = (sans objet)
trace-lead = Recherchez n’importe quel e-mail de vos scripts : chacun a son histoire, du script jusqu’au destinataire.
# What an email is known by: our number, or the field Message-ID.
trace-id = Numéro ou Message-ID
trace-none = Aucun e-mail pour l’instant
trace-none-means = Aucun script de ce site n’a transmis d’e-mail dont il reste une trace.
trace-none-fits-means = Le destinataire et l’expéditeur doivent être des adresses complètes. Pour l’objet, une partie suffit. Les anciens e-mails sont oubliés après quelques semaines.
# After the first recipient of an email.
trace-others = { $count ->
    [one] et { $count } autre
   *[other] et { $count } autres
}
# $what is one of the marks below: so many recipients of one email are at it.
trace-times = { $what } : { $count }
# The marks: how an email stands with one recipient.
stands-sent = Distribué
stands-failed = En erreur
stands-held = Retenu
stands-queued = En attente
stands-deleted = Supprimé
story-title = L’histoire d’un e-mail
story-recipients = Ce qu’il est devenu
story-origin = D’où il vient
story-accepted = Transmis
story-moment = { $moment } ({ $ago })
story-size = Taille
story-method = Comment
method-sendmail = par le programme sendmail (la fonction mail() de PHP l’utilise)
method-drop = sous forme de fichier dans le répertoire de dépôt
method-smtp = par SMTP
method-http = par l’API
method-notice = écrit par Postern
story-login = Identifiant SMTP
story-address = Depuis l’adresse
# The numbers of the user, its group and the program that handed the email over.
story-process = Programme
story-site = Site
story-site-stated = indiqué par l’appelant
story-number = Numéro
story-message-id = Message-ID
story-stated = Indiqué par l’appelant
story-stated-means = C’est ce que le script, ou le serveur qui l’entoure, dit de lui-même. Personne ne l’a vérifié.
story-earlier = { $count ->
    [one] { $count } tentative antérieure n’est pas affichée.
   *[other] { $count } tentatives antérieures ne sont pas affichées.
}
attempt-sent = Le serveur du destinataire l’a accepté.
attempt-deferred = Il n’a pas encore pu être distribué.
attempt-failed = L’envoi a échoué.
attempt-deleted = Il a été supprimé avant d’être envoyé.
next-held = Il est retenu, car l’envoi est arrêté pour ce site.
next-held-link = Vue d’ensemble
next-stopped = Il est retenu, car son script ou son expéditeur est arrêté.
next-stopped-link = Scripts
next-tried = Nouvel essai le { $moment } ({ $ago }).
next-due = Il part maintenant.
next-sent = S’il n’est pas dans la boîte de réception du destinataire, celui-ci devrait regarder dans le dossier spam : à partir d’ici, l’e-mail est entre les mains de son fournisseur de messagerie.

# --- waiting emails ---
queue-lead = E-mails transmis à Postern qui ne sont pas encore partis.
queue-kinds = Ce qui attend
queue-tab-held = Retenus
queue-tab-deferred = En attente d’un nouvel essai
queue-tab-due = Sur le point de partir
queue-recipient = Destinataire, ou @domaine
queue-older = En attente depuis plus de
queue-empty = Aucun e-mail en attente
queue-empty-means = Ce que vos scripts transmettent est distribué tout de suite.
queue-none-fits-means = Le destinataire et l’expéditeur doivent être des adresses complètes ; @example.net désigne tout ce domaine.
column-waits = Situation
# How a waiting email stands.
waits-held = Retenu : l’envoi est arrêté
waits-stopped = Retenu : son script ou son expéditeur est arrêté
waits-deferred = Nouvel essai le { $moment } ({ $ago })
waits-soon = Nouvel essai imminent
waits-due = Sur le point de partir
waits-in-hand = En cours de remise au serveur du destinataire
waits-released = laissé passer
queue-tried = { $count ->
    [one] { $count } essai
   *[other] { $count } essais
}
choose-title = Qu’en faire
choose-ticked = Ceux qui sont cochés
choose-fitting = Tous ceux qui correspondent à la recherche
choose-all = Tous ceux qui sont en attente
choose-tick = Cocher cet e-mail
work-release = Les laisser passer
work-delete = Les supprimer
work-retry = Les réessayer maintenant
refused-spam = L’envoi est arrêté parce que les e-mails ressemblent à du spam : on ne peut pas les laisser passer, seulement les supprimer.
reload = Recharger la page
job-released = { $count ->
    [0] Aucun e-mail à laisser passer ({ $ago }).
    [one] On a laissé passer { $count } e-mail ({ $ago }).
   *[other] On a laissé passer { $count } e-mails ({ $ago }).
}
job-deleted = { $count ->
    [0] Aucun e-mail n’a été supprimé ({ $ago }).
    [one] { $count } e-mail a été supprimé ({ $ago }).
   *[other] { $count } e-mails ont été supprimés ({ $ago }).
}
job-retried = { $count ->
    [0] Aucun e-mail n’avait besoin d’un nouvel essai ({ $ago }).
    [one] Nouvel essai pour { $count } e-mail ({ $ago }).
   *[other] Nouvel essai pour { $count } e-mails ({ $ago }).
}
# A later action of someone ended the work.
job-taken-back = Une action ultérieure a interrompu le passage des e-mails ; laissés passer : { $count } ({ $ago }).

# --- before something is done with waiting emails: a question, what will happen, the button ---
release-question = Laisser passer les e-mails en attente ?
delete-question = Supprimer les e-mails en attente ?
retry-question = Réessayer maintenant l’envoi des e-mails en attente ?
# So many emails are meant.
work-count = { $count ->
    [one] { $count } e-mail est concerné.
   *[other] { $count } e-mails sont concernés.
}
work-count-least = Plus de { $count } e-mails sont concernés.
work-recipient = Seulement pour { $recipient }.
work-sender = Seulement ceux de l’expéditeur { $sender }.
work-script = Seulement ceux du script { $script }.
# $kind is one of the parts of the list: Kept back, Will be tried again, About to go out.
work-kind = Seulement ceux de la partie « { $kind } ».
work-older = Seulement ceux qui attendent depuis { $span } ou plus.
release-happens = Ils sont distribués, bien que l’envoi soit arrêté pour ce site. Tout le reste attend encore.
release-stopped = Ce qui attend parce que son script ou son expéditeur est arrêté reste ici jusqu’à ce que celui-ci puisse envoyer à nouveau (page Scripts).
delete-happens = Ils ne sont pas distribués. Les e-mails supprimés ne peuvent pas être récupérés.
delete-in-hand = Un e-mail en cours de remise au serveur d’un destinataire peut encore arriver.
retry-happens = Ce qui serait retenté plus tard l’est tout de suite. Ce qui est retenu reste ici.
release-confirm = Les laisser passer
delete-confirm = Les supprimer
retry-confirm = Les réessayer maintenant
work-none-ticked = Aucun e-mail n’est coché. Cochez-en quelques-uns, ou choisissez-les tous.
work-none = Plus aucun de ces e-mails n’est en attente.
work-begun-release = On laisse passer les e-mails.
work-begun-delete = Les e-mails sont en cours de suppression.
work-begun-retry = L’envoi des e-mails est retenté.
work-nothing = L’envoi est actif : il n’y a rien à laisser passer.

# --- scripts ---
scripts-lead = Quel script envoie, combien, et quelle part finit en erreur. On peut en arrêter un seul, pendant que le reste du site continue à envoyer.
scripts-title = Scripts qui envoient
scripts-by = Trier par
scripts-by-sent = E-mails envoyés
scripts-by-failed = E-mails en erreur
scripts-days = 31 derniers jours
scripts-days-told = Au cours des 31 derniers jours : { $sent ->
    [one] { $sent } envoyé, { $failed } en erreur
   *[other] { $sent } envoyés, { $failed } en erreur
}
# The part of a script’s emails that failed, in hundredths.
scripts-part = Erreurs
scripts-last = Vu pour la dernière fois
scripts-none = Aucun script n’a encore envoyé d’e-mail
scripts-none-means = Dès qu’un script transmet un e-mail, il apparaît ici avec ce qu’il envoie.
scripts-stated = Les noms sont ceux que donne le programme qui envoie : un script peut se faire passer pour un autre.
script-stopped = Arrêté
script-accepted = Transmis
script-first = Vu pour la première fois
script-errors = Ses e-mails en erreur
script-trace = Ses e-mails
script-queue = Ses e-mails en attente
script-stop = Arrêter ce script
# Said by a screen reader of the chart of one script.
script-told = Au cours des 31 derniers jours : { $sent ->
    [one] { $sent } envoyé, { $failed } en erreur
   *[other] { $sent } envoyés, { $failed } en erreur
}
script-column = { $when } : { $sent ->
    [one] { $sent } envoyé, { $failed } en erreur
   *[other] { $sent } envoyés, { $failed } en erreur
}
unstop-link = Le laisser envoyer à nouveau
stop-sender-title = Arrêter un seul expéditeur
stop-sender-lead = Les e-mails envoyés sous une même adresse d’expéditeur sont retenus, quel que soit le script qui les envoie.
stop-sender-button = Continuer
stop-script-question = Arrêter ce script ?
stop-sender-question = Arrêter cet expéditeur ?
stop-new = Ses nouveaux e-mails sont acceptés, mais ils restent ici au lieu d’être distribués.
stop-waiting = { $count ->
    [0] Aucun de ses e-mails n’est en attente.
    [one] Son e-mail actuellement en attente reste ici.
   *[other] Ses { $count } e-mails actuellement en attente restent ici.
}
stop-waiting-least = Ses e-mails actuellement en attente, plus de { $count }, restent ici.
stop-rest = Le reste du site continue à envoyer.
stop-confirm = Arrêter
stop-done = Il est arrêté ; ses e-mails sont retenus.
stop-nothing = Il était déjà arrêté. Rien n’a été changé.
stop-no-address = Ce n’est pas une adresse e-mail que l’on puisse arrêter. Rien n’a été changé.
unstop-question = Le laisser envoyer à nouveau ?
unstop-waiting = { $count ->
    [0] Aucun de ses e-mails n’est en attente.
    [one] Son e-mail actuellement en attente part.
   *[other] Ses { $count } e-mails actuellement en attente partent.
}
unstop-waiting-least = Ses e-mails actuellement en attente, plus de { $count }, partent.
unstop-new = Ses nouveaux e-mails sont distribués tout de suite.
unstop-red = Mais l’envoi est arrêté pour tout le site : tant qu’il n’a pas repris, ses e-mails restent ici aussi.
unstop-confirm = Le laisser envoyer à nouveau
unstop-done = Il peut envoyer à nouveau ; les e-mails en attente partent.
unstop-done-red = Il pourra envoyer à nouveau dès que l’envoi de tout le site reprendra.
unstop-nothing = Il n’était plus arrêté. Rien n’a été changé.
