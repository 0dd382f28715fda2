# The pages of those who run the hosting: all sites, next hops, health, users, tokens, the audit log. Their readers know
# mail; words may be exact.

# --- all sites ---
sites-search = Partie du nom
sites-red-only = Arrêtés seulement
# In what order the list is.
sites-by = Ordre de la liste
sites-by-failed = Le plus d’erreurs
sites-by-queued = Le plus en attente
sites-by-sent = Le plus d’envois
sites-by-name = Par nom
sites-failed = En erreur
sites-queued = En attente
sites-sent = Envoyés
sites-last-mail = Dernier e-mail
sites-no-mail = aucun jusqu’ici
# What part of all sites’ figure is this site’s; $share is a number with its sign: 12 %.
sites-share = { $share } du total
sites-red-count = { $count ->
    [0] aucun arrêté
    [one] { $count } arrêté
   *[other] { $count } arrêtés
}
sites-failed-share = { $share } des e-mails partis ou en erreur
sites-now = maintenant, tous types confondus
sites-since = depuis hier
sites-counted = Les e-mails envoyés et en erreur sont comptés depuis hier, ceux en attente sont ceux de maintenant.
sites-none = Il n’y a pas encore de site
sites-none-means = Ajoutez ici le premier, ou plusieurs à la fois avec postern site import.
sites-none-fit = Aucun site ne correspond
sites-none-fit-means = Cherchez une autre partie du nom, ou affichez-les tous.
site-add = Ajouter un site

# --- next hops: the servers mail goes to next ---
hops-lead = Les serveurs auxquels les e-mails sont remis, ceux qui ont des problèmes en premier. Parmi les e-mails en attente, on compte ceux qui sont à envoyer maintenant et chargés en mémoire.
# Attempts that are made at this moment, of at most so many.
hops-attempts = { $count ->
    [one] { $count } tentative en cours, sur { $most } au plus.
   *[other] { $count } tentatives en cours, sur { $most } au plus.
}
hops-search = Domaine ou smarthost
hops-hop = Serveur suivant
hops-waiting = À envoyer, en attente
# $ago: 3 minutes ago
hops-oldest = le plus ancien devait partir { $ago }
hops-running = En cours
# Attempts under way, and how many may be at once now.
hops-of-slots = { $running } sur { $slots }
hops-most = jamais plus de { $count }
hops-failure = Dernière erreur
hops-more = { $count ->
    [one] { $count } autre n’est pas affiché. Cherchez une partie de son nom.
   *[other] { $count } autres ne sont pas affichés. Cherchez une partie du nom.
}
hops-none = Aucun serveur suivant n’est utilisé
hops-none-means = Depuis le démarrage de Postern, aucun e-mail n’était à distribuer.
hops-none-fit = Aucun serveur suivant ne correspond
hops-none-fit-means = Seuls sont connus ceux auxquels des e-mails ont été remis depuis le démarrage de Postern.
hop-answers = Répond
# It failed now and then: fewer attempts at once.
hop-slowed = Ralenti
# It failed: nothing is begun until it is asked again.
hop-paused = En pause
# It failed so often in a row that mail for it is put off without being tried.
hop-dead = Ne répond pas
# $when: 3 minutes ago; $count failures in a row.
hop-failing = { $count ->
    [0] Les problèmes ont commencé { $when }.
    [one] Les problèmes ont commencé { $when }, { $count } échec de suite.
   *[other] Les problèmes ont commencé { $when }, { $count } échecs de suite.
}
# $when: in 20 seconds
hop-again = Nouvel essai { $when }.

