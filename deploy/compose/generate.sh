#!/bin/sh
# Sends the example's events again and again, as if they happened now: key and event, with null as the key of those without a user.
# Usage: generate.sh FILE BOOTSTRAP TOPIC; PAUSE seconds between two rounds (1).
set -eu
while :; do
  sed -E -e "s/(\"collector_tstamp\":\")[^\"]*/\1$(date -u '+%Y-%m-%d %H:%M:%S')/" \
    -e '/"domain_userid":"/!s/^/null|/' -e 's/^.*"domain_userid":"([^"]*)".*$/\1|&/' "$1"
  sleep "${PAUSE:-1}"
done | "${PRODUCER:-/opt/kafka/bin/kafka-console-producer.sh}" --bootstrap-server "$2" --topic "$3" \
  --reader-property parse.key=true --reader-property 'key.separator=|' --reader-property null.marker=null
