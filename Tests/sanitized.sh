#!/usr/bin/env bash
# Runs a test command under a sanitizer: `sanitized.sh address|thread COMMAND…`. The tests that the sanitizer can say
# something about are run, which is what keeps them within minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
sanitizer=$1
shift

case $sanitizer in
address)
    # Reading and writing of files, kernels, C modules, workspaces, and the command with all of them.
    tests='ScenarioFilesTests|BatchSolvingTests|LinearAlgebraTests|VectorKernelsTests|SuccessiveConvexTests'
    tests+='|CertifiedSolvingTests|InteriorPointTests|BadInputTests|FaultTests|SameFileTests|LargeFileTests|SolveTests'
    export ASAN_OPTIONS="detect_leaks=1:detect_stack_use_after_return=0"
    ;;
thread)
    # Solvers on several threads, the pipeline of a batch, time limits that strike in the middle, and signals.
    tests='SameBitsTests|TimeLimitTests|LargeProblemTests|BatchSolvingTests|StepwellCommandTests.BatchTests'
    tests+='|InterruptionTests|DeterminismTests'
    export TSAN_OPTIONS="halt_on_error=0"
    ;;
*)
    echo "sanitized: no sanitizer $sanitizer" >&2
    exit 1
    ;;
esac
exec "$@" --filter "$tests"
