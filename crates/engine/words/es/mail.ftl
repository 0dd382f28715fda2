# The pages on mails: those in error, the story of one, those that wait, and the scripts that send.

# --- lists ---
none-fits = Ningún correo coincide
none-fits-means = Cambia lo que buscas o muestra todo.
# A long list is looked through piece by piece.
none-so-far = Aún no se ha encontrado ninguno
none-so-far-means = Se ha revisado una parte de la lista. «Mostrar más» sigue desde ahí.
export-csv = Descargar como CSV
export-json = Descargar como JSON

# --- emails in error ---
errors-lead = Estos correos no llegaron. Abre uno para ver qué respondió el servidor de destino, qué significa y qué se puede hacer.
errors-search = Destinatario, asunto, respuesta
errors-classes = Qué pasó
# Of very many only the newest are counted.
errors-counted-since = Contados desde el { $moment }: son demasiados para contarlos todos.
# Before a description of what happened, where no server of the receiver answered.
reply-happened = Qué pasó
class-bad-mailbox-advice = Corrige la dirección allí de donde la saca tu script o quítala de la lista. A quien no existe no se le debe escribir otra vez.
class-bad-domain-advice = Corrige la dirección o quítala de la lista. Un formulario debería comprobar lo que escriben los visitantes.
class-mailbox-full-advice = Solo puedes contactar con el destinatario de otra manera. Vuelve a enviar más tarde; si sigue igual, quita la dirección de la lista.
class-refused-by-policy-advice = Lee la respuesta: a menudo nombra la norma, a veces con un enlace. Es frecuente que el dominio aún no declare que este servidor puede enviar en su nombre (SPF y DKIM); tu proveedor de alojamiento puede ayudarte.
class-refused-as-spam-advice = Revisa qué envía el script y si reconoces estos correos. Si alguien abusa de un formulario, añade un captcha; escribe solo a quien lo haya pedido.
class-expired-advice = Comprueba la dirección. Si está bien, contacta con el destinatario de otra manera: su servidor no ha aceptado ningún correo durante días.
class-expired-held-advice = Reanuda el envío a tiempo y haz que tu script envíe de nuevo lo que aún importe.
class-network-advice = Comprueba la parte que va después de la @. Si está bien, el servidor de destino tiene un fallo que solo pueden arreglar sus responsables.
class-complaint-advice = No escribas más a este destinatario y pon en cada boletín un enlace para darse de baja.

# --- the story of an email ---
column-subject = Asunto
column-sender = Remitente
# An email that reports a failure has no sender to answer to.
sender-none = sin remitente (un informe)
subject-none = (sin asunto)
trace-lead = Busca cualquier correo de tus scripts: cada uno muestra su recorrido, del script al servidor de destino.
# What an email is known by: our number, or the field Message-ID.
trace-id = Número o Message-ID
trace-none = Todavía no hay correos
trace-none-means = Ninguno de los scripts de este sitio ha entregado un correo que aún se conserve.
trace-none-fits-means = El destinatario y el remitente tienen que ser direcciones completas. Del asunto basta una parte. Los correos antiguos dejan de conservarse al cabo de unas semanas.
# After the first recipient of an email.
trace-others = { $count ->
    [one] y { $count } más
   *[other] y { $count } más
}
# $what is one of the marks below: so many recipients of one email are at it.
trace-times = { $what }: { $count }
# The marks: how an email stands with one recipient.
stands-sent = Entregado
stands-failed = Con error
stands-held = Retenido
stands-queued = En espera
stands-deleted = Eliminado
story-title = El recorrido de un correo
story-recipients = Qué ocurrió con él
story-origin = De dónde vino
story-accepted = Entregado a Postern
story-moment = { $moment } ({ $ago })
story-size = Tamaño
story-method = Cómo
method-sendmail = mediante el programa sendmail (lo usa la función mail() de PHP)
method-drop = como archivo en el directorio de depósito
method-smtp = por SMTP
method-http = por la API
method-notice = escrito por el propio Postern
story-login = Usuario SMTP
story-address = Desde la dirección
# The numbers of the user, its group and the program that handed the email over.
story-process = Programa
story-site = Sitio
story-site-stated = según quien lo entregó
story-number = Número
story-message-id = Message-ID
story-stated = Según quien lo entregó
story-stated-means = Lo dice de sí mismo el script o el servidor en el que se ejecuta. Nadie lo ha comprobado.
story-earlier = { $count ->
    [one] No se muestra { $count } intento anterior.
   *[other] No se muestran { $count } intentos anteriores.
}
attempt-sent = El servidor de destino lo aceptó.
attempt-deferred = Aún no se pudo entregar.
attempt-failed = Falló.
attempt-deleted = Se eliminó antes de enviarse.
next-held = Está retenido porque el envío de este sitio está detenido.
next-held-link = Resumen
next-stopped = Está retenido porque su script o su remitente está detenido.
next-stopped-link = Scripts
next-tried = Se intentará de nuevo el { $moment } ({ $ago }).
next-due = Está a punto de salir.
next-sent = Si no está en la bandeja de entrada del destinatario, conviene que mire en la carpeta de spam: a partir de aquí está en manos de su proveedor de correo.

