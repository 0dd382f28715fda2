# The pages of a site: overview, its three actions, and the list of sites.

# --- overview ---
action-block = Parar o envio
action-unblock = Retomar o envio
action-purge = Eliminar os e-mails em espera
refused-locked = O fornecedor de alojamento bloqueou o envio. Só o fornecedor o pode retomar ou eliminar o que está em espera.
refused-purge-first = Depois de um caso de spam, o envio é retomado quando os e-mails em espera são eliminados.
refused-block-first = { $count ->
    [1] Para eliminar o e-mail em espera, parar primeiro o envio.
   *[other] Para eliminar os { $count } e-mails em espera, parar primeiro o envio.
}
stops-title = Parado enquanto o resto envia
stopped-script = Script
stopped-sender = Remetente
script-unknown = script desconhecido

figures-title = Números
figure-sent-today = Enviados hoje
figure-sent-ever = Enviados no total
# $day is the day the site was set up.
since-created = desde { $day }
figure-in-error = Com erro
in-error-today = { $count ->
    [0] nenhum hoje
   *[other] { $count } hoje
}
# Failures that were reported after the email had been taken.
in-error-late = { $count ->
    [1] { $count } comunicado mais tarde
   *[other] { $count } comunicados mais tarde
}
figure-queued = Em espera
queued-due = { $count ->
    [1] { $count } prestes a sair
   *[other] { $count } prestes a sair
}
queued-deferred = { $count ->
    [1] { $count } terá nova tentativa
   *[other] { $count } terão nova tentativa
}
queued-held = { $count ->
    [1] { $count } retido
   *[other] { $count } retidos
}

advice-heading = Merece atenção
advice-addresses-title = Endereços errados
advice-addresses = Dos últimos erros, { $count } são de endereços que não existem e para os quais { $script } escreveu. Verificar onde é que o script vai buscar os endereços.
advice-addresses-link = Estes e-mails
advice-captcha-title = Alguém está a abusar de um formulário?
advice-captcha = { $script } enviou os últimos { $count } e-mails em { $span }. Se os visitantes o podem acionar, talvez haja programas a fazê-lo: um captcha trava-os.
advice-captcha-link = Ver os scripts
advice-spam-title = Os e-mails são tomados por spam
advice-spam = É o que dizem { $count } dos últimos erros. Verificar o que os scripts enviam e se tudo pertence ao site.
advice-spam-link = Ver as respostas
advice-refused-title = O remetente não é aceite
advice-refused = É o que dizem { $count } dos últimos erros. Muitas vezes, o domínio ainda não declara que este servidor pode enviar em seu nome (SPF e DKIM): o fornecedor de alojamento pode ajudar.
advice-refused-link = Ver as respostas
advice-report-title = Saber dos erros por e-mail
advice-report = Há e-mails que falham e ninguém é avisado. Basta indicar um endereço para receber um relatório do dia anterior em cada manhã em que haja algo a comunicar.
advice-report-link = Indicar o endereço
advice-silent-title = Não chega aqui nenhum e-mail
advice-silent-ever = Desde que este site foi criado, nenhum dos seus scripts enviou um e-mail.
advice-silent = O último chegou a { $moment } ({ $ago }).
advice-silent-link = Descobrir porquê

history-title = Histórico
ranges = Período mostrado
range-24h = 24 horas
range-7d = 7 dias
range-31d = 31 dias
range-1y = Um ano
legend-sent = Enviados
legend-failed = Com erro
legend-held = Retidos
# What a screen reader says of the chart.
chart-name = E-mails ao longo do tempo
chart-told = Enviados: { $sent }, com erro: { $failed }, retidos: { $held }. O mesmo encontra-se na tabela abaixo.
# One column of the chart; $when is a time or a span of days.
chart-column = { $when }. Enviados: { $sent }, com erro: { $failed }, retidos: { $held }
chart-hours = { $day }, { $from }–{ $to }
chart-days = { $from } – { $to }
history-nothing = Neste período não foi enviado nada.
history-csv = Descarregar como CSV
history-table = Mostrar como tabela

latest-errors = Últimos erros
latest-errors-all = Todos os e-mails com erro
no-errors = Nenhum e-mail com erro
no-errors-means = Tudo o que saiu foi aceite no destino.
# Before the words of a receiver’s server.
reply-said = Resposta do servidor de destino
column-when = Quando
column-recipient = Destinatário
column-what = O que aconteceu
column-script = Script
column-site = Site
column-state = Estado
column-failed-today = Com erro hoje

