#!/usr/bin/env bash
# The JDK's AOT cache holds no dynamic proxies, so each start generates them anew.
#
# Reading an annotation by reflection needs a proxy for the annotation's type and for the
# meta-annotations on it. The cache (JEP 483, 514) holds the other classes that the training run
# has loaded, but these proxies are spun at each start, and method handles for their constructors
# with them. A command whose options are annotations pays for that each time it starts, with the
# cache as without.
#
# Seen with Temurin 25.0.3, Linux x86-64, 2026-11-29:
#   from the cache: Shown, Mark; generated: 2 proxies
# Needs Java 25 or newer, in JAVA_HOME or on the PATH. Fails if no proxy is generated any more, or
# if the two classes don't come from the cache.
set -euo pipefail

bin=${JAVA_HOME:+$JAVA_HOME/bin/}
folder=$(mktemp -d)
trap 'rm -r -- "$folder"' EXIT
cat >"$folder/Shown.java" <<'JAVA'
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

@Retention(RetentionPolicy.RUNTIME)
@interface Mark {
  String value();
}

@Mark("seen")
public class Shown {
  public static void main(String[] args) {
    System.out.println(Shown.class.getAnnotation(Mark.class).value());
  }
}
JAVA
cd "$folder"
"${bin}javac" Shown.java
"${bin}jar" --create --file shown.jar Shown.class Mark.class
"${bin}java" -XX:AOTCacheOutput=cache -cp shown.jar Shown >training 2>&1
"${bin}java" -XX:AOTCache=cache -XX:AOTMode=on -Xlog:class+load:file=loaded -cp shown.jar Shown >run
grep -qx seen run
cached=$(grep -Eo '(Shown|Mark) source: shared objects file' loaded | cut -d' ' -f1 | sort -r | paste -sd, | sed 's/,/, /')
proxies=$(grep -c 'source: __dynamic_proxy__' loaded || true)
"${bin}java" -version 2>&1 | head -n 1
echo "from the cache: $cached; generated: $proxies proxies"
[ "$cached" = 'Shown, Mark' ] && [ "$proxies" -gt 0 ] || { echo 'this has changed' >&2; exit 1; }
