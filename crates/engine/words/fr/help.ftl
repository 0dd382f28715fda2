# The pages that help: sending a test, and finding out why nothing arrives.

# --- send a test ---
test-lead = Vérifiez si un e-mail du site { $site } part, et suivez ce qu’il devient en chemin.
test-send-title = Envoyer un e-mail de test
# Shown while sending is stopped.
test-held = L’envoi est arrêté pour ce site. Un e-mail de test est retenu comme les autres, jusqu’à la reprise de l’envoi.
test-to = Destinataire
test-to-hint = Une adresse dont vous pouvez consulter la boîte e-mail.
# $address is the sender of the test email.
test-from = L’e-mail vient de l’adresse { $address }.
test-button = Envoyer l’e-mail de test
test-address-wrong = Ce n’est pas une adresse e-mail. Écrivez-la sous la forme name@example.net.
# $why says in English, and in technical words, what Postern found.
test-refused = Postern n’a pas accepté l’e-mail : { $why }
# $address is whom it was sent to. Shown above the story of that email.
test-taken = L’e-mail de test pour { $address } a été accepté. Cette page dit ce qu’il devient.
# For those who may look at the site, but not change anything.
test-may-look = Votre compte peut consulter, mais pas envoyer. Adressez-vous au propriétaire du site.
test-scripts-title = Envoyer le test avec un script à vous
test-scripts-lead = Vous voyez ainsi si les scripts de votre site atteignent Postern. Ces scripts utilisent la messagerie du serveur, sans serveur SMTP externe, comme la fonction mail() de PHP.
# $file is the name of a file, $command what to type to run it.
test-script-how-php = Placez-le dans le dossier de votre site sous le nom { $file } et ouvrez-le dans votre navigateur, ou exécutez « { $command } ». Supprimez-le ensuite.
test-script-how = Enregistrez-le sur le serveur sous le nom { $file } et exécutez « { $command } », avec l’utilisateur auquel votre site appartient.
test-scripts-result = Retrouver l’e-mail et voir ce qu’il est devenu
# What the scripts say: a comment before the recipient’s address; the text of their email; and what they print.
test-script-note = Indiquez ici votre propre adresse.
test-script-text = Cet e-mail a été envoyé par un script de test du site { $site }.
test-script-taken = Postern a accepté l’e-mail. Ses pages montrent ce qu’il devient.
test-script-refused = L’e-mail n’a pas été accepté. Les lignes ci-dessus ou le journal d’erreurs disent pourquoi.

# --- the test email itself, in the site’s language ---
test-mail-subject = E-mail de test du site { $site }
test-mail-text = Cet e-mail montre que le site { $site } peut envoyer. Il a suivi le même chemin que les e-mails des scripts du site.

# --- nothing arrives: what was found, by the figures of the site, and what that means ---
help-lead = Un e-mail n’est pas arrivé ? Voici ce que Postern a vu, et ce que vous pouvez essayer.
finding-stopped = L’envoi est arrêté
finding-stopped-means = Ce que vos scripts envoient est accepté, mais reste ici. Rien ne part jusqu’à la reprise de l’envoi.
finding-never = Aucun script n’a atteint Postern jusqu’ici
finding-never-means = Depuis la création du site, aucun de ses scripts n’a transmis d’e-mail. Ils envoient par un autre chemin, ou s’interrompent avant d’envoyer.
finding-silent = Aucun script n’a atteint Postern ces derniers temps
finding-silent-means = Cela fonctionnait auparavant. Une mise à jour, une nouvelle extension ou un changement de ses paramètres a pu faire partir les e-mails par un autre chemin.
finding-failing = Des e-mails arrivent ici, mais beaucoup finissent en erreur
finding-failing-means = Vos scripts atteignent Postern. Ce sont les serveurs des destinataires qui n’acceptent pas ce qu’ils envoient.
finding-waiting = Des e-mails arrivent ici, mais les serveurs des destinataires ne les acceptent pas encore
finding-waiting-means = Ils attendent ici, et leur envoi est retenté automatiquement pendant quelques jours.
finding-leaving = Des e-mails arrivent ici et partent
finding-leaving-means = Vos scripts atteignent Postern, et les serveurs des destinataires acceptent leurs e-mails. Celui qui manque est très probablement chez son destinataire, ou a été envoyé à une autre adresse.

# What Postern saw: names of figures.
help-last = Dernier e-mail d’un script
# $moment is a date and time, $ago how long ago that was.
help-last-at = { $moment } ({ $ago })
help-last-never = aucun jusqu’ici
help-last-script = Il venait de
help-sent-today = Envoyés aujourd’hui
help-failed-today = En erreur aujourd’hui
help-waiting = En attente maintenant
help-ever = E-mails depuis la création

