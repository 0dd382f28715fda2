# The pages of those who run the hosting: all sites, next hops, health, users, tokens, the audit log. Their readers know
# mail; words may be exact.

# --- all sites ---
sites-search = Parte do nome
sites-red-only = Só os parados
# In what order the list is.
sites-by = Ordem da lista
sites-by-failed = Mais erros
sites-by-queued = Mais em espera
sites-by-sent = Mais enviados
sites-by-name = Por nome
sites-failed = Com erro
sites-queued = Em espera
sites-sent = Enviados
sites-last-mail = Último e-mail
sites-no-mail = nenhum até agora
# What part of all sites’ figure is this site’s; $share is a number with its sign: 12 %.
sites-share = { $share } do total
sites-red-count = { $count ->
    [0] nenhum parado
    [1] { $count } parado
   *[other] { $count } parados
}
sites-failed-share = { $share } do que saiu ou falhou
sites-now = agora, de todos os tipos
sites-since = desde ontem
sites-counted = Os enviados e os com erro são contados desde ontem; os que estão em espera são os de agora.
sites-none = Ainda não há nenhum site
sites-none-means = Adicionar aqui o primeiro, ou muitos de uma vez com postern site import.
sites-none-fit = Nenhum site corresponde
sites-none-fit-means = Procurar outra parte do nome ou mostrar todos.
site-add = Adicionar um site

# --- next hops: the servers mail goes to next ---
hops-lead = Os servidores para onde o correio segue; primeiro, os que têm problemas. O que está em espera é contado na medida em que já deve sair e está na memória.
# Attempts that are made at this moment, of at most so many.
hops-attempts = { $count ->
    [1] Há agora { $count } tentativa em curso, de { $most } no máximo.
   *[other] Há agora { $count } tentativas em curso, de { $most } no máximo.
}
hops-search = Domínio ou smarthost
hops-hop = Próximo salto
hops-waiting = Por sair e em espera
# $ago: 3 minutes ago
hops-oldest = o mais antigo devia ter saído { $ago }
hops-running = Em curso
# Attempts under way, and how many may be at once now.
hops-of-slots = { $running } de { $slots }
hops-most = { $count } no máximo absoluto
hops-failure = Última falha
hops-more = { $count ->
    [1] Há mais { $count } que não é mostrado. Procurar uma parte do seu nome.
   *[other] Há mais { $count } que não são mostrados. Procurar uma parte do nome.
}
hops-none = Nenhum próximo salto em uso
hops-none-means = Desde que o Postern foi iniciado, não houve correio para entregar.
hops-none-fit = Nenhum próximo salto corresponde
hops-none-fit-means = Só são conhecidos aqueles a que foi entregue correio desde que o Postern foi iniciado.
hop-answers = Responde
# It failed now and then: fewer attempts at once.
hop-slowed = Abrandado
# It failed: nothing is begun until it is asked again.
hop-paused = Em pausa
# It failed so often in a row that mail for it is put off without being tried.
hop-dead = Não responde
# $when: 3 minutes ago; $count failures in a row.
hop-failing = { $count ->
    [0] Os problemas começaram { $when }.
    [1] Os problemas começaram { $when }, com { $count } falha seguida.
   *[other] Os problemas começaram { $when }, com { $count } falhas seguidas.
}
# $when: in 20 seconds
hop-again = Volta a ser experimentado { $when }.

# --- health: how the daemon stands ---
health-accepts = O correio é aceite
health-accepts-means = O que os scripts entregam é guardado antes de ser confirmado e depois entregue.
health-refuses = Não é aceite correio
# $reserve: 1.0 GB
health-refuses-means = O disco não tem espaço além dos { $reserve } reservados para entregas, ações e eliminações. Libertar espaço ou eliminar os e-mails em espera de um site que tenha muitos; entretanto, os remetentes tentam de novo.
health-queue = O que está em espera
health-queued = Em espera, todos os sites
health-deferred = destes, já tentados
# Since when the mail is due that waits longest for its turn, and of which site.
health-oldest = O mais antigo que já deve sair
health-oldest-none = não espera nada que já deva sair
health-store = Armazenamento
health-commits = Escritas nos últimos cinco minutos
health-commits-none = nenhuma
health-p50 = Metade demorou no máximo
health-p99 = 99 em 100 demoraram no máximo
health-longest = A mais longa demorou
# A span in milliseconds.
health-millis = { $number } ms
health-database = Base de dados
health-bodies = E-mails guardados
# Rows of purged or old mail whose space is given back in the background.
health-reclaim = Linhas cujo espaço falta libertar
health-disk = Disco
health-room = Espaço para correio novo
health-reserve = Espaço reservado à parte
health-disk-all = Todo o disco
# Where the sendmail command leaves mail while the daemon is away.
health-drop = Diretório de depósito
health-drop-none = desativado
health-drop-files = E-mails que lá esperam
health-drop-bytes = O seu tamanho
health-drop-oldest = O mais antigo
# Files that are nobody’s or cannot be read.
health-drop-aside = Postos de parte
health-drop-over = Uids com mais do que o permitido
health-program = Programa
health-host = Apresenta-se como
health-version = Versão
health-started = Iniciado
health-smtp = Aceita SMTP em
health-web = Aceita HTTP em
health-closed = nenhum lado

