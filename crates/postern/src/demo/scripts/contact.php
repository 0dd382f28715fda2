<?php
// The contact form sends its visitor a copy, to whatever address the visitor typed. Bots love that.
//   php -c php.ini contact.php VISITOR NUMBER
[, $visitor, $number] = $argv;

$text = "You wrote to us:\n\n> Hello!\n\nWe shall answer soon.\n\nReference: $number\n";

exit(mail($visitor, 'Your message to us', $text, "From: form@contact.example.org\n", '-fform@contact.example.org') ? 0 : 1);
