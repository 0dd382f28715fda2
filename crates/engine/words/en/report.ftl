# Emails that Postern writes to the owner of a site: the report of a day, and warnings. What failures mean, and what to do
# in each state, stands in state.ftl and mail.ftl.

# --- below each of them; $site is the name of a site, $address an email address ---
letter-auto = Postern wrote this email by itself. Nobody reads answers to it.
letter-why-report = It goes to { $address }, the report address of { $site }, on the morning after a day on which an email failed.
letter-why-notice = It goes to { $address }, the report address of { $site }.
letter-why-operator = It goes to { $address }, because { $site } has no report address.
letter-off = Send no more of these emails
# Where there is no link: $field is a field of the page $page.
letter-off-nowhere = To end these emails, empty the field “{ $field }” on the page “{ $page }” of your hosting provider’s panel.
letter-open = Open { $site }

# --- the report of a day ---
report-subject = { $count ->
    [one] { $site }: { $count } email did not arrive on { $day }
   *[other] { $site }: { $count } emails did not arrive on { $day }
}
report-title = { $count ->
    [one] { $count } email did not arrive
   *[other] { $count } emails did not arrive
}
report-lead = On { $day }, not every email of { $site } arrived. Here is why, and what helps.
report-sent = Delivered
report-failed = In error
# Reports of a failure that came after the receiver’s server had taken the email.
report-late = Came back after delivery
report-held = Kept back
report-purged = Deleted
report-list = The emails
report-list-part = The latest { $shown } of { $count } emails
report-more = See all errors of this day
report-more-nowhere = All of them are in your hosting provider’s panel, on the page “{ $page }”: choose { $day } there.

# --- emails that are kept back are given up soon ---
held-goes-subject = { $count ->
    [one] { $site }: { $count } email that is kept back will soon be given up
   *[other] { $site }: { $count } emails that are kept back will soon be given up
}
held-goes-title = { $count ->
    [one] { $count } email that is kept back will soon be given up
   *[other] { $count } emails that are kept back will soon be given up
}
held-goes-when = { $count ->
    [one] It is given up on { $moment }.
   *[other] The first is given up on { $moment }, the last of them on { $last } at the latest.
}
# $class is the name of a kind of error.
held-goes-why = Emails are kept back for { $age } at most. After that, each ends as an error (“{ $class }”).
held-goes-green = Sending is on, but some of this site’s scripts or senders are stopped.
held-goes-unblock = Start sending again: what is kept back goes out.
held-goes-unstop = Let the script or the sender send again: what is kept back of it goes out.
held-goes-release = Or let single emails go out.
held-goes-delete = Or delete what should not go out.

# --- sending was stopped, started again, or what waited was deleted; $state is one of the sentences on a state ---
state-changed-subject = { $site }: { $state }
state-changed-list = What was done

# --- an email failed, and none had for a month ---
first-failure-subject = { $site }: an email did not arrive
first-failure-title = An email did not arrive
# $span is a number of days.
first-failure-lead = For { $span }, no email of { $site } had failed. This is the first error since.

# --- the page that ends these emails ---
off-title = Reports and warnings
off-lead = Reports and warnings about { $site } go to { $address }.
off-button = Send no more of them
off-done = From now on, no reports and warnings about { $site } go to { $address }. Whoever has the site can set an address again under “{ $page }”.
off-over = This link has done its work, or never had any: no reports go to its address.
