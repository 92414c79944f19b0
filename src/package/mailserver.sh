#!/bin/sh
# The installed command: the server's home is /var/lib/mailserver, and its files belong to the user mailserver, as whom root's
# commands are run.
MAILSERVER_HOME=${MAILSERVER_HOME:-/var/lib/mailserver}
export MAILSERVER_HOME
if [ "$(id -u)" -eq 0 ] && [ "$MAILSERVER_HOME" = /var/lib/mailserver ]; then
    cd "$MAILSERVER_HOME" || exit 1
    exec setpriv --reuid=mailserver --regid=mailserver --init-groups -- /usr/lib/mailserver/bin/mailserver "$@"
fi
exec /usr/lib/mailserver/bin/mailserver "$@"