# --- what to try ---
help-first = À essayer d’abord
help-then = Si cela ne suffit pas
help-state-title = Voir pourquoi l’envoi est arrêté
help-state = La vue d’ensemble dit depuis quand, par qui et pourquoi, et ce qu’il faut faire.
help-state-link = Vue d’ensemble
help-scripts-title = Un script ou un expéditeur est arrêté
help-scripts = Le reste du site envoie, mais ce qui vient de celui-là est retenu. Regardez si c’est celui dont il vous manque des e-mails.
help-scripts-link = Scripts
help-script-title = Envoyer avec un script de test
help-script = Copiez un petit script dans votre site et exécutez-le. Si son e-mail apparaît ici, la voie est libre, et le problème vient des scripts du site. Sinon, la messagerie du serveur n’atteint pas Postern.
help-script-link = Scripts de test
help-mail-title = Laisser le site envoyer lui-même
help-mail = Les scripts peuvent envoyer par un serveur SMTP situé ailleurs : Postern n’en voit alors rien, et ce serveur peut refuser. Faites-leur utiliser la messagerie du serveur, que PHP appelle mail().
help-mail-wordpress = Désactivez les extensions qui envoient par SMTP, comme WP Mail SMTP ou Post SMTP, ou réglez leur mode d’envoi (« Mailer ») sur « Default » ou « PHP ».
help-mail-joomla = Dans la configuration globale, sous Serveur, réglez le mode d’envoi (« Mailer ») sur « PHP Mail ».
help-mail-drupal = Drupal envoie lui-même. Désinstallez ou désactivez les modules qui envoient par SMTP, comme SMTP Authentication Support.
help-mail-prestashop = Dans les paramètres avancés, sous E-mail, choisissez d’utiliser /usr/sbin/sendmail au lieu de vos propres paramètres SMTP.
help-mail-phpmailer = Dans les scripts qui utilisent PHPMailer, appelez isMail() au lieu de isSMTP().
help-log-title = Voir si le script s’interrompt
help-log = Un script qui s’arrête sur une erreur n’envoie rien. Envoyez le formulaire encore une fois, puis lisez le journal d’erreurs.
help-log-php = Cherchez un fichier error_log dans le dossier du site, ou le journal d’erreurs dans l’espace client de votre hébergeur. Pour en créer un, ajoutez ces lignes à php.ini ou .user.ini, avec un dossier à vous :
help-log-wordpress = Ajoutez ces lignes à wp-config.php, au-dessus de la ligne qui demande de ne pas toucher à la suite. Les erreurs se trouvent alors dans wp-content/debug.log. Retirez ensuite ces lignes.
help-find-title = Rechercher cet e-mail précis
help-find = Recherchez-le par son destinataire. S’il est là et qu’il a été envoyé, le serveur du destinataire l’a reçu. S’il n’est pas là, le script ne l’a pas envoyé.
help-find-link = Rechercher un e-mail
help-junk-title = Regarder dans le dossier spam
help-junk = Un e-mail envoyé peut se trouver dans le dossier spam (ou courrier indésirable) du destinataire, ou dans un dossier réservé à la publicité. Si le destinataire le marque comme souhaité, le prochain arrivera mieux.
help-recipient-title = Vérifier à qui le formulaire écrit
help-recipient = L’adresse du destinataire d’un formulaire se trouve dans ses paramètres. Si elle contient une erreur, ou si c’est celle d’une personne qui est partie, tout arrive au mauvais endroit.
help-errors-title = Lire ce que les serveurs ont répondu
help-errors = Chaque e-mail en erreur est accompagné de la réponse du serveur du destinataire, et de ce qu’elle veut dire en mots simples.
help-errors-link = E-mails en erreur
help-addresses-title = Corriger les mauvaises adresses
help-addresses = Certaines des dernières erreurs concernent des adresses qui n’existent pas. Vérifiez d’où le script les tient.
help-addresses-link = Voir les adresses
help-sender-title = Faire déclarer à votre domaine que ce serveur peut envoyer en son nom
help-sender = Certaines des dernières erreurs sont des refus de l’expéditeur. Les serveurs des destinataires consultent des données de votre domaine (SPF et DKIM) ; votre hébergeur peut vous aider à les régler. Faites envoyer les formulaires depuis une adresse de votre propre domaine, et mettez l’adresse du visiteur dans le champ prévu pour les réponses.
help-queue-title = Voir ce qui attend, et pour qui
help-queue = Les serveurs des destinataires peuvent être occupés, ou ne pas encore faire confiance à un nouvel expéditeur. Postern réessaie de lui-même : inutile d’envoyer deux fois.
help-queue-link = E-mails en attente
help-provider-title = S’adresser à votre hébergeur
help-provider = Indiquez-lui le site, l’heure, le destinataire et ce que le script de test a affiché.
help-covers-title = Ce dont Postern s’occupe
help-covers = Postern prend en charge les e-mails que les scripts de votre site envoient. Ceux que vous écrivez dans un logiciel de messagerie ou un webmail, et ceux que vous recevez, suivent un autre chemin et ne se voient pas ici.
