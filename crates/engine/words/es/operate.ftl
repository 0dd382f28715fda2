# The pages of those who run the hosting: all sites, next hops, health, users, tokens, the audit log. Their readers know
# mail; words may be exact.

# --- all sites ---
sites-search = Parte del nombre
sites-red-only = Solo los detenidos
# In what order the list is.
sites-by = Orden de la lista
sites-by-failed = Más errores
sites-by-queued = Más en espera
sites-by-sent = Más enviados
sites-by-name = Por nombre
sites-failed = Con error
sites-queued = En espera
sites-sent = Enviados
sites-last-mail = Último correo
sites-no-mail = ninguno hasta ahora
# What part of all sites’ figure is this site’s; $share is a number with its sign: 12 %.
sites-share = { $share } del total
sites-red-count = { $count ->
    [0] ninguno detenido
    [one] { $count } detenido
   *[other] { $count } detenidos
}
sites-failed-share = { $share } de lo que salió o falló
sites-now = ahora, de todo tipo
sites-since = desde ayer
sites-counted = Los enviados y los correos con error se cuentan desde ayer; los que están en espera son los de ahora.
sites-none = Todavía no hay ningún sitio
sites-none-means = Añade el primero aquí, o muchos a la vez con postern site import.
sites-none-fit = Ningún sitio coincide
sites-none-fit-means = Busca otra parte del nombre o muestra todos.
site-add = Añadir un sitio

# --- next hops: the servers mail goes to next ---
hops-lead = Los servidores a los que va el correo a continuación; primero, los que tienen problemas. Lo que está en espera se cuenta en la medida en que ya debe salir y está en memoria.
# Attempts that are made at this moment, of at most so many.
hops-attempts = { $count ->
    [one] Ahora hay { $count } intento en curso, de { $most } como máximo.
   *[other] Ahora hay { $count } intentos en curso, de { $most } como máximo.
}
hops-search = Dominio o smarthost
hops-hop = Siguiente salto
hops-waiting = Por salir y en espera
# $ago: 3 minutes ago
hops-oldest = el más antiguo debía salir { $ago }
hops-running = En curso
# Attempts under way, and how many may be at once now.
hops-of-slots = { $running } de { $slots }
hops-most = { $count } como máximo absoluto
hops-failure = Último fallo
hops-more = { $count ->
    [one] No se muestra { $count } más. Busca una parte de su nombre.
   *[other] No se muestran { $count } más. Busca una parte del nombre.
}
hops-none = No hay ningún siguiente salto en uso
hops-none-means = Desde que se inició Postern no ha habido correo que entregar.
hops-none-fit = Ningún siguiente salto coincide
hops-none-fit-means = Solo se conocen aquellos a los que se ha entregado correo desde que se inició Postern.
hop-answers = Responde
# It failed now and then: fewer attempts at once.
hop-slowed = Ralentizado
# It failed: nothing is begun until it is asked again.
hop-paused = En pausa
# It failed so often in a row that mail for it is put off without being tried.
hop-dead = No responde
# $when: 3 minutes ago; $count failures in a row.
hop-failing = { $count ->
    [0] Los problemas empezaron { $when }.
    [one] Los problemas empezaron { $when }, con { $count } fallo seguido.
   *[other] Los problemas empezaron { $when }, con { $count } fallos seguidos.
}
# $when: in 20 seconds
hop-again = Se vuelve a probar { $when }.

# --- health: how the daemon stands ---
health-accepts = El correo se acepta
health-accepts-means = Lo que entregan los scripts se guarda antes de confirmarse y después se entrega.
health-refuses = No se acepta correo
# $reserve: 1.0 GB
health-refuses-means = En el disco no queda espacio aparte de los { $reserve } que se reservan para entregas, acciones y eliminaciones. Libera espacio o elimina los correos en espera de un sitio que tenga muchos; mientras tanto, los remitentes lo intentan de nuevo.
health-queue = Qué está en espera
health-queued = En espera, todos los sitios
health-deferred = de ellos, ya intentados
# Since when the mail is due that waits longest for its turn, and of which site.
health-oldest = El más antiguo que ya debe salir
health-oldest-none = no espera nada que ya deba salir
health-store = Almacén
health-commits = Escrituras en los últimos cinco minutos
health-commits-none = ninguna
health-p50 = La mitad tardó como máximo
health-p99 = 99 de cada 100 tardaron como máximo
health-longest = La más larga tardó
# A span in milliseconds.
health-millis = { $number } ms
health-database = Base de datos
health-bodies = Correos guardados
# Rows of purged or old mail whose space is given back in the background.
health-reclaim = Filas cuyo espacio falta por liberar
health-disk = Disco
health-room = Espacio para correo nuevo
health-reserve = Espacio reservado aparte
health-disk-all = Todo el disco
# Where the sendmail command leaves mail while the daemon is away.
health-drop = Directorio de depósito
health-drop-none = desactivado
health-drop-files = Correos que esperan ahí
health-drop-bytes = Su tamaño
health-drop-oldest = El más antiguo
# Files that are nobody’s or cannot be read.
health-drop-aside = Apartados
health-drop-over = Uids con más de lo permitido
health-program = Programa
health-host = Se presenta como
health-version = Versión
health-started = Iniciado
health-smtp = Acepta SMTP en
health-web = Acepta HTTP en
health-closed = ninguna parte