# --- the three actions: a question, what will happen, the button, what it came to ---
what-happens = O que vai acontecer
reason-label = Motivo (opcional)
reason-hint = É mostrado no resumo, também a outras pessoas que cuidam deste site.
reason-too-long = { $count ->
    [1] O motivo tem { $count } carácter a mais. Ainda nada foi alterado.
   *[other] O motivo tem { $count } caracteres a mais. Ainda nada foi alterado.
}
lock-label = Bloquear também
lock-hint = Só um operador pode retomar o envio ou eliminar o que está em espera; o proprietário vê o motivo.
lifts-lock = O bloqueio é levantado.

block-question = Parar o envio de { $site }?
block-new = O que os scripts enviarem a partir de agora é aceite e fica retido, cada e-mail durante { $age }, no máximo.
block-queued = { $count ->
    [0] Agora não há nenhum e-mail em espera.
    [1] O e-mail que está agora em espera fica aqui.
   *[other] Os { $count } e-mails que estão agora em espera ficam aqui.
}
block-under-way = Tem efeito imediato. Só pode ainda chegar o que está a ser entregue neste momento a um servidor de destino.
block-confirm = Parar o envio
block-done = { $count ->
    [0] O envio está parado. Não há nenhum e-mail em espera.
    [1] O envio está parado. Há { $count } e-mail retido.
   *[other] O envio está parado. Há { $count } e-mails retidos.
}
block-nothing = O envio já estava parado. Nada foi alterado.

unblock-question = Retomar o envio de { $site }?
unblock-queued = { $count ->
    [0] Não há nenhum e-mail em espera. Os novos são entregues de imediato.
    [1] O e-mail que está em espera sai.
   *[other] Os { $count } e-mails que estão em espera saem, primeiro os mais antigos; os novos, de imediato.
}
unblock-last = Ao ritmo habitual deste site, o último sai a { $moment }.
unblock-stopped = { $count ->
    [1] { $count } e-mail de um script ou remetente parado fica até que este possa voltar a enviar (página Scripts).
   *[other] { $count } e-mails de scripts ou remetentes parados ficam até que estes possam voltar a enviar (página Scripts).
}
unblock-forced = Durante uma semana, tolera-se o dobro das falhas habituais.
unblock-confirm = Retomar o envio
unblock-done = { $count ->
    [0] O envio está ativo. Não havia nenhum e-mail em espera.
    [1] O envio está ativo. Sai agora { $count } e-mail.
   *[other] O envio está ativo. Saem agora { $count } e-mails, primeiro os mais antigos.
}
# Before the sentence of those that stay.
unblock-done-none = O envio está ativo.
unblock-done-last = { $count ->
    [1] O envio está ativo. Sai { $count } e-mail; ao ritmo habitual, a { $moment }.
   *[other] O envio está ativo. Saem { $count } e-mails, primeiro os mais antigos; ao ritmo habitual, o último a { $moment }.
}
unblock-nothing = O envio já estava ativo. Nada foi alterado.

purge-question = Eliminar todos os e-mails em espera de { $site }?
purge-queued = { $count ->
    [0] Agora não há nenhum e-mail em espera.
    [1] É eliminado { $count } e-mail, mesmo que já se tenha tentado entregá-lo.
   *[other] São eliminados { $count } e-mails, mesmo os que já se tentou entregar.
}
purge-then-red = O envio é retomado: o que os scripts enviarem a partir de agora é entregue.
purge-then-green = O envio continua: o que chegar a partir de agora é entregue.
purge-for-good = Os e-mails eliminados não podem ser recuperados. Os e-mails com erro e o histórico mantêm-se.
purge-confirm = { $count ->
    [0] Retomar o envio
    [1] Eliminar { $count } e-mail
   *[other] Eliminar { $count } e-mails
}
purge-done = { $count ->
    [0] Não havia nenhum e-mail em espera. O envio está ativo.
    [1] Foi eliminado { $count } e-mail. O envio está ativo.
   *[other] Foram eliminados { $count } e-mails. O envio está ativo.
}

# --- sites ---
sites-title = Os seus sites
no-sites = Nenhum site
no-sites-means = Esta conta ainda não tem nenhum site. Falar com o fornecedor de alojamento.
