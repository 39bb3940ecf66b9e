# Bash functions, sourced by the scripts that run benchmarks.

. "$root/build/find-jdk.sh"

# Builds the benchmarks.
build_bench() {
  local output
  find_jdk
  find_maven
  if ! output=$(CDPATH='' cd -- "$root" \
    && mvn -q -B -ntp -pl core,bench -Dmaven.test.skip=true package 2>&1 </dev/null); then
    printf '%s\n' "$output" >&2
    fail "the benchmarks could not be built, see above"
  fi
}

# Runs a class of the benchmarks. $1: vector or scalar, the kernels that searches use; others: the class
# and its arguments
run_bench() {
  # Agrona uses internals of the JDK. JMH passes all of these options on to the JVMs that it starts.
  local options=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
    --add-opens java.base/jdk.internal.misc=ALL-UNNAMED
    --add-exports java.base/jdk.internal.misc=ALL-UNNAMED)
  [ "$1" = scalar ] || options+=(--add-modules jdk.incubator.vector)
  shift
  "$JAVA_HOME/bin/java" "${options[@]}" \
    -cp "$root/bench/target/mmap4j-bench.jar:$root/bench/target/lib/*" "$@"
}
