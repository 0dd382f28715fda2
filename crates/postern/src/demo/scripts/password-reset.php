<?php
// A customer has forgotten the password:  php -c php.ini password-reset.php CUSTOMER NUMBER
[, $customer, $number] = $argv;

$text = "Somebody, we hope you, asked for a new password.\r\n\r\nhttps://shop.example.org/reset/" . bin2hex(random_bytes(8))
    . "\r\n\r\nReference: $number\r\n";
$headers = "From: accounts@shop.example.org\r\nBcc: audit@shop.example.org";

exit(mail($customer, 'Zurücksetzen Ihres Passworts', $text, $headers, '-faccounts@shop.example.org') ? 0 : 1);
