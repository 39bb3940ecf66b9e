#!/usr/bin/env bash
# Makes access.log with nginx (1.22.1, of Debian) and curl, in a folder of its own.
set -eu

here=$(CDPATH='' cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
chmod 755 "$work" # nginx's worker is another user if this one is root
mkdir "$work/html"
echo '<h1>Reports</h1>' >"$work/html/index.html"
head -c 20000 /dev/zero | tr '\0' '1' >"$work/html/report.csv"
cat >"$work/nginx.conf" <<'CONF'
pid nginx.pid;
error_log error.log;
events {}
http {
  access_log access.log combined;
  client_body_temp_path body; # and not folders of the system
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  server {
    listen 127.0.0.1:8089;
    root html;
    location /api/ { proxy_pass http://127.0.0.1:8088; } # where nothing listens
  }
}
CONF
nginx -p "$work" -c nginx.conf -e error.log
for request in / /report.csv '-I /' /favicon.ico '-r 0-99 /report.csv' '-X POST -d x /' /api/reports \
  '-e http://127.0.0.1:8089/ /report.csv' '-X DELETE /api/reports/7' /old.html '-u guest:x /'; do
  # shellcheck disable=SC2086 # options and a path
  set -- $request
  path=${!#}
  curl -s -o "$work/answer" "${@:1:$#-1}" "http://127.0.0.1:8089$path"
  sleep 1
done
nginx -p "$work" -c nginx.conf -e error.log -s quit
while [ -e "$work/nginx.pid" ]; do sleep 0.1; done
cp -- "$work/access.log" "$here/access.log"
