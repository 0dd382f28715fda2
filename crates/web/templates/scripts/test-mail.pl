#!/usr/bin/perl
use strict;
use warnings;

# {{ words.note }}
my $to = {{ words.to }};
my $from = {{ words.from }};
my $subject = {{ words.subject }};
my $text = {{ words.text }};

open(my $mail, '|-', '{{ sendmail }}', '-t', '-i') or die "sendmail: $!\n";
print $mail "To: $to\nFrom: $from\nSubject: $subject\n";
print $mail "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n$text\n";
if (close($mail)) {
    print {{ words.taken }}, "\n";
} else {
    print {{ words.refused }}, "\n";
}
