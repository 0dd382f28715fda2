# A user's own account: who they are, and what lets them in.
account-name = Nombre
account-role = Función
account-sites = Sitios
account-all-sites = todos los sitios
account-no-sites = ninguno
account-language = Postern te habla en
account-browsers-language = el idioma de tu navegador
account-language-save = Guardar
# Shown to those who came by a link that is good for one site.
account-held = Entraste con un enlace o ves un solo sitio. Para ver o cambiar tu contraseña, tus sesiones y tus tokens de API, cierra sesión e iníciala con tu nombre y tu contraseña.

account-password = Contraseña
account-password-means = Quien la conozca puede iniciar sesión en tu nombre. Usa una que no uses en ningún otro lugar.
account-password-none = No tienes contraseña: entras desde el área de cliente de tu proveedor de alojamiento o con un enlace de acceso. Si quieres una, pídesela a tu proveedor de alojamiento.
account-password-change = Cambiar la contraseña
account-password-new = Contraseña nueva
account-password-again = Repite la contraseña nueva
account-password-ends = Las demás sesiones que tengas abiertas se cierran. Los tokens de API siguen funcionando: elimina los que no conozcas.
account-password-changed = Tu contraseña ha cambiado. Tus demás sesiones se han cerrado.
account-present = Contraseña actual
account-present-wrong = Esta no es tu contraseña actual.

# The code of an app on the phone that is asked for beside the password.
account-factor = Segundo paso al iniciar sesión
account-factor-off = Desactivado. Si lo activas, para iniciar sesión hace falta un código de tu teléfono además de la contraseña: con una contraseña robada no basta.
account-factor-on = { $count ->
    [0] Activado. No te queda ningún código de recuperación: desactívalo y actívalo de nuevo para tener otros.
    [one] Activado. Te queda { $count } código de recuperación.
   *[other] Activado. Te quedan { $count } códigos de recuperación.
}
account-factor-turn-on = Activar el segundo paso
account-factor-turn-off = Desactivar el segundo paso
account-factor-app = Si no tienes ninguna, instala en tu teléfono una aplicación que genere códigos de acceso; la mayoría de los gestores de contraseñas también lo hacen.
account-factor-scan = Haz que la aplicación lea esta imagen.
# What a screen reader says instead of the picture.
account-factor-picture = Código QR con la clave de abajo
account-factor-type = Si no puede, escribe esta clave en la aplicación:
account-factor-open = Abrir en una aplicación de este dispositivo
account-factor-prove = Escribe el código que la aplicación muestra ahora y tu contraseña.
account-factor-code-hint = Seis dígitos que cambian cada medio minuto.
account-factor-off-means = Después bastarán tu nombre y tu contraseña para iniciar sesión, y tus códigos de recuperación dejarán de servir.
account-factor-gone = El segundo paso está desactivado.
account-codes-title = El segundo paso está activado
account-codes = Códigos de recuperación
account-codes-means = Si pierdes el teléfono, cada uno de estos códigos de recuperación te deja entrar una vez en lugar del código de la aplicación. Imprímelos o guárdalos en un gestor de contraseñas. Tus demás sesiones se han cerrado.
# Below something secret.
account-once = Esto se muestra ahora y nunca más.
account-codes-kept = Los he guardado

account-sessions = Tus sesiones abiertas
account-sessions-means = Cierra las que no reconozcas y cambia después tu contraseña.
account-browser = Navegador
# $browser is a name like Firefox, $system one like Windows or iPhone.
account-browser-on = { $browser } en { $system }
account-browser-unknown = programa desconocido
account-address = Dirección
account-began = Inicio
account-used = Último uso
account-this = Esta
account-end = Cerrar sesión
account-end-others = Cerrar las demás sesiones
# Below the list, of which only the newest are shown.
account-sessions-more = { $count ->
    [one] No se muestra { $count } sesión más antigua.
   *[other] No se muestran { $count } sesiones más antiguas.
}
account-session-ended = La sesión de ese navegador se ha cerrado.
account-sessions-ended = Tus demás sesiones se han cerrado.
# Beside a session that sees one site only.
account-session-of = con un enlace, solo para { $site }

account-token = Token de API
account-tokens = Tokens de API
account-tokens-means = Los programas que tienen uno de estos tokens actúan en tu nombre.
account-no-tokens = Ningún token de API
account-no-tokens-means = Con un token de API, un programa puede ver los correos de tus sitios o actuar sobre ellos en tu nombre.
account-token-new = Nuevo token de API
account-token-name = Nombre
account-token-name-hint = Para qué sirve, para que lo reconozcas después: «supervisión».
account-token-name-wrong = Ponle un nombre de 1 a { $longest } caracteres.
# The role of a token: a column of a list, and a field.
account-token-may = Función
account-token-sites = Solo para estos sitios
account-token-sites-hint = Un nombre por línea. Vacío: para todos tus sitios.
account-token-no-site = Uno de estos no está entre tus sitios. Comprueba los nombres.
account-token-operator = Quien gestiona el alojamiento tiene todos los sitios: deja esto vacío o elige otra función.
account-token-too-many = Ya tienes todos los tokens posibles. Elimina alguno que no se use.
account-token-ends = Caduca
account-token-endless = nunca
account-token-over = ha caducado
account-token-made-on = Creado el
# $ago is how long ago, $address an internet address.
account-token-used-from = { $ago }, desde { $address }
account-token-unused = nunca
account-token-make = Crear el token
account-token-made = Tu nuevo token de API
account-token-made-means = Los programas lo envían con cada petición. La documentación de la API dice cómo.
account-token-kept = Lo he guardado
account-token-remove = Eliminar
account-token-remove-question = ¿Eliminar el token de API { $name }?
account-token-remove-means = A partir de entonces se rechaza a los programas que lo tienen. No se puede recuperar.
# $used is how long ago it was used and from where, or never.
account-token-remove-used = Último uso: { $used }.
account-token-removed = El token de API { $name } se ha eliminado.
