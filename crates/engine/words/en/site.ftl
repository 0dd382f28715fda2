# The pages of a site: overview, its three actions, and the list of sites.

# --- overview ---
action-block = Stop sending
action-unblock = Start sending
action-purge = Delete waiting emails
refused-locked = Your hosting provider locked this. Only they can start sending again or delete what waits.
refused-purge-first = After spam, sending starts again when the waiting emails are deleted.
refused-block-first = { $count ->
    [one] To delete the { $count } waiting email, stop sending first.
   *[other] To delete the { $count } waiting emails, stop sending first.
}
stops-title = Stopped while the rest sends
stopped-script = Script
stopped-sender = Sender
script-unknown = script unknown

figures-title = Figures
figure-sent-today = Sent today
figure-sent-ever = Sent in total
# $day is the day the site was set up.
since-created = since { $day }
figure-in-error = In error
in-error-today = { $count ->
    [0] none today
   *[other] { $count } today
}
# Failures that were reported after the email had been taken.
in-error-late = { $count ->
    [one] { $count } reported later
   *[other] { $count } reported later
}
figure-queued = Waiting
queued-due = { $count ->
    [one] { $count } about to go out
   *[other] { $count } about to go out
}
queued-deferred = { $count ->
    [one] { $count } will be tried again
   *[other] { $count } will be tried again
}
queued-held = { $count ->
    [one] { $count } kept back
   *[other] { $count } kept back
}

advice-heading = Worth a look
advice-addresses-title = Wrong addresses
advice-addresses = Of the latest errors, { $count } are addresses that { $script } wrote to and that do not exist. Check where the script takes its addresses from.
advice-addresses-link = These emails
advice-captcha-title = Is someone misusing a form?
advice-captcha = { $script } sent its last { $count } emails within { $span }. If visitors can set it off, programs may be doing so: a captcha stops them.
advice-captcha-link = See the scripts
advice-spam-title = Receivers take emails for spam
advice-spam = { $count } of the latest errors say so. Check what your scripts send, and whether all of it is yours.
advice-spam-link = See what they said
advice-refused-title = Receivers refuse the sender
advice-refused = { $count } of the latest errors say so. Often the domain does not say yet that this server may send for it (SPF and DKIM): your hosting provider can help.
advice-refused-link = See what they said
advice-report-title = Hear of errors by email
advice-report = Emails fail, and nobody is told. Give an address, and a report of the day before comes each morning on which there is something to report.
advice-report-link = Set the address
advice-silent-title = No emails arrive here
advice-silent-ever = Since this site was set up, none of its scripts has handed over an email.
advice-silent = The last one came on { $moment } ({ $ago }).
advice-silent-link = Find out why

history-title = History
ranges = Span that is shown
range-24h = 24 hours
range-7d = 7 days
range-31d = 31 days
range-1y = A year
legend-sent = Sent
legend-failed = In error
legend-held = Kept back
# What a screen reader says of the chart.
chart-name = Emails over time
chart-told = { $sent } sent, { $failed } in error, { $held } kept back. The same is in the table below.
# One column of the chart; $when is a time or a span of days.
chart-column = { $when }: { $sent } sent, { $failed } in error, { $held } kept back
chart-hours = { $day }, { $from }–{ $to }
chart-days = { $from } – { $to }
history-nothing = Nothing was sent in this time.
history-csv = Download as CSV
history-table = Show as a table

latest-errors = Latest errors
latest-errors-all = All emails in error
no-errors = No emails in error
no-errors-means = Everything that left was taken by its receiver.
# Before the words of a receiver’s server.
reply-said = The receiver said
column-when = When
column-recipient = Recipient
column-what = What happened
column-script = Script
column-site = Site
column-state = State
column-failed-today = In error today

# --- the three actions: a question, what will happen, the button, what it came to ---
what-happens = What will happen
reason-label = Reason (optional)
reason-hint = It is shown on the overview, also to others who look after this site.
reason-too-long = { $count ->
    [one] The reason is { $count } character too long. Nothing was changed yet.
   *[other] The reason is { $count } characters too long. Nothing was changed yet.
}
lock-label = Lock it
lock-hint = Only an operator can start sending again or delete what waits; the owner sees your reason.
lifts-lock = The lock is lifted.

block-question = Stop sending for { $site }?
block-new = What your scripts send from now on is accepted and kept, each email for { $age } at most.
block-queued = { $count ->
    [0] No email is waiting now.
    [one] The { $count } email that is waiting now stays here.
   *[other] The { $count } emails that are waiting now stay here.
}
block-under-way = It takes effect at once. Only what is being handed to a receiver at this moment may still arrive.
block-confirm = Stop sending
block-done = { $count ->
    [0] Sending is stopped. No email is waiting.
    [one] Sending is stopped. { $count } email is kept back.
   *[other] Sending is stopped. { $count } emails are kept back.
}
block-nothing = Sending was stopped already. Nothing was changed.

unblock-question = Start sending for { $site }?
unblock-queued = { $count ->
    [0] No email is waiting. New ones are delivered right away.
    [one] The { $count } email that is waiting goes out.
   *[other] The { $count } emails that are waiting go out, oldest first, new ones right away.
}
unblock-last = At the usual speed of this site, the last one leaves on { $moment }.
unblock-stopped = { $count ->
    [one] { $count } email of a stopped script or sender stays until that may send again (page Scripts).
   *[other] { $count } emails of stopped scripts or senders stay until these may send again (page Scripts).
}
unblock-forced = For a week, twice the usual number of failures is tolerated.
unblock-confirm = Start sending
unblock-done = { $count ->
    [0] Sending is on. No email was waiting.
    [one] Sending is on. { $count } email goes out now.
   *[other] Sending is on. { $count } emails go out now, oldest first.
}
# Before the sentence of those that stay.
unblock-done-none = Sending is on.
unblock-done-last = { $count ->
    [one] Sending is on. { $count } email goes out; at the usual speed, on { $moment }.
   *[other] Sending is on. { $count } emails go out, oldest first; at the usual speed, the last one on { $moment }.
}
unblock-nothing = Sending was on already. Nothing was changed.

purge-question = Delete all waiting emails of { $site }?
purge-queued = { $count ->
    [0] No email is waiting now.
    [one] { $count } email is deleted, also if it has been tried before.
   *[other] { $count } emails are deleted, also those that have been tried before.
}
purge-then-red = Sending starts again: what your scripts send from now on is delivered.
purge-then-green = Sending goes on: what comes from now on is delivered.
purge-for-good = Deleted emails cannot be brought back. Emails in error and the history stay.
purge-confirm = { $count ->
    [0] Start sending
    [one] Delete { $count } email
   *[other] Delete { $count } emails
}
purge-done = { $count ->
    [0] No email was waiting. Sending is on.
    [one] { $count } email was deleted. Sending is on.
   *[other] { $count } emails were deleted. Sending is on.
}

# --- sites ---
sites-title = Your sites
no-sites = No sites
no-sites-means = Your account has no site yet. Ask your hosting provider.