# --- a role and its sites, in the forms of users and tokens ---
grant-role = Función
grant-all = Todos los sitios, también los que se añadan después
grant-all-hint = Quien gestiona el alojamiento los tiene todos en cualquier caso.
grant-sites = Sitios
grant-sites-hint = Sus nombres, uno por línea. Déjalo vacío si son todos los sitios.
grant-no-role = Elige una función.
grant-all-and-some = O todos los sitios o los nombres de algunos, pero no ambas cosas.
# $names: names of sites that were given
grant-no-site = No hay ningún sitio con este nombre: { $names }
grant-nothing = Indica al menos un sitio o elige todos.
grant-of-all = todos los sitios
grant-of-none = ya ningún sitio
# $names: three names
grant-of-more = { $names } y { $count } más

# --- users ---
users-name = Usuario
users-role = Función
users-sites = Sitios
users-comes-in = Inicia sesión
users-by-link = solo con enlace de acceso
users-by-password = con contraseña
users-by-password-and-code = con contraseña y código
users-last-login = Último inicio de sesión
users-never = nunca
users-none = Todavía no hay ningún usuario
users-none-means = Quien deba ver el panel necesita uno. Quien trabaja en la propia máquina no lo necesita.
users-add = Añadir un usuario
users-add-lead = Alguien que inicia sesión aquí: un propietario de sitios, un compañero o un cliente que llega desde otro panel.
users-language-browser = El que pida su navegador
# $least says how long a password has to be.
users-password-hint = { $least } Sin contraseña, el usuario entra solo con enlaces de acceso.
users-added = El usuario { $name } se ha añadido.
users-added-at = Añadido el
users-recovery-codes = Códigos de recuperación que quedan
users-back = Volver al usuario
users-link = Enlace de acceso
users-link-site = Solo este sitio (opcional)
users-link-hint = Para un usuario de varios sitios: la sesión muestra entonces solo este.
users-link-make = Crear un enlace de acceso
users-link-no-site = Este sitio no existe.
users-link-not-theirs = El usuario no tiene ese sitio.
users-link-no-panel = El panel no tiene una dirección propia: define web.listen en la configuración.
users-link-title = Un enlace de acceso para { $name }
# $span: 60 seconds
users-link-lead = Quien lo abra y pulse el botón inicia sesión como este usuario, sin contraseña. Sirve una sola vez y durante { $span }, y solo se muestra aquí.
users-sessions = Sesiones abiertas ahora
users-no-sessions = Ninguna.
users-session-began = Inicio
users-session-last = Última actividad
users-session-from = Desde
users-session-end = Cerrarla
users-end = Cerrar esta sesión
users-end-all = Cerrar todas las sesiones
users-sessions-ended = Se ha cerrado la sesión del usuario.
users-change = Función, sitios, idioma
users-many-sites = Este usuario tiene más sitios de los que caben en un formulario. Cámbialos con postern user set.
users-save = Guardar
users-changed = El usuario se ha cambiado.
users-password = Contraseña y segundo factor
users-new-password = Contraseña nueva
users-new-password-hint = Al menos { $shortest } caracteres. Se cierran todas las sesiones del usuario.
users-password-button = Definir la contraseña
users-password-set = La contraseña se ha definido y se han cerrado las demás sesiones del usuario.
users-factor-question = ¿Quitar el segundo factor de { $name }?
users-factor-off = La contraseña sola basta para iniciar sesión hasta que el usuario configure un segundo factor nuevo.
users-factor-yes = Quitar el segundo factor
users-factor-done = El segundo factor se ha quitado.
users-remove-title = Eliminar este usuario
users-remove-question = ¿Eliminar el usuario { $name }?
users-remove-sessions = Las sesiones, los tokens y los enlaces de acceso del usuario terminan de inmediato.
users-remove-sites = Los sitios se quedan como están, y también lo que el usuario hizo, en el registro de auditoría.
users-remove-yes = Eliminar el usuario
users-removed = El usuario { $name } se ha eliminado.
users-this-is-you = Esta es tu propia cuenta.