# --- waiting emails ---
queue-lead = Correos entregados a Postern que aún no han salido.
queue-kinds = Qué está en espera
queue-tab-held = Retenidos
queue-tab-deferred = Se intentarán de nuevo
queue-tab-due = A punto de salir
queue-recipient = Destinatario o @dominio
queue-older = En espera desde hace más de
queue-empty = No hay ningún correo en espera
queue-empty-means = Lo que entregan tus scripts sale de inmediato.
queue-none-fits-means = El destinatario y el remitente tienen que ser direcciones completas; @example.net abarca todo ese dominio.
column-waits = Cómo está
# How a waiting email stands.
waits-held = Retenido: el envío está detenido
waits-stopped = Retenido: su script o su remitente está detenido
waits-deferred = Se intentará de nuevo el { $moment } ({ $ago })
waits-soon = A punto de intentarse de nuevo
waits-due = A punto de salir
waits-in-hand = Se está entregando ahora al servidor de destino
waits-released = liberado
queue-tried = { $count ->
    [one] intentado una vez
   *[other] intentado { $count } veces
}
choose-title = Qué hacer con ellos
choose-ticked = Los marcados
choose-fitting = Todos los que coinciden con la búsqueda
choose-all = Todos los que están en espera
choose-tick = Marcar este correo
work-release = Liberarlos
work-delete = Eliminarlos
work-retry = Intentarlo ahora
refused-spam = El envío está detenido porque los correos parecen spam: no se pueden liberar, solo eliminar.
reload = Cargar la página de nuevo
job-released = { $count ->
    [0] No se liberó ningún correo ({ $ago }).
    [one] Se liberó { $count } correo ({ $ago }).
   *[other] Se liberaron { $count } correos ({ $ago }).
}
job-deleted = { $count ->
    [0] No se eliminó ningún correo ({ $ago }).
    [one] Se eliminó { $count } correo ({ $ago }).
   *[other] Se eliminaron { $count } correos ({ $ago }).
}
job-retried = { $count ->
    [0] No hubo que intentar de nuevo ningún correo ({ $ago }).
    [one] Se intenta de nuevo { $count } correo ({ $ago }).
   *[other] Se intentan de nuevo { $count } correos ({ $ago }).
}
# A later action of someone ended the work.
job-taken-back = Una acción posterior interrumpió la liberación de correos, después de { $count } de ellos ({ $ago }).

