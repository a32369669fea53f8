#!/bin/sh
# Isobar's host helper: the one program that acts on this host with privilege.
#
# It takes no arguments. A request comes on standard input: a few lines of
# "key value", then verbs, each with its lines in a fixed order; a payload
# follows its "size" line as that many bytes. Nothing that is read is ever
# evaluated. The answer on standard output is a sequence of fields, each ended
# by a NUL; a field that starts a section starts with "#", the last section is
# "#end". docs/host-helper.md tells request and answer in full.
#
# POSIX sh (dash), Debian 12 coreutils and findutils; socat, curl, haproxy and
# docker where the verbs that need them are used.
#
# shellcheck disable=SC2185 # find starts where -files0-from says

set -uf
umask 077
IFS=' 	
'
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
unset CDPATH ENV

PROTOCOL=1
LIBRARY=/usr/local/lib/isobar
INSTALLED=$LIBRARY/isobar-helper
STATE=/var/lib/isobar
RUN=/run/isobar
STATISTICS=/run/haproxy/admin.sock
NL='
'

host=
home=
token=
item=0
leased=no
installed=
manifest_loaded=no
manifest=
temp=
scratch=
value=
problem=
outcome=
verb=
staged=