# --- health: how the daemon stands ---
health-accepts = Les e-mails sont acceptés
health-accepts-means = Ce que les scripts transmettent est enregistré avant d’être confirmé, puis distribué.
health-refuses = Aucun e-mail n’est accepté
# $reserve: 1.0 GB
health-refuses-means = Le disque n’a plus de place au-delà de la réserve de { $reserve }, gardée libre pour les distributions, les actions et les suppressions. Libérez de la place, ou supprimez les e-mails en attente d’un site qui en a beaucoup ; les expéditeurs réessaient entre-temps.
health-queue = En attente
health-queued = En attente, tous les sites
health-deferred = dont déjà tentés
# Since when the mail is due that waits longest for its turn, and of which site.
health-oldest = Le plus ancien à envoyer
health-oldest-none = aucun e-mail à envoyer
health-store = Stockage
health-commits = Écritures des cinq dernières minutes
health-commits-none = aucune
health-p50 = La moitié a pris au plus
health-p99 = 99 sur 100 ont pris au plus
health-longest = La plus longue a pris
# A span in milliseconds.
health-millis = { $number } ms
health-database = Base de données
health-bodies = E-mails enregistrés
# Rows of purged or old mail whose space is given back in the background.
health-reclaim = Lignes encore à libérer
health-disk = Disque
health-room = Place pour les nouveaux e-mails
health-reserve = Réserve gardée libre
health-disk-all = Disque entier
# Where the sendmail command leaves mail while the daemon is away.
health-drop = Répertoire de dépôt
health-drop-none = désactivé
health-drop-files = E-mails qui y attendent
health-drop-bytes = Leur taille
health-drop-oldest = Le plus ancien
# Files that are nobody’s or cannot be read.
health-drop-aside = Mis de côté
health-drop-over = Uid au-delà de leur part
health-program = Programme
health-host = Se présente comme
health-version = Version
health-started = Démarré
health-smtp = Reçoit par SMTP sur
health-web = Reçoit par HTTP sur
health-closed = aucune adresse

# --- a role and its sites, in the forms of users and tokens ---
grant-role = Rôle
grant-all = Tous les sites, y compris ceux ajoutés plus tard
grant-all-hint = La personne qui gère l’hébergement les a tous de toute façon.
grant-sites = Sites
grant-sites-hint = Leurs noms, un par ligne. Laissez vide pour tous les sites.
grant-no-role = Choisissez un rôle.
grant-all-and-some = Soit tous les sites, soit les noms de quelques-uns : pas les deux.
# $names: names of sites that were given
grant-no-site = Aucun site ne porte ce nom : { $names }
grant-nothing = Indiquez au moins un site, ou choisissez-les tous.
grant-of-all = tous les sites
grant-of-none = plus aucun site
# $names: three names
grant-of-more = { $count ->
    [one] { $names } et { $count } autre
   *[other] { $names } et { $count } autres
}

