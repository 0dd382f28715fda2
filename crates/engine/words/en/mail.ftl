# The pages on mails: those in error, the story of one, those that wait, and the scripts that send.

# --- lists ---
none-fits = No email fits
none-fits-means = Change what you look for, or show all.
# A long list is looked through piece by piece.
none-so-far = None found so far
none-so-far-means = Part of the list was looked through. “Show more” goes on from there.
export-csv = Download as CSV
export-json = Download as JSON

# --- emails in error ---
errors-lead = These emails did not arrive. Open one to see what its receiver said, what it means and what helps.
errors-search = Recipient, subject, answer
errors-classes = What happened
# Of very many only the newest are counted.
errors-counted-since = Counted since { $moment }: there are too many to count all.
# Before a description of what happened, where no server of the receiver answered.
reply-happened = What happened
class-bad-mailbox-advice = Correct the address where your script has it from, or take it off the list. Whoever does not exist must not be written to again.
class-bad-domain-advice = Correct the address, or take it off the list. A form should check what visitors enter.
class-mailbox-full-advice = You can do nothing but reach the recipient in another way. Send again later; if it lasts, take the address off the list.
class-refused-by-policy-advice = Read the answer: it often names the rule, sometimes with a link. Often the domain does not say yet that this server may send for it (SPF and DKIM); your hosting provider can help.
class-refused-as-spam-advice = Look at what the script sends, and whether you know these emails. If a form is misused, add a captcha; write only to those who asked for it.
class-expired-advice = Check the address. If it is right, reach the recipient in another way: their server has not taken any email for days.
class-expired-held-advice = Start sending again in time, and let your script send again what still matters.
class-network-advice = Check the part after the @. If it is right, the receiver’s server has a fault that only they can mend.
class-complaint-advice = Do not write to this recipient again, and give each newsletter a link to unsubscribe.

# --- the story of an email ---
column-subject = Subject
column-sender = Sender
# An email that reports a failure has no sender to answer to.
sender-none = no sender (a report)
subject-none = (no subject)
trace-lead = Look for any email of your scripts: each has its story, from the script to the receiver.
# What an email is known by: our number, or the field Message-ID.
trace-id = Number or Message-ID
trace-none = No emails yet
trace-none-means = None of this site’s scripts has handed over an email that is still remembered.
trace-none-fits-means = Recipient and sender have to be whole addresses. Of the subject, a part is enough. Old emails are forgotten after some weeks.
# After the first recipient of an email.
trace-others = { $count ->
    [one] and { $count } more
   *[other] and { $count } more
}
# $what is one of the marks below: so many recipients of one email are at it.
trace-times = { $what }: { $count }
# The marks: how an email stands with one recipient.
stands-sent = Delivered
stands-failed = In error
stands-held = Kept back
stands-queued = Waiting
stands-deleted = Deleted
story-title = The story of an email
story-recipients = What became of it
story-origin = Where it came from
story-accepted = Handed over
story-moment = { $moment } ({ $ago })
story-size = Size
story-method = How
method-sendmail = by the program sendmail (the function mail() of PHP uses it)
method-drop = as a file in the drop directory
method-smtp = over SMTP
method-http = over the API
method-notice = written by Postern itself
story-login = Login
story-address = From the address
# The numbers of the user, its group and the program that handed the email over.
story-process = Program
story-site = Site
story-site-stated = as stated by the caller
story-number = Number
story-message-id = Message-ID
story-stated = As stated by the caller
story-stated-means = The script, or the server around it, says so of itself. Nobody checked it.
story-earlier = { $count ->
    [one] { $count } earlier attempt is not shown.
   *[other] { $count } earlier attempts are not shown.
}
attempt-sent = The receiver took it.
attempt-deferred = It could not be delivered yet.
attempt-failed = It failed.
attempt-deleted = It was deleted before it was sent.
next-held = It is kept back, because sending is stopped for this site.
next-held-link = Overview
next-stopped = It is kept back, because its script or sender is stopped.
next-stopped-link = Scripts
next-tried = It is tried again on { $moment } ({ $ago }).
next-due = It goes out now.
next-sent = If it is not in the recipient’s inbox, they should look in the folder for spam: from here on it is in their provider’s hands.

