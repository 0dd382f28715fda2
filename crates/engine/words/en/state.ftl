# What state a site is in, why emails fail, and what to do: words of the overview that other pages and mails share.

# --- the mark beside a site's name ---
badge-enabled = Sending
# After it was blocked for too many failures and unblocked: watched for a while.
badge-forced = Sending, watched
badge-blocked = Stopped
badge-bounce = Stopped: errors
badge-spam = Stopped: spam
badge-locked = Stopped and locked

# --- the state in a sentence, and what it means ---
state-enabled = Emails are being sent
state-enabled-means = What your site’s scripts hand over is delivered right away.
state-forced = Emails are being sent again
state-forced-means = Too many of them had failed before. For a week, twice the usual number of failures is tolerated; beyond that, sending stops again.
state-blocked = Sending is stopped
state-blocked-means = New emails of your scripts are still accepted, but kept here instead of being delivered.
state-bounce = Sending is stopped: too many emails failed
state-bounce-means = Receivers refused so many emails that going on would harm all mail of this server. New emails are still accepted, but kept here.
state-spam = Sending is stopped: the emails look like spam
state-spam-means = Often a stranger uses a form or a stolen password to send through the site. New emails are still accepted, but kept here.

# --- since when and by whom; $moment is a date and time, $ago how long ago that was ---
since = since { $moment } ({ $ago })
since-green = Since { $moment } ({ $ago }).
last-mail = The last email came on { $moment } ({ $ago }).
last-mail-none = No email has come so far.
since-red-you = Since { $moment } ({ $ago }), stopped by you.
since-red-owner = Since { $moment } ({ $ago }), stopped by { $name }.
since-red-provider = Since { $moment } ({ $ago }), stopped by your hosting provider.
since-red-operator = Since { $moment } ({ $ago }), stopped by the operator { $name }.
since-red-policy = Since { $moment } ({ $ago }), stopped automatically.
# Before the words someone gave as a reason.
reason = Reason

# The mark before something that is being done at this moment.
under-way = Under way
under-way-released = { $count ->
    [one] { $count } email that was let through goes out now, although sending is stopped.
   *[other] { $count } emails that were let through go out now, although sending is stopped.
}

# Work on many waiting emails, while it goes on: $seen of $total were looked at so far, $done of them dealt with.
job-release = Emails are being let through: { $done } so far, { $seen } of { $total } looked at.
job-delete = Emails are being deleted: { $done } so far, { $seen } of { $total } looked at.
job-retry = Emails are being tried again: { $done } so far, { $seen } of { $total } looked at.
job-progress = Progress

# --- facts below a state ---
mails = { $count ->
    [one] { $count } email
   *[other] { $count } emails
}
why-held = Kept back now
# Held mail is given up after some days.
why-given-up = Kept until
why-given-up-at = The oldest is given up on { $moment } ({ $ago }).
why-script = Script that failed most
# $count of the latest $of failures are of this script.
why-script-count = { $script } ({ $count } of the latest { $of } errors)
why-reply = What a receiver said

# --- what to do, step by step ---
next-title = What to do
step-read-errors = See which emails failed and what the receivers said.
step-read-errors-link = Emails in error
step-check-addresses = Correct the wrong addresses in that script or its list: whoever does not exist must not be written to again.
step-find-script = See which script sends these emails, and whether you know them.
step-find-script-link = Scripts
step-secure-script = Close the gap: update the site’s software, change its passwords, add a captcha to its forms.
step-block-script = Stop that one script, so that the rest of the site can go on sending.
step-block-script-link = Scripts
step-delete-junk = Delete waiting emails that should not go out.
step-delete-junk-link = Waiting emails
step-unblock = Then start sending again: what waits goes out, oldest first.
step-unblock-forced = Then start sending again: what waits goes out, and for a week twice the usual number of failures is tolerated.
step-purge-spam = Then delete all waiting emails: after that, new ones are sent again.
step-decide-spam = Then decide: start sending and let what waits go out, or delete it all.
step-decide-spam-link = Waiting emails
step-ask-provider = Write to your hosting provider what you changed. Sending is locked: only they can start it again.
step-ask-owner = Ask the owner of the site. Your account may look, but not change anything.
step-watch = Come back in a few days: if the number of failures falls, the watch ends by itself.

# --- the classes of failures, and what each means ---
class-bad-mailbox = Address does not exist
class-bad-mailbox-means = There is no such mailbox, or it was closed. Check the address for mistakes.
class-bad-domain = Domain takes no mail
class-bad-domain-means = The part after the @ does not exist or has no mail. Check it for mistakes.
class-mailbox-full = Mailbox is full
class-mailbox-full-means = The recipient has no room left and has to make some.
class-refused-by-policy = Refused by a rule
class-refused-by-policy-means = The receiver does not accept this email or this sender. Its words say why.
class-refused-as-spam = Refused as spam
class-refused-as-spam-means = The receiver takes the email, or where it comes from, for spam.
class-expired = Given up after days
class-expired-means = It was tried for days, and the receiver never took it.
class-expired-held = Kept too long
class-expired-held-means = Sending was stopped for so long that the email was given up.
class-network = Receiver not reachable
class-network-means = The receiver’s server did not answer as it should.
class-complaint = Marked as spam
class-complaint-means = The recipient told their provider that they do not want this email.
