# Spanish. Readers are addressed as "tú"; labels and buttons are infinitives.
#
# Glossary, the same in all files:
#   email: correo, correos          mailbox: buzón          site: sitio          script: script          spam: spam
#   recipient: destinatario         sender: remitente       receiver (the other side's server): servidor de destino
#   to hand over: entregar a Postern, enviar (never "pasar")                      delivered: entregado
#   waiting emails (queue): correos en espera               held, kept back: retenido     to let through: liberar
#   block: detener el envío         unblock: reanudar el envío                    stopped: detenido
#   lock (only an operator undoes it): bloquear, bloqueado, bloqueo
#   purge: eliminar los correos en espera; sending goes on or starts again
#   in error: con error             to fail: fallar, fallo  refused: rechazado    given up: caducar, sin entregar
#   watched: en observación         overview: resumen       settings: configuración
#   hosting: alojamiento            hosting provider: proveedor de alojamiento    customer area: área de cliente
#   operator: operador              owner: propietario      account: cuenta       user: usuario
#   log in, log out: iniciar sesión, cerrar sesión          password: contraseña  login link: enlace de acceso
#   next hop: siguiente salto       audit log: registro de auditoría              health: estado del sistema
#   form: formulario                order: pedido           newsletter: boletín   report: informe
#   story of an email: recorrido    test email: correo de prueba ticked: marcado  role: función
#   SMTP login: usuario SMTP        drop directory: directorio de depósito        error log: registro de errores
#   second step (of a user), second factor (of operators): segundo paso, segundo factor
#   SMTP, API, token, PHP, captcha, SPF and DKIM stay.

# How numbers, dates and spans are written. Between a number and its sign, a day and its month: U+00A0.
percent = { $number } %
date = { $day } { $month } { $year }
date-short = { $day } { $month }
moment = { $day }, { $clock }
month-1 = ene
month-2 = feb
month-3 = mar
month-4 = abr
month-5 = may
month-6 = jun
month-7 = jul
month-8 = ago
month-9 = sept
month-10 = oct
month-11 = nov
month-12 = dic
seconds = { $count ->
    [one] { $count } segundo
   *[other] { $count } segundos
}
minutes = { $count ->
    [one] { $count } minuto
   *[other] { $count } minutos
}
hours = { $count ->
    [one] { $count } hora
   *[other] { $count } horas
}
days = { $count ->
    [one] { $count } día
   *[other] { $count } días
}
just-now = ahora mismo
span-ago = hace { $span }
in-span = dentro de { $span }
