#!/usr/bin/perl
use strict;
use warnings;

# {{ words.note }}
my $to = {{ words.to }};
my $from = {{ words.from }};
open(my $sendmail, '|-', '{{ sendmail }}', '-t', '-i') or die "sendmail: $!\n";
print $sendmail "To: $to\nFrom: $from\nSubject: ", {{ words.subject }};
print $sendmail "\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n";
print $sendmail {{ words.text }}, "\n";
my $taken = close($sendmail);
print $taken ? {{ words.taken }} : {{ words.refused }}, "\n";