# --- users ---
users-name = Utilisateur
users-role = Rôle
users-sites = Sites
users-comes-in = Connexion
users-by-link = par lien de connexion seulement
users-by-password = avec un mot de passe
users-by-password-and-code = avec un mot de passe et un code
users-last-login = Dernière connexion
users-never = jamais
users-none = Il n’y a pas encore d’utilisateur
users-none-means = Il en faut un à toute personne qui doit voir le panneau. Sur la machine elle-même, ce n’est pas nécessaire.
users-add = Ajouter un utilisateur
users-add-lead = Une personne qui se connecte ici : un propriétaire de sites, un collègue, ou un client qui vient d’un autre panneau.
users-language-browser = Celle de son navigateur
# $least says how long a password has to be.
users-password-hint = { $least } Sans mot de passe, l’utilisateur se connecte par lien de connexion seulement.
users-added = L’utilisateur { $name } a été ajouté.
users-added-at = Ajouté le
users-recovery-codes = Codes de secours restants
users-back = Revenir à l’utilisateur
users-link = Lien de connexion
users-link-site = Seulement ce site (facultatif)
users-link-hint = Pour un utilisateur qui a plusieurs sites : la session ne montre alors que celui-ci.
users-link-make = Créer un lien de connexion
users-link-no-site = Ce site n’existe pas.
users-link-not-theirs = L’utilisateur n’a pas ce site.
users-link-no-panel = Le panneau n’a pas d’adresse propre : définissez web.listen dans la configuration.
users-link-title = Un lien de connexion pour { $name }
# $span: 60 seconds
users-link-lead = La personne qui l’ouvre et appuie sur le bouton est connectée en tant que cet utilisateur, sans mot de passe. Il est valable une seule fois et pendant { $span }, et n’est affiché qu’ici.
users-sessions = Sessions en cours
users-no-sessions = Aucune.
users-session-began = Début
users-session-last = Dernière activité
users-session-from = Adresse
users-session-end = Fermer
users-end = Fermer cette session
users-end-all = Fermer toutes les sessions
users-sessions-ended = L’utilisateur a été déconnecté.
users-change = Rôle, sites, langue
users-many-sites = Cet utilisateur a plus de sites qu’un formulaire ne peut en contenir. Modifiez-les avec postern user set.
users-save = Enregistrer
users-changed = L’utilisateur a été modifié.
users-password = Mot de passe et second facteur
users-new-password = Nouveau mot de passe
users-new-password-hint = Au moins { $shortest } caractères. L’utilisateur est déconnecté partout.
users-password-button = Enregistrer le mot de passe
users-password-set = Le mot de passe a été enregistré, et l’utilisateur déconnecté partout ailleurs.
users-factor-question = Retirer le second facteur à { $name } ?
users-factor-off = Le mot de passe suffit à lui seul pour se connecter, jusqu’à ce que l’utilisateur configure un nouveau second facteur.
users-factor-yes = Retirer le second facteur
users-factor-done = Le second facteur a été retiré.
users-remove-title = Supprimer cet utilisateur
users-remove-question = Supprimer l’utilisateur { $name } ?
users-remove-sessions = Les sessions, les tokens et les liens de connexion de l’utilisateur prennent fin immédiatement.
users-remove-sites = Les sites restent tels quels, et ce que l’utilisateur a fait reste dans le journal des actions.
users-remove-yes = Supprimer l’utilisateur
users-removed = L’utilisateur { $name } a été supprimé.
users-this-is-you = C’est votre propre compte.

# --- tokens ---
tokens-name = Nom
tokens-whose = Appartient à
# A token that was made on the command line, by nobody’s user.
tokens-of-machine = la machine
tokens-may = Rôle
tokens-ends = Expiration
tokens-ended = expiré
tokens-last = Dernière utilisation
# $ago: 3 minutes ago; $address: where the request came from
tokens-last-from = { $ago }, depuis { $address }
tokens-action = Supprimer
tokens-none = Il n’y a pas de token
tokens-none-means = Il en faut un à tout programme qui utilise l’API : un panneau d’hébergement, un système de surveillance, un script.
tokens-add = Créer un token
tokens-remove = Supprimer
tokens-remove-question = Supprimer le token { $name } ?
tokens-remove-programs = Les programmes qui l’utilisent sont refusés à partir de maintenant.
tokens-remove-for-good = Il ne peut pas être récupéré ; un nouveau token a un autre secret.
tokens-removed = Le token { $name } a été supprimé.