# --- tokens ---
tokens-name = Nombre
tokens-whose = Pertenece a
# A token that was made on the command line, by nobody’s user.
tokens-of-machine = la máquina
tokens-may = Función
tokens-ends = Caduca
tokens-ended = ha caducado
tokens-last = Último uso
# $ago: 3 minutes ago; $address: where the request came from
tokens-last-from = { $ago }, desde { $address }
tokens-action = Eliminar
tokens-none = No hay ningún token
tokens-none-means = Un programa que usa la API necesita uno: un panel de alojamiento, un sistema de supervisión, un script.
tokens-add = Crear un token
tokens-remove = Eliminar
tokens-remove-question = ¿Eliminar el token { $name }?
tokens-remove-programs = A partir de ahora se rechaza a los programas que lo usan.
tokens-remove-for-good = No se puede recuperar; uno nuevo tiene otro secreto.
tokens-removed = El token { $name } se ha eliminado.

# --- the audit log ---
audit-lead = Quién hizo qué, primero lo más reciente. Las horas son UTC.
audit-of-site-lead = Quién hizo qué con este sitio, primero lo más reciente.
audit-who = Quién
audit-what = Qué
audit-no-site = No hay ningún sitio con este nombre. De un sitio eliminado no se encuentra nada aquí.
audit-none = Hasta ahora no se ha hecho nada
audit-none-means = Aquí constará lo que hagan las personas y las reglas automáticas a partir de ahora.
by-provider = tu proveedor de alojamiento
# The name of one who runs the hosting.
by-operator = { $name }, operador
by-owner = { $name }, propietario del sitio
by-reader = { $name }, solo lectura
# The name of a token of the API.
by-token = programa { $name }
# An automatic rule; $name is its short English name.
by-policy = regla automática { $name }
audit-block = detuvo el envío
audit-unblock = reanudó el envío
audit-purge = eliminó todos los correos en espera
audit-stop = detuvo un script o un remitente
audit-unstop = dejó que un script o un remitente volviera a enviar
audit-release = liberó correos en espera
audit-delete = eliminó correos en espera
audit-retry = volvió a intentar la entrega de correos en espera
audit-site-add = añadió el sitio
audit-site-change = cambió el sitio
audit-site-remove = eliminó el sitio
audit-login-set = definió un usuario SMTP
audit-login-remove = eliminó un usuario SMTP
audit-login-link = creó un enlace de acceso
audit-show-as-owner = vio el sitio como lo ve su propietario
audit-user-add = añadió un usuario
audit-user-change = cambió un usuario
audit-user-remove = eliminó un usuario
audit-recovery-code = usó un código de recuperación
audit-login = inició sesión
audit-session-end = cerró una sesión
audit-token-add = creó un token
audit-token-remove = eliminó un token

