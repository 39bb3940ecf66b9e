# Bash functions, sourced by the scripts that measure the source for Apache Spark.

. "$root/build/find-jdk.sh"

# Builds the source and its tests, and makes a folder for the logs that is removed in the end.
build_spark() {
  find_jdk
  find_maven
  cd -- "$root"
  mvn -q -B -ntp -pl core,spark test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/classpath -DincludeScope=test
  folder=$(mktemp -d)
  trap 'rm -rf -- "$folder"' EXIT
}

# Runs a class of the tests. $1: the most heap, such as 1g; others: the class and its arguments
run_spark() {
  local heap=$1
  shift
  "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --add-modules jdk.incubator.vector "-Xmx$heap" \
    -cp "spark/target/classes:spark/target/test-classes:core/target/classes:$(<spark/target/classpath)" "$@"
}