# --- a role and its sites, in the forms of users and tokens ---
grant-role = Função
grant-all = Todos os sites, também os que forem adicionados mais tarde
grant-all-hint = Quem gere o alojamento tem-nos todos em qualquer caso.
grant-sites = Sites
grant-sites-hint = Os nomes, um por linha. Deixar vazio para todos os sites.
grant-no-role = Escolher uma função.
grant-all-and-some = Ou todos os sites ou os nomes de alguns, mas não ambos.
# $names: names of sites that were given
grant-no-site = Não há nenhum site com este nome: { $names }
grant-nothing = Indicar pelo menos um site ou escolher todos.
grant-of-all = todos os sites
grant-of-none = já nenhum site
# $names: three names
grant-of-more = { $names } e mais { $count }

# --- users ---
users-name = Utilizador
users-role = Função
users-sites = Sites
users-comes-in = Inicia sessão
users-by-link = só com link de acesso
users-by-password = com palavra-passe
users-by-password-and-code = com palavra-passe e código
users-last-login = Último início de sessão
users-never = nunca
users-none = Ainda não há nenhum utilizador
users-none-means = Quem deva ver o painel precisa de um. Quem trabalha na própria máquina não precisa de nenhum.
users-add = Adicionar um utilizador
users-add-lead = Alguém que inicia sessão aqui: um proprietário de sites, um colega ou um cliente que chega de outro painel.
users-language-browser = O que o navegador pedir
# $least says how long a password has to be.
users-password-hint = { $least } Sem palavra-passe, o utilizador entra só com links de acesso.
users-added = O utilizador { $name } foi adicionado.
users-added-at = Adicionado em
users-recovery-codes = Códigos de recuperação que restam
users-back = Voltar ao utilizador
users-link = Link de acesso
users-link-site = Só este site (opcional)
users-link-hint = Para um utilizador de vários sites: a sessão mostra então só este.
users-link-make = Criar um link de acesso
users-link-no-site = Este site não existe.
users-link-not-theirs = O utilizador não tem esse site.
users-link-no-panel = O painel não tem um endereço próprio: definir web.listen na configuração.
users-link-title = Um link de acesso para { $name }
# $span: 60 seconds
users-link-lead = Quem o abrir e premir o botão inicia sessão como este utilizador, sem palavra-passe. Serve uma única vez e durante { $span }, e só é mostrado aqui.
users-sessions = Sessões abertas agora
users-no-sessions = Nenhuma.
users-session-began = Início
users-session-last = Última atividade
users-session-from = De
users-session-end = Terminá-la
users-end = Terminar esta sessão
users-end-all = Terminar todas as sessões
users-sessions-ended = A sessão do utilizador foi terminada.
users-change = Função, sites, idioma
users-many-sites = Este utilizador tem mais sites do que cabem num formulário. Alterá-los com postern user set.
users-save = Guardar
users-changed = O utilizador foi alterado.
users-password = Palavra-passe e segundo fator
users-new-password = Nova palavra-passe
users-new-password-hint = Pelo menos { $shortest } caracteres. Todas as sessões do utilizador são terminadas.
users-password-button = Definir a palavra-passe
users-password-set = A palavra-passe foi definida e todas as outras sessões do utilizador foram terminadas.
users-factor-question = Retirar o segundo fator de { $name }?
users-factor-off = A palavra-passe basta para iniciar sessão até o utilizador configurar um novo segundo fator.
users-factor-yes = Retirar o segundo fator
users-factor-done = O segundo fator foi retirado.
users-remove-title = Remover este utilizador
users-remove-question = Remover o utilizador { $name }?
users-remove-sessions = As sessões, os tokens e os links de acesso do utilizador terminam de imediato.
users-remove-sites = Os sites ficam como estão, e também o que o utilizador fez, no registo de auditoria.
users-remove-yes = Remover o utilizador
users-removed = O utilizador { $name } foi removido.
users-this-is-you = Esta é a conta da sessão atual.

