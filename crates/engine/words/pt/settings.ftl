# The settings of a site.
settings-report = Endereço para relatórios
settings-report-hint = Os relatórios e avisos sobre este site são enviados para este endereço. Se ficar vazio, não é enviado nenhum.
settings-report-wrong = Isto não é um endereço de e-mail. Escrever assim: nome@example.net, ou deixar vazio.
settings-language = Idioma dos relatórios
settings-language-hint = Os e-mails escritos pelo Postern e os e-mails de teste são neste idioma.
settings-language-wrong = O Postern não fala este idioma. Escolher um da lista.
settings-zone = Fuso horário
settings-zone-hint = Começar a escrever uma cidade e escolher na lista. «Hoje» e todas as horas deste site seguem este fuso.
# $clock is a time of day, by the time zone that is saved.
settings-clock = Hora atual no fuso guardado: { $clock }.
settings-zone-wrong = Este fuso horário não existe. Escolher um da lista, por exemplo Europe/Rome.
settings-notices = Avisar por e-mail
# One kind of message: emails that are kept back because sending is stopped are given up after some days.
notice-held-mail-goes = quando houver e-mails retidos prestes a expirar
notice-held-mail-goes-means = Um dia antes de o primeiro expirar, enquanto ainda há tempo para o deixar sair.
notice-state-changed = quando o envio for parado ou retomado, ou e-mails em espera forem eliminados
notice-state-changed-means = Quem o fez, porquê, e o que fazer a seguir.
notice-first-failure = quando um e-mail falhar após um mês sem erros
notice-first-failure-means = De imediato, sem esperar pelo relatório do dia.
settings-save = Guardar
settings-saved = As definições foram guardadas.
settings-unchanged = Nada foi alterado.

# --- what the operator set ---
settings-fixed = Definido pelo fornecedor de alojamento
settings-fixed-lead = Se algo disto deve ser diferente, pedir ao fornecedor de alojamento.
settings-may-look = Esta conta pode ver, mas não alterar nada aqui.
settings-domains = Domínios dos remetentes
# How Postern knows that an email is of this site.
settings-identities = Reconhecido por
# $uid is the number of a user of the server’s system.
settings-uid = Utilizador do sistema { $uid }
settings-login = Utilizador SMTP { $login }
settings-range = Endereço { $range }
settings-limits = Limites
# $size is a size like 10 MB.
settings-limit-size = { $size } por e-mail
settings-limit-recipients = { $count ->
    [1] { $count } destinatário por e-mail
   *[other] { $count } destinatários por e-mail
}
settings-limit-queued = { $count ->
    [1] { $count } e-mail em espera
   *[other] { $count } e-mails em espera
}
settings-limit-queued-size = { $size } de e-mails em espera
settings-since = Criado em
settings-none = nenhum
# At the end of a list of which only the beginning is shown.
settings-more = e mais { $count }
