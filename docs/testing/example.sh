#!/bin/sh
# A script that sends mail, and its test: sh example.sh, with bin/mailserver in MAILSERVER.
set -eu
work=$(mktemp -d)
mkfifo "$work/in"
"${MAILSERVER:-bin/mailserver}" test <"$work/in" >"$work/ports" &
exec 3>"$work/in"                # as long as this is open the server runs
trap 'exec 3>&-; wait; rm -rf "$work"' EXIT

until [ -s "$work/ports" ]; do sleep 0.1; done
port() { sed "s/.*\"$1\":\"\{0,1\}\([^,\"]*\).*/\1/" "$work/ports"; }

# What is tested: a nightly job that reports.
printf 'From: cron@host.example\nTo: ops@host.example\nSubject: backup done\n\n3 files, token 7731\n' |
    curl -sf "smtp://127.0.0.1:$(port smtp)" --mail-from cron@host.example --mail-rcpt ops@host.example -T -

mailbox=$(port http)/api/v1/mailboxes/ops@host.example
curl -sf "$mailbox/await?subject=backup&timeout=10s" >/dev/null
curl -sf "$mailbox/messages/latest" | grep -q '"codes":\["7731"\]'

# And when the server is busy? The job must fail, and say so.
curl -sf "$(port http)/api/v1/faults" -d '{"rule":"rcpt ops@* 451 4.2.1 \"busy\" times 1"}' >/dev/null
if printf 'Subject: x\n\n' | curl -s "smtp://127.0.0.1:$(port smtp)" --mail-from a@b.example --mail-rcpt ops@host.example -T -; then
    echo "it should have failed" >&2
    exit 1
fi
echo ok