# --- tokens ---
tokens-name = Nome
tokens-whose = Pertence a
# A token that was made on the command line, by nobody’s user.
tokens-of-machine = a máquina
tokens-may = Função
tokens-ends = Expira
tokens-ended = expirou
tokens-last = Última utilização
# $ago: 3 minutes ago; $address: where the request came from
tokens-last-from = { $ago }, de { $address }
tokens-action = Remover
tokens-none = Não há nenhum token
tokens-none-means = Um programa que usa a API precisa de um: um painel de alojamento, um sistema de monitorização, um script.
tokens-add = Criar um token
tokens-remove = Remover
tokens-remove-question = Remover o token { $name }?
tokens-remove-programs = A partir de agora, os programas que o usam são recusados.
tokens-remove-for-good = Não pode ser recuperado; um novo tem outro segredo.
tokens-removed = O token { $name } foi removido.

# --- the audit log ---
audit-lead = Quem fez o quê, primeiro o mais recente. As horas são UTC.
audit-of-site-lead = Quem fez o quê com este site, primeiro o mais recente.
audit-who = Quem
audit-what = O quê
audit-no-site = Não há nenhum site com este nome. De um site removido não se encontra nada aqui.
audit-none = Até agora nada foi feito
audit-none-means = O que as pessoas e as regras automáticas fizerem a partir de agora fica registado aqui.
by-provider = o fornecedor de alojamento
# The name of one who runs the hosting.
by-operator = { $name }, operador
by-owner = { $name }, proprietário do site
by-reader = { $name }, só de leitura
# The name of a token of the API.
by-token = programa { $name }
# An automatic rule; $name is its short English name.
by-policy = regra automática { $name }
audit-block = parou o envio
audit-unblock = retomou o envio
audit-purge = eliminou todos os e-mails em espera
audit-stop = parou um script ou remetente
audit-unstop = deixou um script ou remetente voltar a enviar
audit-release = libertou e-mails em espera
audit-delete = eliminou e-mails em espera
audit-retry = tentou de novo a entrega de e-mails em espera
audit-site-add = adicionou o site
audit-site-change = alterou o site
audit-site-remove = removeu o site
audit-login-set = definiu um utilizador SMTP
audit-login-remove = removeu um utilizador SMTP
audit-login-link = criou um link de acesso
audit-show-as-owner = viu o site como o seu proprietário o vê
audit-user-add = adicionou um utilizador
audit-user-change = alterou um utilizador
audit-user-remove = removeu um utilizador
audit-recovery-code = usou um código de recuperação
audit-login = iniciou sessão
audit-session-end = terminou uma sessão
audit-token-add = criou um token
audit-token-remove = removeu um token

