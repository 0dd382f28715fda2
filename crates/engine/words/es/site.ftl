# The pages of a site: overview, its three actions, and the list of sites.

# --- overview ---
action-block = Detener el envío
action-unblock = Reanudar el envío
action-purge = Eliminar los correos en espera
refused-locked = Tu proveedor de alojamiento lo ha bloqueado. Solo el proveedor puede reanudar el envío o eliminar lo que está en espera.
refused-purge-first = Después de un caso de spam, el envío se reanuda cuando se eliminan los correos en espera.
refused-block-first = { $count ->
    [one] Para eliminar el correo en espera, detén antes el envío.
   *[other] Para eliminar los { $count } correos en espera, detén antes el envío.
}
stops-title = Detenido mientras el resto envía
stopped-script = Script
stopped-sender = Remitente
script-unknown = script desconocido

figures-title = Cifras
figure-sent-today = Enviados hoy
figure-sent-ever = Enviados en total
# $day is the day the site was set up.
since-created = desde el { $day }
figure-in-error = Con error
in-error-today = { $count ->
    [0] ninguno hoy
   *[other] { $count } hoy
}
# Failures that were reported after the email had been taken.
in-error-late = { $count ->
    [one] { $count } notificado más tarde
   *[other] { $count } notificados más tarde
}
figure-queued = En espera
queued-due = { $count ->
    [one] { $count } a punto de salir
   *[other] { $count } a punto de salir
}
queued-deferred = { $count ->
    [one] { $count } se intentará de nuevo
   *[other] { $count } se intentarán de nuevo
}
queued-held = { $count ->
    [one] { $count } retenido
   *[other] { $count } retenidos
}

advice-heading = Conviene echar un vistazo
advice-addresses-title = Direcciones erróneas
advice-addresses = De los últimos errores, { $count } son de direcciones que no existen y a las que escribió { $script }. Comprueba de dónde saca el script sus direcciones.
advice-addresses-link = Estos correos
advice-captcha-title = ¿Alguien abusa de un formulario?
advice-captcha = { $script } envió sus últimos { $count } correos en { $span }. Si los visitantes pueden activarlo, quizá lo estén haciendo programas: un captcha los frena.
advice-captcha-link = Ver los scripts
advice-spam-title = Los correos se toman por spam
advice-spam = Así lo dicen { $count } de los últimos errores. Revisa qué envían tus scripts y si todo es tuyo.
advice-spam-link = Ver las respuestas
advice-refused-title = El remitente no se acepta
advice-refused = Así lo dicen { $count } de los últimos errores. A menudo el dominio aún no declara que este servidor puede enviar en su nombre (SPF y DKIM): tu proveedor de alojamiento puede ayudarte.
advice-refused-link = Ver las respuestas
advice-report-title = Entérate de los errores por correo
advice-report = Hay correos que fallan y nadie se entera. Indica una dirección y recibirás un informe del día anterior cada mañana en que haya algo que contar.
advice-report-link = Indicar la dirección
advice-silent-title = Aquí no llega ningún correo
advice-silent-ever = Desde que se creó este sitio, ninguno de sus scripts ha enviado un correo.
advice-silent = El último llegó el { $moment } ({ $ago }).
advice-silent-link = Averiguar por qué

history-title = Historial
ranges = Periodo que se muestra
range-24h = 24 horas
range-7d = 7 días
range-31d = 31 días
range-1y = Un año
legend-sent = Enviados
legend-failed = Con error
legend-held = Retenidos
# What a screen reader says of the chart.
chart-name = Correos a lo largo del tiempo
chart-told = Enviados: { $sent }, con error: { $failed }, retenidos: { $held }. Lo mismo se lee en la tabla de abajo.
# One column of the chart; $when is a time or a span of days.
chart-column = { $when }. Enviados: { $sent }, con error: { $failed }, retenidos: { $held }
chart-hours = { $day }, { $from }–{ $to }
chart-days = { $from } – { $to }
history-nothing = En este periodo no se envió nada.
history-csv = Descargar como CSV
history-table = Mostrar como tabla

latest-errors = Últimos errores
latest-errors-all = Todos los correos con error
no-errors = Ningún correo con error
no-errors-means = Todo lo que salió se aceptó en su destino.
# Before the words of a receiver’s server.
reply-said = Respuesta del servidor de destino
column-when = Cuándo
column-recipient = Destinatario
column-what = Qué pasó
column-script = Script
column-site = Sitio
column-state = Estado
column-failed-today = Con error hoy

