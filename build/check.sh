# Bash functions and a count of failures, sourced by the tests of scripts.

failures=0

# Compares two values. $1: what is tested; $2: expected; $3: seen
check() {
  if [ "$2" != "$3" ]; then
    printf 'FAILED: %s\n  expected: %s\n  seen:     %s\n' "$1" "$2" "$3"
    failures=$((failures + 1))
  fi
}

# Prints the result and exits if a test failed. $1: what was tested
finish() {
  if [ "$failures" -gt 0 ]; then
    echo "$failures tests of $1 failed"
    exit 1
  fi
  echo "The tests of $1 passed."
}