# --- a site: added, changed, removed ---
site-audit = Quem fez o quê
site-edit = Alterar o site
site-as-owner = Ver como o proprietário o vê
site-as-owner-begun = { $site } é mostrado como o seu proprietário o vê.
site-add-lead = Um site é o que se conta, se para e se limita: um serviço de alojamento, reconhecido pelo uid, pelo utilizador SMTP ou pelo endereço.
site-added = O site { $site } foi adicionado. Os seus scripts já podem enviar.
site-edit-title = Alterar { $site }
site-edit-lead = O que é definido aqui vale a partir do próximo e-mail.
site-changed = O site foi alterado.
site-unchanged = Nada era diferente, por isso nada foi alterado.
site-group-identity = Como o seu correio é reconhecido
site-group-owner = Para o seu proprietário
site-group-leaving = Como o seu correio sai
site-group-limits = Limites
site-name = Nome
site-name-hint = Normalmente, o seu domínio: shop.example.org. Não pode ser alterado mais tarde.
site-uids = Uids de Unix
site-uids-hint = Os utilizadores com que os seus scripts são executados: 1001 1002
site-ranges = Endereços de cliente
site-ranges-hint = Um por linha: 192.0.2.1, 192.0.2.0/24 ou 2001:db8::/32
site-moves = Retirá-los ao site que os tem
site-moves-hint = Caso contrário, um uid ou endereço que seja de outro site é recusado.
site-report = Endereço para relatórios
site-report-hint = Para onde vai o relatório do dia anterior; vazio: para lado nenhum.
site-zone = Fuso horário
site-zone-hint = Um nome como Europe/Rome. «Hoje» conta-se pelos seus dias.
site-domains = Domínios dos remetentes
site-domains-hint = Um por linha; o primeiro completa os endereços sem domínio. Vazio: o nome do site.
site-smarthosts = Smarthosts próprios
# $names: the names of the configuration
site-smarthosts-hint = Pela ordem em que são tentados: { $names }. Vazio: como para todos os sites.
site-no-smarthosts = A configuração não indica nenhum; vazio: como para todos os sites.
site-source = Endereço de onde sai
site-source-hint = Um endereço IP desta máquina; vazio: o sistema escolhe.
site-message-bytes = Tamanho máximo de um e-mail, em bytes
site-recipients = Destinatários de um e-mail
site-queued = E-mails que podem estar em espera
site-queued-bytes = Bytes que podem estar em espera
site-bytes-hint = 10485760 são 10 MB.
site-logins = Utilizadores SMTP
site-no-logins = Não tem nenhum.
site-login = Utilizador SMTP
site-login-hint = Se já existir, a sua palavra-passe é substituída.
site-login-button = Definir o utilizador SMTP
site-login-set = O utilizador SMTP { $login } já pode ser usado.
site-login-remove = Remover
site-login-removed = O utilizador SMTP { $login } foi removido.
site-fault-taken = Já existe um site com este nome.
site-fault-name = Usar letras, algarismos, hífenes e sublinhados, com pontos simples entre eles.
site-fault-uid = Um uid é um número.
site-fault-number = Escrever um número inteiro.
site-fault-zero = Não pode ser 0: nenhum e-mail seria aceite. Para reter os e-mails do site, parar o envio.
site-fault-few-bytes = São precisos pelo menos { $count } bytes.
site-fault-bytes = São permitidos no máximo { $count } bytes.
site-fault-recipients = São permitidos no máximo { $count } destinatários.
# $name is what was given.
site-fault-zone = O fuso horário { $name } não existe.
site-fault-language = Escolher um dos idiomas.
site-fault-domain = { $name } não é um domínio de correio.
site-fault-address = { $name } não é um endereço.
site-fault-range = { $name } não é um endereço nem um intervalo.
site-fault-smarthost = A configuração não indica nenhum smarthost { $name }.
site-fault-source = { $name } não é um endereço IP.
# $identity: uid 1001, range 192.0.2.0/24 or a login; $site: the site that has it
site-fault-identity = { $identity } já pertence a { $site }.
site-fault-overlaps = { $range } sobrepõe-se a { $other } de { $site }: retirá-lo primeiro de lá.
site-fault-login = Um utilizador SMTP tem de 1 a 255 bytes e nenhum carácter de controlo.
site-fault-password = Uma palavra-passe tem de 8 a 255 bytes e nenhum carácter de controlo.
site-remove = Remover o site
site-remove-lead = Os seus e-mails em espera são eliminados e o seu histórico desaparece. Para reter os seus e-mails durante algum tempo, é melhor parar o envio.
site-remove-question = Remover { $site } para sempre?
site-remove-queue = { $count ->
    [0] Não há nenhum e-mail em espera.
    [1] É eliminado o único e-mail que está em espera ({ $count }).
   *[other] São eliminados os { $count } e-mails que estão em espera.
}
site-remove-scripts = Os seus uids, endereços e utilizadores SMTP ficam livres de imediato: o que os seus scripts enviarem a partir de agora é recusado ou é de outro site.
site-remove-history = Os seus números, e-mails com erro e percursos de e-mails desaparecem; o registo de auditoria mantém-se.
site-remove-people = Os utilizadores que só tinham este site deixam de ver seja o que for; as suas contas mantêm-se.
site-remove-name = Nome do site
# $site: the name
site-remove-hint = Escrever { $site } para confirmar.
site-remove-not-it = Este não é o nome do site. Nada foi removido.
site-removed = O site { $site } foi removido.

