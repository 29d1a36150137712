#!/bin/sh
# Fuzzes properties one after the other, each for some seconds, from the kept seeds and the inputs that once broke them.
#
#     Tests/Fuzzing/run.sh FUZZER SECONDS PROPERTY...
#
# What the fuzzer learns stays in .build-fuzz/corpus; an input that breaks a property is written to Tests/Fuzzing/Found, and
# belongs into Tests/Fuzzing/Regressions once it is understood.
set -eu

fuzzer=$1
seconds=$2
shift 2
folder=$(cd "$(dirname "$0")" && pwd)
learnt=$(dirname "$fuzzer")/../corpus
broken=0
# The run-time's own crash report would come between the fuzzer and its findings.
export SWIFT_BACKTRACE=enable=no

for property in "$@"; do
    found=$folder/Found/$property
    mkdir -p "$found" "$learnt/$property" "$folder/Regressions/$property"
    log=$found/log
    if ! "$fuzzer" --property="$property" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 -max_len=6000 \
        -print_final_stats=1 -dict="$folder/dictionary" -artifact_prefix="$found/" \
        "$learnt/$property" "$folder/Corpus/$property" "$folder/Regressions/$property" > "$log" 2>&1
    then
        broken=$((broken + 1))
        echo "$property: broken"
        grep -E 'Fatal error|ERROR|SUMMARY|Test unit written' "$log" || tail -5 "$log"
    fi
    # The pulse of the fuzzer shows how much of the code was reached.
    coverage=$(grep -Eo 'cov: [0-9]+' "$log" | tail -1)
    executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    echo "$property: ${executions:-?} executions, $coverage edges"
done
exit "$((broken > 0))"
