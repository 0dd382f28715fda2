<?php
// The shop confirms an order:  php -c php.ini order.php CUSTOMER NUMBER
[, $customer, $number] = $argv;

$text = "Thank you for your order.\n\nReference: $number\n.\nThe line above is a lone dot, as careless templates have it.\n";
$headers = ['From' => 'Shop <orders@shop.example.org>', 'Content-Type' => 'text/plain; charset=UTF-8'];

exit(mail($customer, "Your order $number", $text, $headers, '-forders@shop.example.org') ? 0 : 1);
