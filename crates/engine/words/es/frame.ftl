# What every page has: the frame, the navigation, the pages of one form, and pages that say what went wrong.

# Stands in the browser's tab.
title = { $title } · Postern
title-of-site = { $title } · { $site } · Postern
skip = Saltar al contenido
menu = Menú
menu-close = Cerrar
all-sites = Todos los sitios
# The heading above the pages of those who run the hosting.
operate = Alojamiento
# The last line of each page.
covers = Postern se ocupa de los correos que envían los scripts de tu sitio: formularios de contacto, pedidos, boletines. Tus buzones van aparte.

nav-overview = Resumen
nav-errors = Correos con error
# The story of one email, found by its recipient, sender or subject.
nav-trace = Buscar un correo
nav-queue = Correos en espera
nav-scripts = Scripts
nav-test = Enviar una prueba
nav-settings = Configuración
nav-help = ¿No llega nada?
nav-sites = Sitios
nav-users = Usuarios
nav-tokens = Tokens de API
# The servers mail goes to next.
nav-hops = Siguientes saltos
nav-health = Estado del sistema
nav-audit = Registro de auditoría

# Read to those who cannot see it, before the user's name.
account-of = Cuenta de
account = Tu cuenta
language = Idioma
log-out = Cerrar sesión
role-operator = Gestiona el alojamiento
role-owner = Propietario del sitio
role-reader = Puede ver, pero no cambiar
as-owner-label = Cómo ves esto
as-owner = Ves este sitio como lo ve su propietario.
as-owner-leave = Volver a tu propia vista

cancel = Cancelar
pages = Páginas de la lista
pages-first = Volver al principio
pages-next = Mostrar más
# The form above a list: what is looked for.
filter-any = Todos
filter-apply = Buscar
filter-clear = Mostrar todo
filter-from = Desde (día)
filter-to = Hasta (día)
filter-no-day = Escribe el día así: 2026-03-29.
# On the button that copies a piece of code, and on it after that.
copy = Copiar
copied = Copiado

login-title = Iniciar sesión
login-lead = Consulta y controla los correos que envían tus sitios.
login-name = Nombre de usuario
login-password = Contraseña
login-button = Iniciar sesión
login-help = ¿No tienes contraseña? Abre Postern desde el área de cliente de tu proveedor de alojamiento o pídele un enlace de acceso.
login-wrong = El nombre o la contraseña no son correctos. Inténtalo de nuevo o pide un enlace de acceso a tu proveedor de alojamiento.
# $span is a time in words: 40 seconds.
login-wait = Demasiados intentos. Inténtalo de nuevo dentro de { $span }.
link-title = Te damos la bienvenida
link-lead = Con este enlace inicias sesión, una sola vez.
link-button = Abrir Postern
link-over = Este enlace ya se usó o es demasiado antiguo. Pide uno nuevo donde conseguiste este.
link-to-login = Iniciar sesión con contraseña
code-title = Un paso más
code-lead = Abre la aplicación que genera tus códigos de acceso.
code-label = Código
code-hint = Los seis dígitos que la aplicación muestra ahora o uno de tus códigos de recuperación.
code-button = Iniciar sesión
code-wrong = Este código no es correcto o es demasiado antiguo. Escribe el que la aplicación muestra ahora.
setup-title = Configurar Postern
setup-lead = Elige el nombre y la contraseña del primer operador, que puede verlo y hacerlo todo.
setup-name-hint = Minúsculas sin acentos ni ñ, números y . _ - @ +
setup-password-hint = Al menos { $shortest } caracteres. Unas cuantas palabras seguidas son fáciles de recordar y difíciles de adivinar.
setup-again = Repite la contraseña
setup-again-wrong = Las dos contraseñas no son iguales. Escribe la misma dos veces.
setup-over = Este enlace ya no sirve: Postern ya está configurado o el enlace es demasiado antiguo.
user-name-wrong = Empieza el nombre por una letra o un número y usa solo minúsculas sin acentos ni ñ, números y . _ - @ +
user-name-taken = Ya existe un usuario con este nombre.
password-length-wrong = La contraseña debe tener entre { $least } y { $most } caracteres.
password-is-name = La contraseña no puede ser igual que el nombre.
password-control = La contraseña contiene un carácter que no se puede escribir en todas partes.
setup-button = Empezar

to-start = Ir a la página de inicio
# For those who report a problem. $code is a short English word, $moment a date and time.
trouble-reference = Referencia: { $code }, { $moment } UTC
trouble-bad-request-title = Esta dirección no funciona
trouble-bad-request-what = Se pidió a la página algo que no conoce.
trouble-bad-request-next = Vuelve atrás e inténtalo de nuevo desde la página de la que venías.
trouble-not-allowed-title = No tienes permiso para hacer esto
trouble-not-allowed-what = Tu cuenta puede ver este sitio, pero no cambiarlo. No se ha cambiado nada.
trouble-not-allowed-next = Habla con el propietario del sitio o con tu proveedor de alojamiento.
trouble-not-found-title = Esta página no existe
trouble-not-found-what = La dirección no es correcta o lo que había aquí ya no está.
trouble-not-found-next = Revisa la dirección o empieza en la página de inicio.
trouble-too-slow-title = Ha tardado demasiado
trouble-too-slow-what = La conexión era demasiado lenta o había demasiado que hacer. Lo que ya había empezado sigue su curso.
trouble-too-slow-next = Mira el resumen del sitio antes de intentarlo de nuevo.
trouble-conflict-title = Esto no se puede hacer ahora
trouble-conflict-what = El estado del sitio no lo permite; quizá alguien se adelantó. No se ha cambiado nada.
trouble-conflict-next = Mira el resumen del sitio: dice qué se puede hacer y por qué.
trouble-too-many-title = Demasiado a la vez
trouble-too-many-what = Hubo demasiadas peticiones en poco tiempo.
trouble-too-many-next = Espera un minuto e inténtalo de nuevo.
trouble-unavailable-title = Postern no está disponible
trouble-unavailable-what = En este momento no puede responder. Los correos que ya se aceptaron están a salvo.
trouble-unavailable-next = Inténtalo de nuevo dentro de unos minutos. Si sigue igual, avisa a tu proveedor de alojamiento.
trouble-failed-title = Algo ha salido mal
trouble-failed-what = El error es nuestro, no tuyo. Los correos que ya se aceptaron están a salvo.
trouble-failed-next = Inténtalo de nuevo. Si vuelve a ocurrir, avisa a tu proveedor de alojamiento e indica la referencia de abajo.
trouble-stale-form-title = Este formulario es demasiado antiguo
trouble-stale-form-what = Volviste a iniciar sesión después de abrir la página, o la página llevaba mucho tiempo abierta. No se ha cambiado nada.
trouble-stale-form-next = Vuelve atrás, carga la página de nuevo y repite lo que hiciste.
