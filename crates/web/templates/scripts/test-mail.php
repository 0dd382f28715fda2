<?php
// {{ words.note }}
$to = {{ words.to }};
$from = {{ words.from }};
$text = {{ words.text }};
$head = "From: $from\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8";

if (mail($to, {{ words.subject }}, $text, $head)) {
    echo {{ words.taken }}, "\n";
} else {
    echo {{ words.refused }}, "\n";
}
