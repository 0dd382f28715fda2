# What every page has: the frame, the navigation, the pages of one form, and pages that say what went wrong.

# Stands in the browser's tab.
title = { $title } · Postern
title-of-site = { $title } · { $site } · Postern
skip = Aller au contenu
menu = Menu
menu-close = Fermer
all-sites = Tous les sites
# The heading above the pages of those who run the hosting.
operate = Hébergement
# The last line of each page.
covers = Postern s’occupe des e-mails que les scripts de votre site envoient : formulaires de contact, commandes, newsletters. Vos boîtes e-mail n’en font pas partie.

nav-overview = Vue d’ensemble
nav-errors = E-mails en erreur
# The story of one email, found by its recipient, sender or subject.
nav-trace = Rechercher un e-mail
nav-queue = E-mails en attente
nav-scripts = Scripts
nav-test = Envoyer un test
nav-settings = Paramètres
nav-help = Rien n’arrive ?
nav-sites = Sites
nav-users = Utilisateurs
nav-tokens = Tokens d’API
# The servers mail goes to next.
nav-hops = Serveurs suivants
nav-health = État du service
nav-audit = Journal des actions

# Read to those who cannot see it, before the user's name.
account-of = Compte :
account = Votre compte
language = Langue
log-out = Se déconnecter
role-operator = Gère l’hébergement
role-owner = Propriétaire du site
role-reader = Lecture seule
as-owner-label = Vue actuelle
as-owner = Vous voyez ce site comme le voit son propriétaire.
as-owner-leave = Revenir à votre vue

cancel = Annuler
pages = Pages de la liste
pages-first = Revenir au début
pages-next = Afficher la suite
# The form above a list: what is looked for.
filter-any = Tous
filter-apply = Rechercher
filter-clear = Tout afficher
filter-from = À partir du (jour)
filter-to = Jusqu’au (jour)
filter-no-day = Écrivez le jour sous cette forme : 2026-03-29.
# On the button that copies a piece of code, and on it after that.
copy = Copier
copied = Copié

login-title = Connexion
login-lead = Suivez et gérez les e-mails que vos sites envoient.
login-name = Nom d’utilisateur
login-password = Mot de passe
login-button = Se connecter
login-help = Vous n’avez pas de mot de passe ? Ouvrez Postern depuis l’espace client de votre hébergeur, ou demandez-lui un lien de connexion.
login-wrong = Le nom ou le mot de passe n’est pas le bon. Réessayez, ou demandez un lien de connexion à votre hébergeur.
# $span is a time in words: 40 seconds.
login-wait = Trop de tentatives. Réessayez dans { $span }.
link-title = Bienvenue
link-lead = Ce lien vous connecte, une seule fois.
link-button = Ouvrir Postern
link-over = Ce lien a déjà servi, ou il est trop ancien. Demandez-en un nouveau là où vous l’avez reçu.
link-to-login = Se connecter avec un mot de passe
code-title = Encore une étape
code-lead = Ouvrez l’application qui génère vos codes de connexion.
code-label = Code
code-hint = Les six chiffres que l’application affiche maintenant, ou l’un de vos codes de secours.
code-button = Se connecter
code-wrong = Ce code n’est pas le bon, ou il est trop ancien. Saisissez celui que l’application affiche maintenant.
setup-title = Configurer Postern
setup-lead = Choisissez le nom et le mot de passe du premier opérateur, qui peut tout voir et tout faire.
setup-name-hint = Lettres minuscules, chiffres et . _ - @ +
setup-password-hint = Au moins { $shortest } caractères. Quelques mots à la suite sont faciles à retenir et difficiles à deviner.
setup-again = Répétez le mot de passe
setup-again-wrong = Les deux mots de passe sont différents. Saisissez deux fois le même.
setup-over = Ce lien ne fonctionne plus : Postern est déjà configuré, ou le lien est trop ancien.
user-name-wrong = Pour le nom, utilisez des lettres minuscules, des chiffres et . _ - @ +, en commençant par une lettre ou un chiffre.
user-name-taken = Un utilisateur porte déjà ce nom.
password-length-wrong = Un mot de passe compte de { $least } à { $most } caractères.
password-is-name = Le mot de passe ne doit pas être le nom.
password-control = Le mot de passe contient un caractère que l’on ne peut pas saisir partout.
setup-button = Commencer

to-start = Aller à la page d’accueil
# For those who report a problem. $code is a short English word, $moment a date and time.
trouble-reference = Référence : { $code }, { $moment } UTC
trouble-bad-request-title = Cette adresse ne fonctionne pas
trouble-bad-request-what = On a demandé à la page quelque chose qu’elle ne connaît pas.
trouble-bad-request-next = Revenez à la page d’où vous venez, et réessayez à partir de là.
trouble-not-allowed-title = Vous n’avez pas le droit de faire cela
trouble-not-allowed-what = Votre compte peut consulter ce site, mais pas le modifier. Rien n’a été changé.
trouble-not-allowed-next = Adressez-vous au propriétaire du site, ou à votre hébergeur.
trouble-not-found-title = Cette page n’existe pas
trouble-not-found-what = L’adresse est fausse, ou ce qui s’y trouvait n’existe plus.
trouble-not-found-next = Vérifiez l’adresse, ou repartez de la page d’accueil.
trouble-too-slow-title = Cela a pris trop de temps
trouble-too-slow-what = La connexion était trop lente, ou il y avait trop à faire. Ce qui était commencé continue.
trouble-too-slow-next = Regardez la vue d’ensemble du site avant de réessayer.
trouble-conflict-title = C’est impossible pour le moment
trouble-conflict-what = L’état du site ne le permet pas ; quelqu’un d’autre a peut-être été plus rapide. Rien n’a été changé.
trouble-conflict-next = Regardez la vue d’ensemble du site : elle dit ce qui est possible, et pourquoi.
trouble-too-many-title = Trop de demandes à la fois
trouble-too-many-what = Il y a eu trop de demandes en peu de temps.
trouble-too-many-next = Attendez une minute, puis réessayez.
trouble-unavailable-title = Postern n’est pas prêt
trouble-unavailable-what = Il ne peut pas répondre pour le moment. Les e-mails déjà acceptés sont en sécurité.
trouble-unavailable-next = Réessayez dans quelques minutes. Si cela dure, prévenez votre hébergeur.
trouble-failed-title = Quelque chose s’est mal passé
trouble-failed-what = L’erreur vient de nous, pas de vous. Les e-mails déjà acceptés sont en sécurité.
trouble-failed-next = Réessayez. Si cela se reproduit, prévenez votre hébergeur en lui donnant la référence ci-dessous.
trouble-stale-form-title = Ce formulaire est trop ancien
trouble-stale-form-what = Une nouvelle connexion a eu lieu depuis l’ouverture de la page, ou celle-ci est restée ouverte très longtemps. Rien n’a été changé.
trouble-stale-form-next = Revenez en arrière, rechargez la page et recommencez.
