# Bash functions, sourced by the scripts that run Surefire's tests under other conditions.

# Prints one line with the sums of a run of Maven, and the tests that failed. Fails if a test did, or if other
# than the expected number of modules and executions ran tests. $1: the log; $2: a name for the run; $3: how
# many modules and executions run tests
tally() {
  local log=$1 name=$2 expected=$3 status=0
  # Surefire prints the sum of each module and execution.
  sed -n 's/^\[[A-Z]*\] *\(Tests run: [0-9]*, Failures: [0-9]*, Errors: [0-9]*, Skipped: [0-9]*\)$/\1/p' "$log" \
    | awk -v name="$name" -v expected="$expected" -F '[:,]' '
      { run += $2; failed += $4 + $6; skipped += $8 }
      END {
        ended = NR == expected
        printf "%-28s %6d tests, %d failed, %d skipped%s\n", name, run, failed, skipped,
          ended ? "" : "; not all tests ran"
        exit !ended || failed > 0
      }' || status=1
  [ "$status" = 0 ] || grep -E '^\[ERROR\] {3}[A-Za-z]' "$log" | sort -u | sed 's/^/    /' || true
  return "$status"
}