# --- a site: added, changed, removed ---
site-audit = Quién hizo qué
site-edit = Cambiar el sitio
site-as-owner = Verlo como lo ve su propietario
site-as-owner-begun = Ves { $site } como lo ve su propietario.
site-add-lead = Un sitio es lo que se cuenta, se detiene y se limita: un servicio de alojamiento, reconocido por su uid, su usuario SMTP o su dirección.
site-added = El sitio { $site } se ha añadido. Sus scripts ya pueden enviar.
site-edit-title = Cambiar { $site }
site-edit-lead = Lo que definas aquí vale a partir del próximo correo.
site-changed = El sitio se ha cambiado.
site-unchanged = Nada era distinto, así que no se ha cambiado nada.
site-group-identity = Cómo se reconoce su correo
site-group-owner = Para su propietario
site-group-leaving = Cómo sale su correo
site-group-limits = Límites
site-name = Nombre
site-name-hint = Normalmente, su dominio: shop.example.org. No se puede cambiar después.
site-uids = Uids de Unix
site-uids-hint = Los usuarios con los que se ejecutan sus scripts: 1001 1002
site-ranges = Direcciones de cliente
site-ranges-hint = Una por línea: 192.0.2.1, 192.0.2.0/24 o 2001:db8::/32
site-moves = Quitárselos al sitio que los tiene
site-moves-hint = Si no, se rechaza un uid o una dirección que sea de otro sitio.
site-report = Dirección para los informes
site-report-hint = Adónde va el informe del día anterior; vacío: a ninguna parte.
site-zone = Zona horaria
site-zone-hint = Un nombre como Europe/Rome. «Hoy» se cuenta según sus días.
site-domains = Dominios de los remitentes
site-domains-hint = Uno por línea; el primero completa las direcciones sin dominio. Vacío: el nombre del sitio.
site-smarthosts = Smarthosts propios
# $names: the names of the configuration
site-smarthosts-hint = En el orden en que se prueban: { $names }. Vacío: como para todos los sitios.
site-no-smarthosts = La configuración no nombra ninguno; vacío: como para todos los sitios.
site-source = Dirección desde la que sale
site-source-hint = Una dirección IP de esta máquina; vacío: la elige el sistema.
site-message-bytes = Tamaño máximo de un correo, en bytes
site-recipients = Destinatarios de un correo
site-queued = Correos que pueden estar en espera
site-queued-bytes = Bytes que pueden estar en espera
site-bytes-hint = 10485760 son 10 MB.
site-logins = Usuarios SMTP
site-no-logins = No tiene ninguno.
site-login = Usuario SMTP
site-login-hint = Si ya existe, se sustituye su contraseña.
site-login-button = Definir el usuario SMTP
site-login-set = El usuario SMTP { $login } ya se puede usar.
site-login-remove = Eliminar
site-login-removed = El usuario SMTP { $login } se ha eliminado.
site-fault-taken = Ya existe un sitio con este nombre.
site-fault-name = Usa letras, dígitos, guiones y guiones bajos, con puntos sueltos entre ellos.
site-fault-uid = Un uid es un número.
site-fault-number = Escribe un número entero.
site-fault-zero = No puede ser 0: no se aceptaría ningún correo. Para retener sus correos, detén el envío del sitio.
site-fault-few-bytes = Hacen falta al menos { $count } bytes.
site-fault-bytes = Se permiten como máximo { $count } bytes.
site-fault-recipients = Se permiten como máximo { $count } destinatarios.
# $name is what was given.
site-fault-zone = La zona horaria { $name } no existe.
site-fault-language = Elige uno de los idiomas.
site-fault-domain = { $name } no es un dominio de correo.
site-fault-address = { $name } no es una dirección.
site-fault-range = { $name } no es una dirección ni un rango.
site-fault-smarthost = La configuración no nombra ningún smarthost { $name }.
site-fault-source = { $name } no es una dirección IP.
# $identity: uid 1001, range 192.0.2.0/24 or a login; $site: the site that has it
site-fault-identity = { $identity } ya pertenece a { $site }.
site-fault-overlaps = { $range } se solapa con { $other } de { $site }: quítalo antes de allí.
site-fault-login = Un usuario SMTP tiene de 1 a 255 bytes y ningún carácter de control.
site-fault-password = Una contraseña tiene de 8 a 255 bytes y ningún carácter de control.
site-remove = Eliminar el sitio
site-remove-lead = Sus correos en espera se eliminan y su historial desaparece. Para retener sus correos durante un tiempo, es mejor detener el envío.
site-remove-question = ¿Eliminar { $site } para siempre?
site-remove-queue = { $count ->
    [0] No hay ningún correo en espera.
    [one] Se elimina el único correo que está en espera ({ $count }).
   *[other] Se eliminan los { $count } correos que están en espera.
}
site-remove-scripts = Sus uids, direcciones y usuarios SMTP quedan libres de inmediato: lo que sus scripts envíen a partir de ahora se rechaza o es de otro sitio.
site-remove-history = Sus cifras, sus correos con error y los recorridos de sus correos desaparecen; el registro de auditoría se conserva.
site-remove-people = Los usuarios que solo tenían este sitio ya no ven nada; sus cuentas se conservan.
site-remove-name = Nombre del sitio
# $site: the name
site-remove-hint = Escribe { $site } para confirmar.
site-remove-not-it = Este no es el nombre del sitio. No se ha eliminado nada.
site-removed = El sitio { $site } se ha eliminado.

