#!/usr/bin/env bash
# Runs a command of `swift build` or `swift test` and shows of its output what a reader wants: how far the build is, one line
# for each suite with its time, and everything about a failure. The closing line of the tests comes last.
#
#     Tests/brief.sh swift test -c release
#
# A line every half minute says how far the tests are. swift-testing starts all of them at once and ends most of them together, so
# what counts is how many cases, each a test with one set of arguments, were begun. The exit status is the command's.
set -uo pipefail

declare -A running=()
passed=0
cases=0
latest=""
closing=""

show() {
    local line=$1 name
    case $line in
    # swift build: a line for each file, of which one in ten is shown.
    '['*/*']'*)
        if [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]]; then
            local part=$((10 * BASH_REMATCH[1] / BASH_REMATCH[2]))
            [ "$part" = "${shown:-}" ] || echo "$line"
            shown=$part
        fi
        ;;
    # swift-testing: suites and tests begin and end.
    '◇ Test run started.'* | '↳ '*[Vv]ersion:* | '↳ Target Platform'* | '✔ Test case passing'* | '◇ Passing '*) ;;
    '◇ Test case passing'*' started.')
        cases=$((cases + 1))
        name=${line##* to }
        latest=${name%% started.*}
        ;;
    '◇ Test case passing'*) ;;
    '◇ Suite '*' started.'*) ;;
    '◇ Test '*' started.'*)
        name=${line#◇ Test }
        running["${name%% started.*}"]=1
        ;;
    '✔ Test run with '* | '✘ Test run with '*) closing=$line ;;
    '✔ Suite '*' passed after '*)
        name=${line#✔ Suite }
        printf '  %-44s %s\n' "${name%% passed after *}" "${name##* passed after }"
        ;;
    '✔ Test '*' passed after '*)
        passed=$((passed + 1))
        name=${line#✔ Test }
        unset "running[${name%% with * test case* passed after *}]" "running[${name%% passed after *}]" 2> /dev/null
        ;;
    '✘ Test '*' failed after '*)
        name=${line#✘ Test }
        unset "running[${name%% with * test case* failed after *}]" "running[${name%% failed after *}]" 2> /dev/null
        echo "$line"
        ;;
    # XCTest, of which there are no tests here, and its empty frame.
    "Test Suite '"*"' started at "* | "Test Suite '"*"' passed at "* | *'Executed 0 tests, with 0 failures'*) ;;
    "Test Case '"*"' started at "* | "Test Case '"*"' passed ("*) ;;
    '') ;;
    *) printf '%s\n' "$line" ;;
    esac
}

# A file descriptor keeps the command's exit status apart from what is read.
exec 3< <(
    "$@" 2>&1
    echo "brief: status $?"
)
status=1
due=30
while true; do
    if IFS= read -r -t 30 line <&3; then
        case $line in
        'brief: status '*) status=${line#brief: status } ;;
        *) show "$line" ;;
        esac
    elif [ $? -le 128 ]; then
        break
    fi
    [ "$SECONDS" -ge "$due" ] || continue
    due=$((SECONDS + 30))
    names=("${!running[@]}")
    if [ "$passed" -gt 0 ]; then
        echo "  … $passed tests passed, waiting for ${names[*]:0:3}"
    elif [ "$cases" -gt 0 ]; then
        echo "  … $cases cases begun, the last one of $latest"
    else
        echo "  … after $SECONDS s"
    fi
done
# A run that ended in the middle of its tests has no closing line; what was running is where to look.
if [ -z "$closing" ] && [ ${#running[@]} -gt 0 ]; then
    echo "the run ended while these tests ran:"
    printf '  %s\n' "${!running[@]}"
    [ "$status" != 0 ] || status=1
fi
[ -z "$closing" ] || echo "$closing"
exit "$status"