# --- several sites at once ---
bulk-title = Com vários sites de uma vez
bulk-which = Que sites
bulk-chosen = Os assinalados
bulk-all = { $count ->
    [1] O único que corresponde ({ $count })
   *[other] Os { $count } que correspondem
}
# What the box beside a site is called.
bulk-choose = Escolher { $site }
bulk-none = Nenhum site foi escolhido. Assinalar alguns ou escolher todos os que correspondem.
bulk-too-many = Já há outros trabalhos em curso. Esperar que terminem.
bulk-reason-hint = É mostrado no resumo de cada um destes sites.
# The names of the sites that are meant.
bulk-names = Trata-se de { $names }.
bulk-names-more = { $count ->
    [1] Trata-se de { $names } e mais { $count }.
   *[other] Trata-se de { $names } e mais { $count }.
}
bulk-at-most = São os primeiros { $count } por nome: é o máximo de cada vez.
bulk-block-question = { $count ->
    [1] Parar o envio de { $count } site?
   *[other] Parar o envio de { $count } sites?
}
bulk-block-sites = { $count ->
    [0] Nenhum deles está a enviar.
    [1] { $count } site para de enviar de imediato.
   *[other] { $count } sites param de enviar de imediato.
}
bulk-block-mails = { $count ->
    [0] Nenhum dos seus e-mails está agora em espera.
    [1] Fica retido { $count } e-mail que está em espera.
   *[other] Ficam retidos { $count } e-mails que estão em espera.
}
# $age: 3 days
bulk-block-new = O que os seus scripts enviarem a partir de agora é aceite e fica retido, cada e-mail durante { $age }, no máximo.
bulk-block-nothing = { $count ->
    [1] { $count } já está parado; aí nada muda, mas fica bloqueado se isso for pedido.
   *[other] { $count } já estão parados; aí nada muda, mas ficam bloqueados se isso for pedido.
}
bulk-block-yes = { $count ->
    [1] Parar { $count } site
   *[other] Parar { $count } sites
}
bulk-unblock-question = { $count ->
    [1] Retomar o envio de { $count } site?
   *[other] Retomar o envio de { $count } sites?
}
bulk-unblock-sites = { $count ->
    [0] Nenhum deles está parado.
    [1] { $count } site volta a enviar.
   *[other] { $count } sites voltam a enviar.
}
bulk-unblock-mails = { $count ->
    [0] Nenhum dos seus e-mails está agora em espera.
    [1] Sai { $count } e-mail.
   *[other] Saem { $count } e-mails, de cada site primeiro os mais antigos.
}
bulk-unblock-nothing = { $count ->
    [1] { $count } já está a enviar; aí nada muda.
   *[other] { $count } já estão a enviar; aí nada muda.
}
bulk-unblock-yes = { $count ->
    [1] Retomar { $count } site
   *[other] Retomar { $count } sites
}
bulk-purge-question = { $count ->
    [1] Eliminar todos os e-mails em espera de { $count } site?
   *[other] Eliminar todos os e-mails em espera de { $count } sites?
}
bulk-purge-sites = { $count ->
    [1] São eliminados os e-mails em espera de { $count } site; se estava parado, volta a enviar.
   *[other] São eliminados os e-mails em espera de { $count } sites; os que estavam parados voltam a enviar.
}
bulk-purge-mails = { $count ->
    [0] Agora não há nenhum e-mail em espera.
    [1] É eliminado { $count } e-mail.
   *[other] São eliminados { $count } e-mails.
}
bulk-purge-nothing = { $count ->
    [1] Em { $count } site não há nada a fazer.
   *[other] Em { $count } sites não há nada a fazer.
}
bulk-purge-yes = { $count ->
    [1] Eliminá-los em { $count } site
   *[other] Eliminá-los em { $count } sites
}
# So many sites of so many are done.
bulk-under-way = { $done } de { $total } feitos. É possível sair desta página; o trabalho continua.
bulk-ended = Concluído: { $done } de { $total }.
bulk-look-again = Ver de novo
bulk-results = Resultado
bulk-gone = Entretanto foi removido.
bulk-failed = { $count ->
    [1] Em { $count } site não foi possível
   *[other] Em { $count } sites não foi possível
}
bulk-failed-mark = Falhou
bulk-refused = { $count ->
    [1] Em { $count } site foi recusado
   *[other] Em { $count } sites foi recusado
}
bulk-refused-mark = Recusado
bulk-changed = { $count ->
    [1] { $count } alterado
   *[other] { $count } alterados
}
bulk-changed-mark = Feito
bulk-unchanged = { $count ->
    [1] { $count } já estava assim
   *[other] { $count } já estavam assim
}
bulk-unchanged-mark = Nada a fazer