# --- waiting emails ---
queue-lead = Emails that were handed over and have not left yet.
queue-kinds = What waits
queue-tab-held = Kept back
queue-tab-deferred = Will be tried again
queue-tab-due = About to go out
queue-recipient = Recipient, or @domain
queue-older = Older than
queue-empty = No emails are waiting
queue-empty-means = What your scripts hand over is delivered right away.
queue-none-fits-means = Recipient and sender have to be whole addresses; @example.net means all of that domain.
column-waits = How it stands
# How a waiting email stands.
waits-held = Kept back: sending is stopped
waits-stopped = Kept back: its script or sender is stopped
waits-deferred = Tried again on { $moment } ({ $ago })
waits-soon = About to be tried again
waits-due = About to go out
waits-in-hand = Being handed to the receiver now
waits-released = let through
queue-tried = { $count ->
    [one] tried once
   *[other] tried { $count } times
}
choose-title = What to do with them
choose-ticked = The ticked ones
choose-fitting = All that fit what is looked for
choose-all = All that are waiting
choose-tick = Tick this email
work-release = Let them go out
work-delete = Delete them
work-retry = Try them now
refused-spam = Sending is stopped because the emails look like spam: they cannot be let through, only deleted.
reload = Load the page again
job-released = { $count ->
    [0] No email was let through ({ $ago }).
    [one] { $count } email was let through ({ $ago }).
   *[other] { $count } emails were let through ({ $ago }).
}
job-deleted = { $count ->
    [0] No email was deleted ({ $ago }).
    [one] { $count } email was deleted ({ $ago }).
   *[other] { $count } emails were deleted ({ $ago }).
}
job-retried = { $count ->
    [0] No email had to be tried again ({ $ago }).
    [one] { $count } email is tried again ({ $ago }).
   *[other] { $count } emails are tried again ({ $ago }).
}
# A later action of someone ended the work.
job-taken-back = Letting emails through was ended by a later action, after { $count } of them ({ $ago }).

# --- before something is done with waiting emails: a question, what will happen, the button ---
release-question = Let waiting emails go out?
delete-question = Delete waiting emails?
retry-question = Try waiting emails now?
# So many emails are meant.
work-count = { $count ->
    [one] { $count } email is meant.
   *[other] { $count } emails are meant.
}
work-count-least = More than { $count } emails are meant.
work-recipient = Only to { $recipient }.
work-sender = Only of the sender { $sender }.
work-script = Only of the script { $script }.
# $kind is one of the parts of the list: Kept back, Will be tried again, About to go out.
work-kind = Only of the part “{ $kind }”.
work-older = Only those that have waited for { $span } or longer.
release-happens = They are delivered although sending is stopped for this site. Everything else stays.
release-stopped = What waits because its script or sender is stopped stays until that may send again (page Scripts).
delete-happens = They are not delivered. Deleted emails cannot be brought back.
delete-in-hand = An email that is being handed to a receiver at this moment may still arrive.
retry-happens = What would be tried again later is tried at once. What is kept back stays.
release-confirm = Let them go out
delete-confirm = Delete them
retry-confirm = Try them now
work-none-ticked = No email was ticked. Tick some, or choose all.
work-none = None of these emails is waiting any more.
work-begun-release = Emails are being let through.
work-begun-delete = Emails are being deleted.
work-begun-retry = Emails are being tried again.
work-nothing = Sending is on: there is nothing to let through.

# --- scripts ---
scripts-lead = Which script sends, how much, and how much of it fails. One alone can be stopped while the rest of the site sends.
scripts-title = Scripts that send
scripts-by = Ranked by
scripts-by-sent = Most sent
scripts-by-failed = Most in error
scripts-days = Last 31 days
scripts-days-told = In the last 31 days { $sent } sent, { $failed } in error
# The part of a script’s emails that failed, in hundredths.
scripts-part = Fails
scripts-last = Last seen
scripts-none = No script has sent yet
scripts-none-means = As soon as one hands over an email, it is listed here with what it sends.
scripts-stated = The names are as stated by the caller: a script can say that it is another one.
script-stopped = Stopped
script-accepted = Handed over
script-first = First seen
script-errors = Its emails in error
script-trace = Its emails
script-queue = Its waiting emails
script-stop = Stop this script
# Said by a screen reader of the chart of one script.
script-told = { $sent } sent, { $failed } in error in the last 31 days
script-column = { $when }: { $sent } sent, { $failed } in error
unstop-link = Let it send again
stop-sender-title = Stop one sender
stop-sender-lead = The emails of one sender address are kept back, whichever script sends them.
stop-sender-button = Go on
stop-script-question = Stop this script?
stop-sender-question = Stop this sender?
stop-new = Its new emails are accepted and kept here instead of being delivered.
stop-waiting = { $count ->
    [0] No email of it is waiting now.
    [one] The { $count } email of it that is waiting stays here.
   *[other] The { $count } emails of it that are waiting stay here.
}
stop-waiting-least = More than { $count } emails of it that are waiting stay here.
stop-rest = The rest of the site goes on sending.
stop-confirm = Stop it
stop-done = It is stopped; its emails are kept back.
stop-nothing = It was stopped already. Nothing was changed.
stop-no-address = This is no email address that could be stopped. Nothing was changed.
unstop-question = Let it send again?
unstop-waiting = { $count ->
    [0] No email of it is waiting now.
    [one] The { $count } email of it that is waiting goes out.
   *[other] The { $count } emails of it that are waiting go out.
}
unstop-waiting-least = More than { $count } emails of it that are waiting go out.
unstop-new = Its new emails are delivered right away.
unstop-red = But sending is stopped for the whole site: until that ends, its emails stay here, too.
unstop-confirm = Let it send again
unstop-done = It may send again; what waited goes out.
unstop-done-red = It may send again as soon as sending is on for the whole site.
unstop-nothing = This stop has ended already. Nothing was changed.
