#!/bin/sh
# Sees to the programs of the system that the tests call: a browser, Postfix's sink, mandoc, node. As root on Debian
# it installs what is missing; anywhere else it names it and fails.
set -eu
PATH="$PATH:/usr/sbin:/sbin"
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v smtp-sink >/dev/null 2>&1 || missing="$missing postfix"
command -v mandoc >/dev/null 2>&1 || missing="$missing mandoc"
command -v npm >/dev/null 2>&1 || missing="$missing npm"
fc-list 2>/dev/null | grep -qi "NotoColorEmoji" || missing="$missing fonts-noto-color-emoji"
fc-list 2>/dev/null | grep -qi "NotoSansDevanagari" || missing="$missing fonts-noto-core"
fc-list 2>/dev/null | grep -qi "Liberation" || missing="$missing fonts-liberation"
for program in "$@"; do # those that only some target needs
    command -v "$program" >/dev/null 2>&1 || missing="$missing $program"
done
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing for the tests:$missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086 # one word a package is what is meant
    apt-get install -y -qq --no-install-recommends fontconfig $missing >/dev/null
    exit 0
fi
echo "the tests need these, which are not here:$missing (Debian's package names); install them, then run again" >&2
exit 1
