# Webhooks : des programmes d’autrui à qui l’on dit ce qui se passe ici.
nav-webhooks = Webhooks
hooks-lead = Des programmes avertis aussitôt qu’il se passe quelque chose avec ce site : par une requête signée en HTTPS.
hooks-lead-all = Des programmes avertis aussitôt de ce qui se passe, pour tous les sites ou pour un seul : par une requête signée en HTTPS.
hooks-none = Il n’y a aucun webhook
hooks-none-means = Un programme qui veut savoir aussitôt ce qui se passe en a besoin : un espace client, une supervision, une messagerie.
hooks-show = Afficher les webhooks
hooks-add = Ajouter un webhook
hooks-add-lead = L’adresse est appelée chaque fois qu’il se passe quelque chose. Qui s’en occupe trouve dans la documentation ce qui est envoyé et comment vérifier la signature.
hooks-address = Adresse
hooks-whose = Site
hooks-all-sites = tous les sites
hooks-told = Averti de
hooks-everything = tout
hooks-state = État
hooks-on = actif
hooks-off = arrêté
hooks-off-gone = arrêté : le destinataire a répondu qu’il ne veut plus rien (410)
hooks-waiting = { $count ->
    [one] { $count } événement attend d’être transmis.
   *[other] { $count } événements attendent d’être transmis.
}
hooks-dropped = { $count ->
    [one] { $count } événement n’a pas été transmis : trop étaient en attente, ou le webhook était arrêté.
   *[other] { $count } événements n’ont pas été transmis : trop étaient en attente, ou le webhook était arrêté.
}
hook-kind-state-changed = envoi activé ou désactivé
hook-kind-mail-failed = e-mails en erreur
hook-kind-held-expiring = e-mails retenus qui expirent dans la journée
hook-kind-report-sent = rapports d’erreurs quotidiens
hook-kind-test = essai

hooks-url = Adresse
hooks-url-hint = Elle commence par https://
hooks-private = Peut mener à cette machine ou à un réseau privé
hooks-private-hint = Alors une adresse en clair (http://) est possible aussi. Si quelqu’un d’autre change l’adresse, cette permission est retirée.
hooks-active = Actif
hooks-active-hint = Arrêté : rien n’est transmis, et ce qui attend est abandonné.
hooks-fault-no-url = Ceci n’est pas une adresse web. Elle ressemble à https://hooks.example.org/postern
hooks-fault-too-long = L’adresse est trop longue.
hooks-fault-user-info = Un nom et un mot de passe dans l’adresse ne sont pas envoyés. Mettez plutôt un mot secret dans le chemin.
hooks-fault-fragment = Ce qui suit # dans une adresse n’est jamais envoyé. Retirez-le.
hooks-fault-clear-text = L’adresse doit commencer par https://
hooks-fault-inside = { $address } est une adresse de cette machine ou d’un réseau privé. Seul qui gère l’hébergement peut l’autoriser.
hooks-fault-kinds = Choisissez-en au moins un.
hooks-fault-many = Il y a déjà { $count } webhooks, davantage n’est pas possible. Supprimez-en un qui ne sert pas.

hooks-made = Le webhook est là
hooks-secret-lead = Avec ce secret, le destinataire vérifie qu’une requête vient d’ici. Il est montré maintenant et plus jamais.
hooks-to-hook = Vers le webhook
hooks-title = Webhook
hooks-change = Modifier
hooks-save = Enregistrer
hooks-changed = Le webhook a été modifié.
hooks-secret = Secret
hooks-rotate = Créer un nouveau secret
hooks-rotate-means = Si quelqu’un d’autre peut le connaître, créez-en un nouveau. Pendant un jour, les deux signent, pour que le destinataire soit changé tranquillement.
hooks-rotated = Le webhook a un nouveau secret
hooks-rotated-lead = Pendant un jour, l’ancien secret signe aussi. Le nouveau est montré maintenant et plus jamais.
hooks-old-secret = L’ancien secret signe aussi jusqu’à { $until }.
hooks-test = Envoyer un essai
hooks-tested = Un essai est en route. Dans un instant, le journal montre ce qui a été répondu.
hooks-remove-title = Supprimer
hooks-remove = Supprimer le webhook
hooks-remove-question = Supprimer ce webhook ?
hooks-remove-told = Il n’est plus averti de rien.
hooks-remove-log = Son journal et son secret disparaissent.
hooks-removed = Le webhook a été supprimé.

hooks-log = Les dernières réponses
hooks-log-none = Rien n’a été transmis jusqu’ici.
hooks-event = Événement
hooks-answer = Réponse
hooks-becomes = État
hooks-again = Envoyer à nouveau
hooks-again-done = L’événement est de nouveau en route.
hooks-again-gone = Cet événement n’est plus dans le journal.
hooks-again-at = à nouveau le { $at }
hooks-in-line = attend ceux d’avant
hooks-taken = reçu
hooks-given-up = abandonné
hooks-took = { $count } ms

hook-trouble-no-such-name = il n’y a pas d’hôte { $detail }
hook-trouble-name-servers = l’adresse de l’hôte ne peut être trouvée : { $detail }
hook-trouble-no-address = l’hôte { $detail } n’a pas d’adresse
hook-trouble-inside = l’hôte n’a que des adresses de cette machine ou d’un réseau privé : { $detail }
hook-trouble-clear-text = { $detail } est appelé en clair, ce qui n’est permis que dans les réseaux privés
hook-trouble-no-connection = pas de connexion : { $detail }
hook-trouble-tls = pas d’accord sur le chiffrement : { $detail }
hook-trouble-certificate = le certificat n’est pas bon : { $detail }
hook-trouble-no-roots = cette machine ne connaît aucune autorité de certification : il faut installer ca-certificates
hook-trouble-too-slow = pas de réponse entière en { $detail } secondes
hook-trouble-broke-off = la connexion s’est rompue : { $detail }
hook-trouble-too-long = la réponse dépasse { $detail } Kio
hook-trouble-redirect = la réponse mène ailleurs ({ $detail }), ce qui n’est pas suivi : changez l’adresse du webhook
hook-trouble-status = a répondu { $detail }
hook-trouble-gone = a répondu { $detail } : le destinataire ne veut plus rien, le webhook est arrêté
hook-trouble-sealed = le secret a été scellé avec une autre clé : créez-en un nouveau
hook-trouble-no-url = l’adresse ne peut pas servir : { $detail }

audit-webhook-add = a ajouté un webhook
audit-webhook-change = a modifié un webhook
audit-webhook-remove = a supprimé un webhook
audit-webhook-off = a arrêté un webhook
audit-webhook-send-again = a renvoyé un événement d’un webhook
