# The settings of a site.
settings-report = Report address
settings-report-hint = Reports and warnings about this site go to this address. Leave it empty for none.
settings-report-wrong = This is not an email address. Write it like name@example.net, or leave it empty.
settings-language = Language of the reports
settings-language-hint = Emails that Postern writes to you, and test emails, are in this language.
settings-language-wrong = Postern does not speak this language. Choose one of the list.
settings-zone = Time zone
settings-zone-hint = Begin to type a city, and choose from the list. “Today” and all times of this site follow it.
# $clock is a time of day, by the time zone that is saved.
settings-clock = By the saved one it is { $clock } now.
settings-zone-wrong = There is no such time zone. Choose one of the list, for example Europe/Rome.
settings-notices = Write to me
# One kind of message: emails that are kept back because sending is stopped are given up after some days.
notice-held-mail-goes = when emails that are kept back will soon be given up
notice-held-mail-goes-means = A day before the first one goes, while there is still time to let it out.
notice-state-changed = when sending is stopped or started again, or waiting emails are deleted
notice-state-changed-means = Who did it, why, and what to do next.
notice-first-failure = when an email fails after a month without errors
notice-first-failure-means = At once, without waiting for the report of the day.
settings-save = Save
settings-saved = The settings are saved.
settings-unchanged = Nothing was changed.

# --- what the operator set ---
settings-fixed = Set by your hosting provider
settings-fixed-lead = Ask your hosting provider if something of this should be different.
settings-may-look = Your account may look, but not change anything here.
settings-domains = Domains of senders
# How Postern knows that an email is of this site.
settings-identities = Recognised by
# $uid is the number of a user of the server’s system.
settings-uid = System user { $uid }
settings-login = SMTP login { $login }
settings-range = Address { $range }
settings-limits = Limits
# $size is a size like 10 MB.
settings-limit-size = { $size } for an email
settings-limit-recipients = { $count ->
    [one] { $count } recipient for an email
   *[other] { $count } recipients for an email
}
settings-limit-queued = { $count ->
    [one] { $count } waiting email
   *[other] { $count } waiting emails
}
settings-limit-queued-size = { $size } of waiting emails
settings-since = Set up on
settings-none = none
# At the end of a list of which only the beginning is shown.
settings-more = and { $count } more
