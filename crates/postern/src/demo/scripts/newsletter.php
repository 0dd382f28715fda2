<?php
// The newsletter goes to addresses nobody has looked at for years:  php -c php.ini newsletter.php READER NUMBER
[, $reader, $number] = $argv;

$text = "<html><body><p>News!</p><p>Reference: $number</p></body></html>";
$headers = ['From' => 'news@broken.example.org', 'MIME-Version' => '1.0', 'Content-Type' => 'text/html'];

exit(mail($reader, "News $number", $text, $headers, '-fnews@broken.example.org') ? 0 : 1);