# --- the audit log ---
audit-lead = Qui a fait quoi, du plus récent au plus ancien. Les heures sont en UTC.
audit-of-site-lead = Qui a fait quoi avec ce site, du plus récent au plus ancien.
audit-who = Qui
audit-what = Quoi
audit-no-site = Aucun site ne porte ce nom. D’un site supprimé, on ne trouve rien ici.
audit-none = Rien n’a été fait jusqu’ici
audit-none-means = Ce que les personnes et les règles automatiques font à partir de maintenant s’affiche ici.
by-provider = votre hébergeur
# The name of one who runs the hosting.
by-operator = { $name }, opérateur
by-owner = { $name }, propriétaire du site
by-reader = { $name }, lecture seule
# The name of a token of the API.
by-token = programme { $name }
# An automatic rule; $name is its short English name.
by-policy = règle automatique { $name }
audit-block = a arrêté l’envoi
audit-unblock = a repris l’envoi
audit-purge = a supprimé tous les e-mails en attente
audit-stop = a arrêté un script ou un expéditeur
audit-unstop = a repris l’envoi d’un script ou d’un expéditeur
audit-release = a laissé passer des e-mails en attente
audit-delete = a supprimé des e-mails en attente
audit-retry = a réessayé des e-mails en attente
audit-site-add = a ajouté le site
audit-site-change = a modifié le site
audit-site-remove = a supprimé le site
audit-login-set = a défini un identifiant SMTP
audit-login-remove = a supprimé un identifiant SMTP
audit-login-link = a créé un lien de connexion
audit-show-as-owner = a vu le site comme le voit son propriétaire
audit-user-add = a ajouté un utilisateur
audit-user-change = a modifié un utilisateur
audit-user-remove = a supprimé un utilisateur
audit-recovery-code = a utilisé un code de secours
audit-login = a ouvert une session
audit-session-end = a fermé une session
audit-token-add = a créé un token
audit-token-remove = a supprimé un token

# --- a site: added, changed, removed ---
site-audit = Qui a fait quoi
site-edit = Modifier le site
site-as-owner = Le voir comme son propriétaire
site-as-owner-begun = Vous voyez { $site } comme le voit son propriétaire.
site-add-lead = Un site est ce qui est compté, arrêté et limité : un service d’hébergement, reconnu par son uid, son identifiant SMTP ou son adresse.
site-added = Le site { $site } a été ajouté. Ses scripts peuvent envoyer dès maintenant.
site-edit-title = Modifier { $site }
site-edit-lead = Ce que vous réglez ici vaut à partir du prochain e-mail.
site-changed = Le site a été modifié.
site-unchanged = Rien n’était différent, donc rien n’a été changé.
site-group-identity = Comment ses e-mails sont reconnus
site-group-owner = Pour son propriétaire
site-group-leaving = Comment ses e-mails partent
site-group-limits = Limites
site-name = Nom
site-name-hint = En général son domaine : shop.example.org. Il ne pourra plus être changé.
site-uids = Uid Unix
site-uids-hint = Les utilisateurs qui exécutent ses scripts : 1001 1002
site-ranges = Adresses des clients
site-ranges-hint = Une par ligne : 192.0.2.1, 192.0.2.0/24 ou 2001:db8::/32
site-moves = Les retirer au site qui les a
site-moves-hint = Sinon, un uid ou une adresse d’un autre site est refusé.
site-report = E-mail pour les bilans
site-report-hint = L’adresse qui reçoit le bilan de la veille ; vide : aucune.
site-zone = Fuseau horaire
site-zone-hint = Un nom comme Europe/Paris. « Aujourd’hui » est le jour de ce fuseau.
site-domains = Domaines des expéditeurs
site-domains-hint = Un par ligne ; le premier complète les adresses sans domaine. Vide : le nom du site.
site-smarthosts = Smarthosts propres au site
# $names: the names of the configuration
site-smarthosts-hint = Dans l’ordre des essais : { $names }. Vide : comme pour tous les sites.
site-no-smarthosts = La configuration n’en contient aucun ; vide : comme pour tous les sites.
site-source = Adresse de départ
site-source-hint = Une adresse IP de cette machine ; vide : le système choisit.
site-message-bytes = Taille maximale d’un e-mail, en octets
site-recipients = Destinataires par e-mail
site-queued = E-mails qui peuvent attendre
site-queued-bytes = Octets qui peuvent attendre
site-bytes-hint = 10485760 octets font 10 MB.
site-logins = Identifiants SMTP
site-no-logins = Il n’en a aucun.
site-login = Identifiant
site-login-hint = S’il existe déjà, son mot de passe est remplacé.
site-login-button = Enregistrer l’identifiant
site-login-set = L’identifiant { $login } peut être utilisé dès maintenant.
site-login-remove = Supprimer
site-login-removed = L’identifiant { $login } a été supprimé.
site-fault-taken = Un site porte déjà ce nom.
site-fault-name = Utilisez des lettres, des chiffres, des tirets et des tirets bas, séparés par des points simples.
site-fault-uid = Un uid est un nombre.
site-fault-number = Écrivez un nombre entier.
site-fault-zero = Ce nombre ne peut pas être 0 : aucun e-mail ne serait accepté. Pour retenir les e-mails du site, arrêtez son envoi.
site-fault-few-bytes = Il faut au moins { $count } octets.
site-fault-bytes = { $count } octets au plus sont possibles.
site-fault-recipients = { $count } destinataires au plus sont possibles.
# $name is what was given.
site-fault-zone = Le fuseau horaire { $name } n’existe pas.
site-fault-language = Choisissez l’une des langues.
site-fault-domain = { $name } n’est pas un domaine de messagerie.
site-fault-address = { $name } n’est pas une adresse.
site-fault-range = { $name } n’est ni une adresse ni une plage d’adresses.
site-fault-smarthost = La configuration ne contient pas le smarthost { $name }.
site-fault-source = { $name } n’est pas une adresse IP.
# $identity: uid 1001, range 192.0.2.0/24 or a login; $site: the site that has it
site-fault-identity = { $identity } appartient déjà au site { $site }.
site-fault-overlaps = { $range } chevauche { $other }, du site { $site } : retirez-le d’abord de là.
site-fault-login = Un identifiant compte de 1 à 255 octets, sans caractère de contrôle.
site-fault-password = Un mot de passe compte de 8 à 255 octets, sans caractère de contrôle.
site-remove = Supprimer le site
site-remove-lead = Ses e-mails en attente sont supprimés, son évolution est perdue. Pour retenir ses e-mails quelque temps, arrêtez plutôt son envoi.
site-remove-question = Supprimer définitivement { $site } ?
site-remove-queue = { $count ->
    [0] Aucun e-mail n’est en attente.
    [one] { $count } e-mail en attente est supprimé.
   *[other] { $count } e-mails en attente sont supprimés.
}
site-remove-scripts = Ses uid, adresses et identifiants SMTP sont libres immédiatement : ce que ses scripts envoient à partir de maintenant est refusé, ou relève d’un autre site.
site-remove-history = Ses chiffres, ses e-mails en erreur et les histoires de ses e-mails sont perdus ; le journal des actions reste.
site-remove-people = Les utilisateurs qui n’avaient que ce site ne voient plus rien ; leurs comptes restent.
site-remove-name = Nom du site
# $site: the name
site-remove-hint = Saisissez { $site } pour confirmer.
site-remove-not-it = Ce n’est pas le nom du site. Rien n’a été supprimé.
site-removed = Le site { $site } a été supprimé.

