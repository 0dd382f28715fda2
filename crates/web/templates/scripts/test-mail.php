<?php
// {{ words.note }}
$to = {{ words.to }};
$from = {{ words.from }};
$head = "From: $from\r\nContent-Type: text/plain; charset=utf-8";
$taken = mail($to, {{ words.subject }}, {{ words.text }}, $head);
echo $taken ? {{ words.taken }} : {{ words.refused }}, "\n";