# --- before something is done with waiting emails: a question, what will happen, the button ---
release-question = ¿Liberar correos en espera?
delete-question = ¿Eliminar correos en espera?
retry-question = ¿Intentar ahora la entrega de correos en espera?
# So many emails are meant.
work-count = { $count ->
    [one] Afecta a { $count } correo.
   *[other] Afecta a { $count } correos.
}
work-count-least = Afecta a más de { $count } correos.
work-recipient = Solo los dirigidos a { $recipient }.
work-sender = Solo los del remitente { $sender }.
work-script = Solo los del script { $script }.
# $kind is one of the parts of the list: Kept back, Will be tried again, About to go out.
work-kind = Solo los de la parte «{ $kind }».
work-older = Solo los que llevan en espera { $span } o más.
release-happens = Se entregan aunque el envío de este sitio está detenido. Todo lo demás se queda.
release-stopped = Lo que espera porque su script o su remitente está detenido se queda hasta que este pueda volver a enviar (página Scripts).
delete-happens = No se entregan. Los correos eliminados no se pueden recuperar.
delete-in-hand = Un correo que se esté entregando en este momento a un servidor de destino aún puede llegar.
retry-happens = Lo que se iba a intentar más tarde se intenta de inmediato. Lo retenido se queda.
release-confirm = Liberarlos
delete-confirm = Eliminarlos
retry-confirm = Intentarlo ahora
work-none-ticked = No has marcado ningún correo. Marca algunos o elige todos.
work-none = Ninguno de estos correos sigue en espera.
work-begun-release = Se están liberando correos.
work-begun-delete = Se están eliminando correos.
work-begun-retry = Se está intentando de nuevo la entrega de correos.
work-nothing = El envío está en marcha: no hay nada que liberar.

# --- scripts ---
scripts-lead = Qué script envía, cuánto y qué parte falla. Se puede detener uno solo mientras el resto del sitio sigue enviando.
scripts-title = Scripts que envían
scripts-by = Ordenar por
scripts-by-sent = Más enviados
scripts-by-failed = Más con error
scripts-days = Últimos 31 días
scripts-days-told = En los últimos 31 días, enviados: { $sent }, con error: { $failed }
# The part of a script’s emails that failed, in hundredths.
scripts-part = Fallan
scripts-last = Visto por última vez
scripts-none = Ningún script ha enviado todavía
scripts-none-means = En cuanto uno entregue un correo, aparecerá aquí con lo que envía.
scripts-stated = Los nombres son los que indica quien entrega los correos: un script puede hacerse pasar por otro.
script-stopped = Detenido
script-accepted = Entregados a Postern
script-first = Visto por primera vez
script-errors = Sus correos con error
script-trace = Sus correos
script-queue = Sus correos en espera
script-stop = Detener este script
# Said by a screen reader of the chart of one script.
script-told = Enviados: { $sent }, con error: { $failed }, en los últimos 31 días
script-column = { $when }. Enviados: { $sent }, con error: { $failed }
unstop-link = Dejar que vuelva a enviar
stop-sender-title = Detener un remitente
stop-sender-lead = Se retienen los correos de una dirección de remitente, sea cual sea el script que los envíe.
stop-sender-button = Continuar
stop-script-question = ¿Detener este script?
stop-sender-question = ¿Detener este remitente?
stop-new = Sus correos nuevos se aceptan y quedan retenidos aquí en vez de entregarse.
stop-waiting = { $count ->
    [0] Ahora no hay ningún correo suyo en espera.
    [one] Se queda aquí { $count } correo suyo que está en espera.
   *[other] Se quedan aquí { $count } correos suyos que están en espera.
}
stop-waiting-least = Se quedan aquí más de { $count } correos suyos que están en espera.
stop-rest = El resto del sitio sigue enviando.
stop-confirm = Detenerlo
stop-done = Está detenido; sus correos quedan retenidos.
stop-nothing = Ya estaba detenido. No se ha cambiado nada.
stop-no-address = No es una dirección de correo que se pueda detener. No se ha cambiado nada.
unstop-question = ¿Dejar que vuelva a enviar?
unstop-waiting = { $count ->
    [0] Ahora no hay ningún correo suyo en espera.
    [one] Sale { $count } correo suyo que está en espera.
   *[other] Salen { $count } correos suyos que están en espera.
}
unstop-waiting-least = Salen más de { $count } correos suyos que están en espera.
unstop-new = Sus correos nuevos se entregan de inmediato.
unstop-red = Pero el envío está detenido para todo el sitio: hasta que se reanude, sus correos también se quedan aquí.
unstop-confirm = Dejar que vuelva a enviar
unstop-done = Ya puede volver a enviar; lo que estaba en espera sale.
unstop-done-red = Podrá volver a enviar en cuanto se reanude el envío de todo el sitio.
unstop-nothing = Ya no estaba detenido. No se ha cambiado nada.