# --- several sites at once ---
bulk-title = Con varios sitios a la vez
bulk-which = Qué sitios
bulk-chosen = Los marcados
bulk-all = { $count ->
    [one] El único que coincide ({ $count })
   *[other] Los { $count } que coinciden
}
# What the box beside a site is called.
bulk-choose = Elegir { $site }
bulk-none = No has elegido ningún sitio. Marca algunos o elige todos los que coinciden.
bulk-too-many = Ya hay otros trabajos en curso. Espera a que terminen.
bulk-reason-hint = Se muestra en el resumen de cada uno de estos sitios.
# The names of the sites that are meant.
bulk-names = Se trata de { $names }.
bulk-names-more = { $count ->
    [one] Se trata de { $names } y { $count } más.
   *[other] Se trata de { $names } y { $count } más.
}
bulk-at-most = Son los primeros { $count } por nombre: es el máximo de cada vez.
bulk-block-question = { $count ->
    [one] ¿Detener el envío de { $count } sitio?
   *[other] ¿Detener el envío de { $count } sitios?
}
bulk-block-sites = { $count ->
    [0] Ninguno de ellos está enviando.
    [one] { $count } sitio deja de enviar de inmediato.
   *[other] { $count } sitios dejan de enviar de inmediato.
}
bulk-block-mails = { $count ->
    [0] Ahora no hay ningún correo suyo en espera.
    [one] Queda retenido { $count } correo que está en espera.
   *[other] Quedan retenidos { $count } correos que están en espera.
}
# $age: 3 days
bulk-block-new = Lo que envíen sus scripts a partir de ahora se acepta y queda retenido, cada correo durante { $age } como máximo.
bulk-block-nothing = { $count ->
    [one] { $count } ya está detenido; ahí no cambia nada, pero se bloquea si lo pides.
   *[other] { $count } ya están detenidos; ahí no cambia nada, pero se bloquean si lo pides.
}
bulk-block-yes = { $count ->
    [one] Detener { $count } sitio
   *[other] Detener { $count } sitios
}
bulk-unblock-question = { $count ->
    [one] ¿Reanudar el envío de { $count } sitio?
   *[other] ¿Reanudar el envío de { $count } sitios?
}
bulk-unblock-sites = { $count ->
    [0] Ninguno de ellos está detenido.
    [one] { $count } sitio vuelve a enviar.
   *[other] { $count } sitios vuelven a enviar.
}
bulk-unblock-mails = { $count ->
    [0] Ahora no hay ningún correo suyo en espera.
    [one] Sale { $count } correo.
   *[other] Salen { $count } correos, de cada sitio primero los más antiguos.
}
bulk-unblock-nothing = { $count ->
    [one] { $count } ya está enviando; ahí no cambia nada.
   *[other] { $count } ya están enviando; ahí no cambia nada.
}
bulk-unblock-yes = { $count ->
    [one] Reanudar { $count } sitio
   *[other] Reanudar { $count } sitios
}
bulk-purge-question = { $count ->
    [one] ¿Eliminar todos los correos en espera de { $count } sitio?
   *[other] ¿Eliminar todos los correos en espera de { $count } sitios?
}
bulk-purge-sites = { $count ->
    [one] Se eliminan los correos en espera de { $count } sitio; si estaba detenido, vuelve a enviar.
   *[other] Se eliminan los correos en espera de { $count } sitios; los que estaban detenidos vuelven a enviar.
}
bulk-purge-mails = { $count ->
    [0] Ahora no hay ningún correo en espera.
    [one] Se elimina { $count } correo.
   *[other] Se eliminan { $count } correos.
}
bulk-purge-nothing = { $count ->
    [one] En { $count } sitio no hay nada que hacer.
   *[other] En { $count } sitios no hay nada que hacer.
}
bulk-purge-yes = { $count ->
    [one] Eliminarlos en { $count } sitio
   *[other] Eliminarlos en { $count } sitios
}
# So many sites of so many are done.
bulk-under-way = { $done } de { $total } hechos. Puedes salir de esta página; el trabajo continúa.
bulk-ended = Terminado: { $done } de { $total }.
bulk-look-again = Mirar de nuevo
bulk-results = Resultado
bulk-gone = Entretanto se eliminó.
bulk-failed = { $count ->
    [one] En { $count } sitio no se pudo hacer
   *[other] En { $count } sitios no se pudo hacer
}
bulk-failed-mark = Fallo
bulk-refused = { $count ->
    [one] En { $count } sitio se rechazó
   *[other] En { $count } sitios se rechazó
}
bulk-refused-mark = Rechazado
bulk-changed = { $count ->
    [one] { $count } cambiado
   *[other] { $count } cambiados
}
bulk-changed-mark = Hecho
bulk-unchanged = { $count ->
    [one] { $count } ya estaba así
   *[other] { $count } ya estaban así
}
bulk-unchanged-mark = Nada que hacer