# --- several sites at once ---
bulk-title = Plusieurs sites à la fois
bulk-which = Quels sites
bulk-chosen = Ceux qui sont cochés
bulk-all = { $count ->
    [one] Le site trouvé ({ $count })
   *[other] Tous les sites trouvés ({ $count })
}
# What the box beside a site is called.
bulk-choose = Choisir { $site }
bulk-none = Aucun site n’est choisi. Cochez-en quelques-uns, ou choisissez tous les sites trouvés.
bulk-too-many = D’autres opérations sont en cours. Attendez qu’elles soient terminées.
bulk-reason-hint = Il s’affiche dans la vue d’ensemble de chacun de ces sites.
# The names of the sites that are meant.
bulk-names = Sites concernés : { $names }.
bulk-names-more = { $count ->
    [one] Sites concernés : { $names } et { $count } autre.
   *[other] Sites concernés : { $names } et { $count } autres.
}
bulk-at-most = Ce sont les { $count } premiers par nom : on n’en traite pas davantage à la fois.
bulk-block-question = { $count ->
    [one] Arrêter l’envoi pour { $count } site ?
   *[other] Arrêter l’envoi pour { $count } sites ?
}
bulk-block-sites = { $count ->
    [0] L’envoi n’est actif pour aucun d’eux.
    [one] L’envoi s’arrête immédiatement pour { $count } site.
   *[other] L’envoi s’arrête immédiatement pour { $count } sites.
}
bulk-block-mails = { $count ->
    [0] Aucun de leurs e-mails n’est en attente.
    [one] { $count } e-mail en attente est retenu.
   *[other] { $count } e-mails en attente sont retenus.
}
# $age: 3 days
bulk-block-new = Les e-mails que leurs scripts envoient à partir de maintenant sont acceptés et retenus, chacun pendant { $age } au plus.
bulk-block-nothing = { $count ->
    [one] { $count } site est déjà arrêté : rien n’y change, mais un verrou est posé si vous le demandez.
   *[other] { $count } sites sont déjà arrêtés : rien n’y change, mais un verrou est posé si vous le demandez.
}
bulk-block-yes = { $count ->
    [one] Arrêter l’envoi pour { $count } site
   *[other] Arrêter l’envoi pour { $count } sites
}
bulk-unblock-question = { $count ->
    [one] Reprendre l’envoi pour { $count } site ?
   *[other] Reprendre l’envoi pour { $count } sites ?
}
bulk-unblock-sites = { $count ->
    [0] L’envoi n’est arrêté pour aucun d’eux.
    [one] L’envoi reprend pour { $count } site.
   *[other] L’envoi reprend pour { $count } sites.
}
bulk-unblock-mails = { $count ->
    [0] Aucun de leurs e-mails n’est en attente.
    [one] { $count } e-mail part.
   *[other] { $count } e-mails partent, pour chaque site du plus ancien au plus récent.
}
bulk-unblock-nothing = { $count ->
    [one] L’envoi est déjà actif pour { $count } site : rien n’y change.
   *[other] L’envoi est déjà actif pour { $count } sites : rien n’y change.
}
bulk-unblock-yes = { $count ->
    [one] Reprendre l’envoi pour { $count } site
   *[other] Reprendre l’envoi pour { $count } sites
}
bulk-purge-question = { $count ->
    [one] Supprimer tous les e-mails en attente pour { $count } site ?
   *[other] Supprimer tous les e-mails en attente pour { $count } sites ?
}
bulk-purge-sites = { $count ->
    [one] Les e-mails en attente pour { $count } site sont supprimés ; si l’envoi était arrêté, il reprend.
   *[other] Les e-mails en attente pour { $count } sites sont supprimés ; là où l’envoi était arrêté, il reprend.
}
bulk-purge-mails = { $count ->
    [0] Aucun e-mail n’est en attente.
    [one] { $count } e-mail est supprimé.
   *[other] { $count } e-mails sont supprimés.
}
bulk-purge-nothing = { $count ->
    [one] Pour { $count } site, il n’y a rien à faire.
   *[other] Pour { $count } sites, il n’y a rien à faire.
}
bulk-purge-yes = { $count ->
    [one] Supprimer les e-mails pour { $count } site
   *[other] Supprimer les e-mails pour { $count } sites
}
# So many sites of so many are done.
bulk-under-way = Terminés : { $done } sur { $total }. Vous pouvez quitter cette page ; le travail continue.
bulk-ended = C’est fait : { $done } sur { $total }.
bulk-look-again = Actualiser
bulk-results = Résultats
bulk-gone = Il a été supprimé entre-temps.
bulk-failed = { $count ->
    [one] { $count } en échec
   *[other] { $count } en échec
}
bulk-failed-mark = Échec
bulk-refused = { $count ->
    [one] { $count } refusé
   *[other] { $count } refusés
}
bulk-refused-mark = Refusé
bulk-changed = { $count ->
    [one] { $count } modifié
   *[other] { $count } modifiés
}
bulk-changed-mark = Fait
bulk-unchanged = { $count ->
    [one] { $count } déjà dans cet état
   *[other] { $count } déjà dans cet état
}
bulk-unchanged-mark = Rien à faire
