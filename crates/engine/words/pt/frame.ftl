# What every page has: the frame, the navigation, the pages of one form, and pages that say what went wrong.

# Stands in the browser's tab.
title = { $title } · Postern
title-of-site = { $title } · { $site } · Postern
skip = Saltar para o conteúdo
menu = Menu
menu-close = Fechar
all-sites = Todos os sites
# The heading above the pages of those who run the hosting.
operate = Alojamento
# The last line of each page.
covers = O Postern trata dos e-mails que os scripts do site enviam: formulários de contacto, encomendas, newsletters. As caixas de correio ficam de fora.

nav-overview = Resumo
nav-errors = E-mails com erro
# The story of one email, found by its recipient, sender or subject.
nav-trace = Procurar um e-mail
nav-queue = E-mails em espera
nav-scripts = Scripts
nav-test = Enviar um teste
nav-settings = Definições
nav-help = Não chega nada?
nav-sites = Sites
nav-users = Utilizadores
nav-tokens = Tokens da API
# The servers mail goes to next.
nav-hops = Próximos saltos
nav-health = Estado do sistema
nav-audit = Registo de auditoria

# Read to those who cannot see it, before the user's name.
account-of = Conta de
account = A sua conta
language = Idioma
log-out = Terminar sessão
role-operator = Gere o alojamento
role-owner = Proprietário do site
role-reader = Pode ver, mas não alterar
as-owner-label = Vista desta página
as-owner = Este site é mostrado como o seu proprietário o vê.
as-owner-leave = Voltar à vista normal

cancel = Cancelar
pages = Páginas da lista
pages-first = Voltar ao início
pages-next = Mostrar mais
# The form above a list: what is looked for.
filter-any = Todos
filter-apply = Procurar
filter-clear = Mostrar tudo
filter-from = De (dia)
filter-to = Até (dia)
filter-no-day = Escrever o dia assim: 2026-03-29.
# On the button that copies a piece of code, and on it after that.
copy = Copiar
copied = Copiado

login-title = Iniciar sessão
login-lead = Ver e controlar os e-mails que os seus sites enviam.
login-name = Nome de utilizador
login-password = Palavra-passe
login-button = Iniciar sessão
login-help = Sem palavra-passe? Abrir o Postern a partir da área de cliente do fornecedor de alojamento ou pedir-lhe um link de acesso.
login-wrong = O nome ou a palavra-passe não estão corretos. Tentar novamente ou pedir um link de acesso ao fornecedor de alojamento.
# $span is a time in words: 40 seconds.
login-wait = Demasiadas tentativas. Tentar novamente dentro de { $span }.
link-title = Boas-vindas
link-lead = Este link inicia a sessão, uma única vez.
link-button = Abrir o Postern
link-over = Este link já foi usado ou é demasiado antigo. Pedir um novo onde este foi obtido.
link-to-login = Iniciar sessão com palavra-passe
code-title = Só mais um passo
code-lead = Abrir a aplicação que gera os códigos de acesso.
code-label = Código
code-hint = Os seis algarismos que a aplicação mostra agora ou um dos códigos de recuperação.
code-button = Iniciar sessão
code-wrong = Este código não está correto ou é demasiado antigo. Escrever o que a aplicação mostra agora.
setup-title = Configurar o Postern
setup-lead = Escolher o nome e a palavra-passe do primeiro operador, que pode ver e fazer tudo.
setup-name-hint = Letras minúsculas sem acentos nem ç, algarismos e . _ - @ +
setup-password-hint = Pelo menos { $shortest } caracteres. Algumas palavras seguidas são fáceis de lembrar e difíceis de adivinhar.
setup-again = Repetir a palavra-passe
setup-again-wrong = As duas palavras-passe não são iguais. Escrever a mesma duas vezes.
setup-over = Este link já não funciona: o Postern já está configurado ou o link é demasiado antigo.
user-name-wrong = Começar o nome por uma letra ou um algarismo e usar só letras minúsculas sem acentos nem ç, algarismos e . _ - @ +
user-name-taken = Já existe um utilizador com este nome.
password-length-wrong = A palavra-passe tem de ter entre { $least } e { $most } caracteres.
password-is-name = A palavra-passe não pode ser igual ao nome.
password-control = A palavra-passe contém um carácter que não se consegue escrever em todo o lado.
setup-button = Começar

to-start = Ir para a página inicial
# For those who report a problem. $code is a short English word, $moment a date and time.
trouble-reference = Referência: { $code }, { $moment } UTC
trouble-bad-request-title = Este endereço não funciona
trouble-bad-request-what = Foi pedido à página algo que ela não conhece.
trouble-bad-request-next = Voltar atrás e tentar novamente a partir da página anterior.
trouble-not-allowed-title = Isto não é permitido
trouble-not-allowed-what = Esta conta pode ver o site, mas não alterá-lo. Nada foi alterado.
trouble-not-allowed-next = Falar com o proprietário do site ou com o fornecedor de alojamento.
trouble-not-found-title = Esta página não existe
trouble-not-found-what = O endereço está errado ou o que aqui estava já não existe.
trouble-not-found-next = Verificar o endereço ou começar na página inicial.
trouble-too-slow-title = Demorou demasiado
trouble-too-slow-what = A ligação estava demasiado lenta ou havia demasiado para fazer. O que já tinha começado continua.
trouble-too-slow-next = Ver o resumo do site antes de tentar novamente.
trouble-conflict-title = Não é possível fazer isto agora
trouble-conflict-what = O estado do site não o permite; talvez alguém tenha sido mais rápido. Nada foi alterado.
trouble-conflict-next = Ver o resumo do site: diz o que é possível e porquê.
trouble-too-many-title = Demasiado de uma só vez
trouble-too-many-what = Houve demasiados pedidos em pouco tempo.
trouble-too-many-next = Esperar um minuto e tentar novamente.
trouble-unavailable-title = O Postern não está disponível
trouble-unavailable-what = De momento não consegue responder. Os e-mails já aceites estão a salvo.
trouble-unavailable-next = Tentar novamente dentro de alguns minutos. Se continuar assim, avisar o fornecedor de alojamento.
trouble-failed-title = Algo correu mal
trouble-failed-what = O erro é nosso. Os e-mails já aceites estão a salvo.
trouble-failed-next = Tentar novamente. Se voltar a acontecer, avisar o fornecedor de alojamento e indicar a referência abaixo.
trouble-stale-form-title = Este formulário é demasiado antigo
trouble-stale-form-what = A sessão foi iniciada de novo depois de a página ter sido aberta, ou a página esteve aberta muito tempo. Nada foi alterado.
trouble-stale-form-next = Voltar atrás, carregar a página de novo e repetir.
