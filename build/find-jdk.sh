# Bash functions, sourced by the scripts that need Java. They return results in variables, because each
# subshell would take a tenth of a command's start-up time.

readonly JDK_NEEDED=25

# Prints one line to standard error and exits with status 2. $1: the line
fail() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit 2
}

# Prints the folders where JDKs are usually installed, one per line.
jdk_folders() {
  local folder
  for folder in /usr/lib/jvm/* /opt/* "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    printf '%s\n' "$folder"
  done
}

# Sets version to the feature version (17, 25) of the JDK in folder $1; fails if there is no complete JDK.
jdk_version() {
  local line
  version=
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -f "$1/lib/modules" ] && [ -s "$1/lib/modules" ] \
    || return 1
  if [ -r "$1/release" ]; then
    while IFS= read -r line || [ -n "$line" ]; do
      case $line in
        JAVA_VERSION=*)
          version=${line#JAVA_VERSION=}
          break
          ;;
      esac
    done <"$1/release"
  fi
  if [ -z "$version" ]; then
    line=$("$1/bin/java" -version 2>&1) || return 1
    line=${line%%$'\n'*} # openjdk version "25.0.3" 2026-04-21
    version=${line#* version }
    version=${version%% *}
  fi
  version=${version//[\"$'\r']/}
  version=${version%%[!0-9]*}
  [ -n "$version" ]
}

# Sets folder to the folder of the first JDK on the PATH; fails if there is none.
jdk_on_path() {
  local java
  java=$(type -P java) && java=$(readlink -f -- "$java" 2>/dev/null) || return 1
  folder=${java%/bin/java}
  [ "$folder" != "$java" ]
}

# Sets JAVA_HOME to folder $1 and exports it if the JDK there is new enough; otherwise fails.
take_jdk() {
  local version
  [ -n "$1" ] && jdk_version "$1" && [ "$version" -ge "$JDK_NEEDED" ] || return 1
  JAVA_HOME=$(CDPATH='' cd -- "$1" && pwd)
  export JAVA_HOME
}

# Sets and exports JAVA_HOME. A given JAVA_HOME comes first, then the JDK on the PATH, then the oldest
# installed JDK that is new enough, as later ones have not been tested. Exits if there is none.
find_jdk() {
  local folder version best= best_version=
  if take_jdk "${JAVA_HOME:-}" || { jdk_on_path && take_jdk "$folder"; }; then
    return
  fi
  while IFS= read -r folder; do
    if jdk_version "$folder" && [ "$version" -ge "$JDK_NEEDED" ] \
      && { [ -z "$best" ] || [ "$version" -lt "$best_version" ]; }; then
      best=$folder
      best_version=$version
    fi
  done < <(jdk_folders)
  [ -n "$best" ] || fail "mmap4j needs a JDK $JDK_NEEDED or newer, and none was found: install one\
 (Temurin $JDK_NEEDED, package temurin-$JDK_NEEDED-jdk) or set JAVA_HOME to it"
  export JAVA_HOME=$best
}

# Finds Maven, and suppresses the JDK's warnings about internals that old Maven versions use.
find_maven() {
  command -v mvn >/dev/null || fail "mmap4j is built by Maven, and there is no mvn on the PATH:\
 install it (package maven)"
  export MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow\
 --enable-native-access=ALL-UNNAMED"
}
