# Emails that Postern writes to the owner of a site: the report of a day, and warnings. What failures mean, and what to do
# in each state, stands in state.ftl and mail.ftl.

# --- below each of them; $site is the name of a site, $address an email address ---
letter-auto = O Postern escreveu este e-mail sozinho. Ninguém lê as respostas.
letter-why-report = É enviado para { $address }, o endereço para relatórios de { $site }, na manhã seguinte a um dia em que um e-mail falhou.
letter-why-notice = É enviado para { $address }, o endereço para relatórios de { $site }.
letter-why-operator = É enviado para { $address }, porque { $site } não tem endereço para relatórios.
letter-off = Não receber mais estes e-mails
# Where there is no link: $field is a field of the page $page.
letter-off-nowhere = Para não os receber mais, esvaziar o campo «{ $field }» na página «{ $page }» do painel do fornecedor de alojamento.
letter-open = Abrir { $site }

# --- the report of a day ---
report-subject = { $count ->
    [one] { $site }: { $count } e-mail não chegou em { $day }
   *[other] { $site }: { $count } e-mails não chegaram em { $day }
}
report-title = { $count ->
    [one] { $count } e-mail não chegou
   *[other] { $count } e-mails não chegaram
}
report-lead = Em { $day }, nem todos os e-mails de { $site } chegaram. Eis porquê, e o que ajuda.
report-sent = Entregues
report-failed = Com erro
# Reports of a failure that came after the receiver’s server had taken the email.
report-late = Devolvidos depois da entrega
report-held = Retidos
report-purged = Eliminados
report-list = Os e-mails
report-list-part = Os últimos { $shown } de { $count } e-mails
report-more = Ver todos os erros deste dia
report-more-nowhere = Estão todos no painel do fornecedor de alojamento, na página «{ $page }»: escolher aí { $day }.

# --- emails that are kept back are given up soon ---
held-goes-subject = { $count ->
    [one] { $site }: { $count } e-mail retido vai expirar em breve
   *[other] { $site }: { $count } e-mails retidos vão expirar em breve
}
held-goes-title = { $count ->
    [one] { $count } e-mail retido vai expirar em breve
   *[other] { $count } e-mails retidos vão expirar em breve
}
held-goes-when = { $count ->
    [one] Expira em { $moment }.
   *[other] O primeiro expira em { $moment }, o último o mais tardar em { $last }.
}
# $class is the name of a kind of error.
held-goes-why = Os e-mails ficam retidos { $age } no máximo. Depois, cada um acaba com erro («{ $class }»).
held-goes-green = O envio está ativo, mas alguns scripts ou remetentes deste site estão parados.
held-goes-unblock = Retomar o envio: o que está retido sai.
held-goes-unstop = Deixar o script ou o remetente enviar de novo: os seus e-mails retidos saem.
held-goes-release = Ou deixar sair alguns e-mails.
held-goes-delete = Ou eliminar o que não deve sair.

# --- sending was stopped, started again, or what waited was deleted; $state is one of the sentences on a state ---
state-changed-subject = { $site }: { $state }
state-changed-list = O que foi feito

# --- an email failed, and none had for a month ---
first-failure-subject = { $site }: um e-mail não chegou
first-failure-title = Um e-mail não chegou
# $span is a number of days.
first-failure-lead = Durante { $span }, nenhum e-mail de { $site } tinha falhado. Este é o primeiro erro desde então.

# --- the page that ends these emails ---
off-title = Relatórios e avisos
off-lead = Os relatórios e avisos sobre { $site } são enviados para { $address }.
off-button = Não enviar mais
off-done = A partir de agora, os relatórios e avisos sobre { $site } não são enviados para { $address }. Quem tem o site pode indicar de novo um endereço em «{ $page }».
off-over = Este link já fez o seu trabalho, ou nunca teve nenhum: para o seu endereço não são enviados relatórios.
