#!/usr/bin/env bash
# Runs a test command under a sanitizer: `sanitized.sh address|thread|command COMMAND…`. ThreadSanitizer is shown the tests
# that it can say something about, which is what keeps them within minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
kind=$1
shift

case $kind in
address)
    tests='.*'
    export ASAN_OPTIONS="detect_leaks=1:detect_stack_use_after_return=0"
    export LSAN_OPTIONS="suppressions=$PWD/Tests/leaks.txt:print_suppressions=0"
    ;;
thread)
    # Solvers on several threads, time limits that strike in the middle, and the pipeline of a batch.
    tests='SameBitsTests|SwitchListTests|ThreadTests|TimeLimitTests|LargeProblemTests|BatchSolvingTests'
    ;;
command)
    # The same in the command, with signals.
    tests='StepwellCommandTests.BatchTests|InterruptionTests|DeterminismTests'
    ;;
*)
    echo "sanitized: $kind is none of address, thread, command" >&2
    exit 1
    ;;
esac
export TSAN_OPTIONS="halt_on_error=0"
exec "$@" --filter "$tests"
