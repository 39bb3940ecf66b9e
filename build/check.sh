# Sourced by the tests of scripts: bash functions and the count of failures.

failures=0

# $1: what is tested; $2: expected; $3: seen
check() {
  if [ "$2" != "$3" ]; then
    printf 'FAILED: %s\n  expected: %s\n  seen:     %s\n' "$1" "$2" "$3"
    failures=$((failures + 1))
  fi
}

# Ends the tests. $1: what was tested
finish() {
  if [ "$failures" -gt 0 ]; then
    echo "$failures tests of $1 failed"
    exit 1
  fi
  echo "The tests of $1 passed."
}
