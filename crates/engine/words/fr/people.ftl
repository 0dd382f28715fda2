# A user's own account: who they are, and what lets them in.
account-name = Nom
account-role = Rôle
account-sites = Sites
account-all-sites = tous les sites
account-no-sites = aucun
account-language = Langue de Postern
account-browsers-language = la langue de votre navigateur
account-language-save = Enregistrer
# Shown to those who came by a link that is good for one site.
account-held = Vous utilisez un lien de connexion, ou vous ne voyez qu’un seul site. Pour voir ou modifier votre mot de passe, vos sessions et vos tokens d’API, déconnectez-vous, puis connectez-vous avec votre nom et votre mot de passe.

account-password = Mot de passe
account-password-means = Toute personne qui le connaît peut se connecter à votre place. Choisissez-en un que vous n’utilisez nulle part ailleurs.
account-password-none = Vous n’avez pas de mot de passe : vous vous connectez depuis l’espace client de votre hébergeur ou par un lien de connexion. Si vous en voulez un, demandez-le à votre hébergeur.
account-password-change = Changer le mot de passe
account-password-new = Nouveau mot de passe
account-password-again = Répétez le nouveau mot de passe
account-password-ends = Toutes vos autres sessions seront fermées. Les tokens d’API restent valables : supprimez ceux que vous ne connaissez pas.
account-password-changed = Votre mot de passe est changé. Toutes vos autres sessions sont fermées.
account-present = Mot de passe actuel
account-present-wrong = Ce n’est pas votre mot de passe actuel.

# The code of an app on the phone that is asked for beside the password.
account-factor = Deuxième étape à la connexion
account-factor-off = Désactivée. Si vous l’activez, la connexion demande aussi un code de votre téléphone : un mot de passe volé ne suffit plus à lui seul.
account-factor-on = { $count ->
    [0] Activée. Vous n’avez plus de code de secours : désactivez-la puis réactivez-la pour en obtenir de nouveaux.
    [one] Activée. Il vous reste { $count } code de secours.
   *[other] Activée. Il vous reste { $count } codes de secours.
}
account-factor-turn-on = Activer la deuxième étape
account-factor-turn-off = Désactiver la deuxième étape
account-factor-app = Si vous n’en avez pas, installez sur votre téléphone une application qui génère des codes de connexion : la plupart des gestionnaires de mots de passe le font aussi.
account-factor-scan = Faites lire cette image par l’application.
# What a screen reader says instead of the picture.
account-factor-picture = Code QR contenant la clé ci-dessous
account-factor-type = Si elle n’y arrive pas, saisissez cette clé dans l’application :
account-factor-open = Ouvrir dans une application de cet appareil
account-factor-prove = Saisissez le code que l’application affiche maintenant, et votre mot de passe.
account-factor-code-hint = Six chiffres qui changent toutes les trente secondes.
account-factor-off-means = Ensuite, votre nom et votre mot de passe suffisent pour vous connecter, et vos codes de secours ne valent plus rien.
account-factor-gone = La deuxième étape est désactivée.
account-codes-title = La deuxième étape est activée
account-codes = Codes de secours
account-codes-means = Si vous perdez votre téléphone, chacun de ces codes de secours vous permet de vous connecter une fois à la place du code de l’application. Imprimez-les, ou conservez-les dans un gestionnaire de mots de passe. Toutes vos autres sessions sont fermées.
# Below something secret.
account-once = Ceci est affiché maintenant et ne le sera plus jamais.
account-codes-kept = Je les ai conservés

account-sessions = Vos sessions ouvertes
account-sessions-means = Fermez celles que vous ne reconnaissez pas, puis changez votre mot de passe.
account-browser = Navigateur
# $browser is a name like Firefox, $system one like Windows or iPhone.
account-browser-on = { $browser } sur { $system }
account-browser-unknown = programme inconnu
account-address = Adresse
account-began = Depuis
account-used = Dernière utilisation
account-this = Celle-ci
account-end = Fermer la session
account-end-others = Fermer toutes les autres sessions
# Below the list, of which only the newest are shown.
account-sessions-more = { $count ->
    [one] { $count } session plus ancienne n’est pas affichée.
   *[other] { $count } sessions plus anciennes ne sont pas affichées.
}
account-session-ended = La session de ce navigateur est fermée.
account-sessions-ended = Toutes vos autres sessions sont fermées.
# Beside a session that sees one site only.
account-session-of = par un lien, pour { $site } seulement

account-token = Token d’API
account-tokens = Tokens d’API
account-tokens-means = Les programmes qui en ont un agissent en votre nom.
account-no-tokens = Aucun token d’API
account-no-tokens-means = Avec un token d’API, un programme peut voir les e-mails de vos sites, ou agir sur eux, en votre nom.
account-token-new = Nouveau token d’API
account-token-name = Nom
account-token-name-hint = À quoi il sert, pour le reconnaître plus tard : « surveillance ».
account-token-name-wrong = Donnez-lui un nom de 1 à { $longest } caractères.
# The role of a token: a column of a list, and a field.
account-token-may = Rôle
account-token-sites = Seulement pour ces sites
account-token-sites-hint = Un nom par ligne. Vide : pour tous vos sites.
account-token-no-site = L’un d’eux ne fait pas partie de vos sites. Vérifiez les noms.
account-token-operator = La personne qui gère l’hébergement a tous les sites : laissez ce champ vide, ou choisissez un autre rôle.
account-token-too-many = Vous avez déjà autant de tokens que possible. Supprimez-en que vous n’utilisez pas.
account-token-ends = Expiration
account-token-endless = jamais
account-token-over = expiré
account-token-made-on = Créé le
# $ago is how long ago, $address an internet address.
account-token-used-from = { $ago }, depuis { $address }
account-token-unused = jamais
account-token-make = Créer le token
account-token-made = Votre nouveau token d’API
account-token-made-means = Les programmes l’envoient avec chaque requête. La documentation de l’API explique comment.
account-token-kept = Je l’ai conservé
account-token-remove = Supprimer
account-token-remove-question = Supprimer le token d’API { $name } ?
account-token-remove-means = Les programmes qui l’utilisent sont refusés à partir de ce moment. Il ne peut pas être récupéré.
# $used is how long ago it was used and from where, or never.
account-token-remove-used = Dernière utilisation : { $used }.
account-token-removed = Le token d’API { $name } est supprimé.
