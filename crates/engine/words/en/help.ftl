# The pages that help: sending a test, and finding out why nothing arrives.

# --- send a test ---
test-lead = See whether an email of { $site } leaves, and what becomes of it on its way.
test-send-title = Send a test email
# Shown while sending is stopped.
test-held = Sending is stopped for this site. A test email is kept back like any other, until sending starts again.
test-to = To
test-to-hint = An address whose mailbox you can look into.
# $address is the sender of the test email.
test-from = The email comes from { $address }.
test-button = Send test email
test-address-wrong = This is not an email address. Write it like name@example.net.
# $why says in English, and in technical words, what Postern found.
test-refused = Postern did not take the email: { $why }
# $address is whom it was sent to. Shown above the story of that email.
test-taken = The test email to { $address } was taken. This page tells what becomes of it.
# For those who may look at the site, but not change anything.
test-may-look = Your account may look, but not send. Ask the owner of the site.
test-scripts-title = Send it with a script of yours
test-scripts-lead = This shows whether your site’s scripts reach Postern. The scripts use the server’s own mail, without an outside SMTP server, as PHP’s mail() does.
# $file is the name of a file, $command what to type to run it.
test-script-how-php = Put it into your site’s folder as { $file } and open it in your browser, or run “{ $command }”. Then delete it.
test-script-how = Save it as { $file } on the server and run “{ $command }”, as the user your site belongs to.
test-scripts-result = Find the email: see what became of it
# What the scripts say: a comment before the recipient’s address; the text of their email; and what they print.
test-script-note = Put your own address here.
test-script-text = This email was sent by a test script of { $site }.
test-script-taken = Postern took the email. Its pages show what becomes of it.
test-script-refused = The email was not taken. The lines above or the error log say why.

# --- the test email itself, in the site’s language ---
test-mail-subject = Test email of { $site }
test-mail-text = This email shows that { $site } can send. It went the way the emails of the site’s scripts go.

# --- nothing arrives: what was found, by the figures of the site, and what that means ---
help-lead = An email did not arrive? This is what Postern saw, and what to try.
finding-stopped = Sending is stopped
finding-stopped-means = What your scripts send is accepted, but kept here. Nothing leaves until sending starts again.
finding-never = No script has reached Postern so far
finding-never-means = Since the site was set up, none of its scripts has handed over an email. They send another way, or fail before they send.
finding-silent = No script has reached Postern lately
finding-silent-means = It worked before. An update, a new plugin or a change of its settings may have sent the emails another way.
finding-failing = Emails come, but many end in error
finding-failing-means = Your scripts reach Postern. Receivers do not take what they send.
finding-waiting = Emails come, but receivers do not take them yet
finding-waiting-means = They wait here and are tried again by themselves, for some days.
finding-leaving = Emails come and leave
finding-leaving-means = Your scripts reach Postern, and receivers take their emails. What is missing is most likely with its receiver, or was sent to another address.

# What Postern saw: names of figures.
help-last = Last email of a script
# $moment is a date and time, $ago how long ago that was.
help-last-at = { $moment } ({ $ago })
help-last-never = none so far
help-last-script = It came from
help-sent-today = Sent today
help-failed-today = In error today
help-waiting = Waiting now
help-ever = Emails since it was set up

# --- what to try ---
help-first = Try this first
help-then = If that is not it
help-state-title = See why sending is stopped
help-state = The overview says since when, by whom and why, and what to do.
help-state-link = Overview
help-scripts-title = One script or sender is stopped
help-scripts = The rest of the site sends, but what that one hands over is kept back. See whether it is the one you miss emails of.
help-scripts-link = Scripts
help-script-title = Send with a test script
help-script = Copy a small script to your site and run it. If its email appears here, the way is free, and the fault is in the site’s own scripts. If not, the server’s mail does not reach Postern.
help-script-link = Test scripts
help-mail-title = Let the site send by itself
help-mail = Scripts may send through an SMTP server somewhere else; then Postern sees nothing of it, and that server may refuse. Let them use the server’s own mail, which PHP calls mail().
help-mail-wordpress = Switch off plugins that send through SMTP, such as WP Mail SMTP or Post SMTP, or set their mailer to “Default” or “PHP”.
help-mail-joomla = In the global configuration, under Server, set the mailer to “PHP Mail”.
help-mail-drupal = Drupal sends by itself. Uninstall or switch off modules that send through SMTP, such as SMTP Authentication Support.
help-mail-prestashop = In the advanced parameters, under E-mail, choose to use /usr/sbin/sendmail instead of your own SMTP parameters.
help-mail-phpmailer = In scripts that use PHPMailer, call isMail() instead of isSMTP().
help-log-title = See whether the script fails
help-log = A script that stops with an error sends nothing. Set the form off once more, then read the error log.
help-log-php = Look for a file error_log in the site’s folder, or for the error log in your hosting provider’s customer area. To have one written, put these lines into php.ini or .user.ini, with a folder of yours:
help-log-wordpress = Put these lines into wp-config.php, above the line that says to stop editing. Errors are then in wp-content/debug.log. Take the lines out again afterwards.
help-find-title = Look for that one email
help-find = Search for its recipient. If it is there and was sent, the receiver has it. If it is not there, the script did not send it.
help-find-link = Find an email
help-junk-title = Look into the junk folder
help-junk = An email that was sent may lie in the recipient’s junk folder, or in a folder of its own for advertising. Mark it as wanted, and the next one arrives better.
help-recipient-title = Check whom the form writes to
help-recipient = Forms have the address of their recipient in their settings. A mistake in it, or an address of someone who has left, sends everything to the wrong place.
help-errors-title = Read what the receivers said
help-errors = Each email in error has the receiver’s answer, and what it means in plain words.
help-errors-link = Emails in error
help-addresses-title = Correct wrong addresses
help-addresses = Some of the latest errors are addresses that do not exist. Check where the script takes them from.
help-addresses-link = See the addresses
help-sender-title = Let your domain say that this server may send for it
help-sender = Some of the latest errors are refusals of the sender. Receivers look at records of your domain (SPF and DKIM); your hosting provider can help you set them. Let forms send from an address of your own domain, and put the visitor’s address into the field for replies.
help-queue-title = See what waits, and for whom
help-queue = Receivers may be busy, or not trust a new sender yet. Postern tries again by itself; you need not send anything twice.
help-queue-link = Waiting emails
help-provider-title = Ask your hosting provider
help-provider = Tell them the site, the time, the recipient, and what the test script printed.
help-covers-title = What Postern covers
help-covers = Postern takes the emails that scripts of your site send. What you write in a mail program or in a webmail, and what is sent to you, goes another way, and is not seen here.