# --- the three actions: a question, what will happen, the button, what it came to ---
what-happens = Qué va a pasar
reason-label = Motivo (opcional)
reason-hint = Se muestra en el resumen, también a otras personas que se ocupan de este sitio.
reason-too-long = { $count ->
    [one] Al motivo le sobra { $count } carácter. Todavía no se ha cambiado nada.
   *[other] Al motivo le sobran { $count } caracteres. Todavía no se ha cambiado nada.
}
lock-label = Dejarlo bloqueado
lock-hint = Solo un operador puede reanudar el envío o eliminar lo que está en espera; el propietario ve tu motivo.
lifts-lock = Se levanta el bloqueo.

block-question = ¿Detener el envío de { $site }?
block-new = Lo que envíen tus scripts a partir de ahora se acepta y queda retenido, cada correo durante { $age } como máximo.
block-queued = { $count ->
    [0] Ahora no hay ningún correo en espera.
    [one] El correo que está ahora en espera se queda aquí.
   *[other] Los { $count } correos que están ahora en espera se quedan aquí.
}
block-under-way = Tiene efecto de inmediato. Solo puede llegar aún lo que en este momento se está entregando a un servidor de destino.
block-confirm = Detener el envío
block-done = { $count ->
    [0] El envío está detenido. No hay ningún correo en espera.
    [one] El envío está detenido. Hay { $count } correo retenido.
   *[other] El envío está detenido. Hay { $count } correos retenidos.
}
block-nothing = El envío ya estaba detenido. No se ha cambiado nada.

unblock-question = ¿Reanudar el envío de { $site }?
unblock-queued = { $count ->
    [0] No hay ningún correo en espera. Los nuevos se entregan de inmediato.
    [one] El correo que está en espera sale.
   *[other] Los { $count } correos que están en espera salen, primero los más antiguos; los nuevos, de inmediato.
}
unblock-last = Al ritmo habitual de este sitio, el último sale el { $moment }.
unblock-stopped = { $count ->
    [one] { $count } correo de un script o remitente detenido se queda hasta que este pueda volver a enviar (página Scripts).
   *[other] { $count } correos de scripts o remitentes detenidos se quedan hasta que estos puedan volver a enviar (página Scripts).
}
unblock-forced = Durante una semana se tolera el doble de fallos de lo habitual.
unblock-confirm = Reanudar el envío
unblock-done = { $count ->
    [0] El envío está en marcha. No había ningún correo en espera.
    [one] El envío está en marcha. Ahora sale { $count } correo.
   *[other] El envío está en marcha. Ahora salen { $count } correos, primero los más antiguos.
}
# Before the sentence of those that stay.
unblock-done-none = El envío está en marcha.
unblock-done-last = { $count ->
    [one] El envío está en marcha. Sale { $count } correo; al ritmo habitual, el { $moment }.
   *[other] El envío está en marcha. Salen { $count } correos, primero los más antiguos; al ritmo habitual, el último el { $moment }.
}
unblock-nothing = El envío ya estaba en marcha. No se ha cambiado nada.

purge-question = ¿Eliminar todos los correos en espera de { $site }?
purge-queued = { $count ->
    [0] Ahora no hay ningún correo en espera.
    [one] Se elimina { $count } correo, aunque ya se haya intentado entregar.
   *[other] Se eliminan { $count } correos, también los que ya se intentó entregar.
}
purge-then-red = El envío se reanuda: lo que tus scripts envíen a partir de ahora se entrega.
purge-then-green = El envío continúa: lo que llegue a partir de ahora se entrega.
purge-for-good = Los correos eliminados no se pueden recuperar. Los correos con error y el historial se conservan.
purge-confirm = { $count ->
    [0] Reanudar el envío
    [one] Eliminar { $count } correo
   *[other] Eliminar { $count } correos
}
purge-done = { $count ->
    [0] No había ningún correo en espera. El envío está en marcha.
    [one] Se eliminó { $count } correo. El envío está en marcha.
   *[other] Se eliminaron { $count } correos. El envío está en marcha.
}

# --- sites ---
sites-title = Tus sitios
no-sites = Ningún sitio
no-sites-means = Tu cuenta aún no tiene ningún sitio. Pregunta a tu proveedor de alojamiento.
