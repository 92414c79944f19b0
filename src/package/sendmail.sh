#!/bin/sh
# What programs call that hand in mail: an alternative for /usr/sbin/sendmail.
MAILSERVER_HOME=${MAILSERVER_HOME:-/var/lib/mailserver}
export MAILSERVER_HOME
exec /usr/lib/mailserver/bin/sendmail "$@"
