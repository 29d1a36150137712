import Dispatch
import OffloadModel
import TestSupport
import Testing

/// Who may stop a computation: its caller, or whoever cancels its task.
@Suite struct StopRequestTests {
    @Test func theCallersNoIsAStop() throws {
        let question = StopQuestion(yesTimes: 2)
        let answers = StopRequest.watching(while: question.mayContinue) { stop in
            (0..<4).map { _ in stop?.isMade }
        }
        #expect(answers == [false, false, true, true])
    }

    @Test func cancellingTheTaskIsAStop() async throws {
        let answers = await Task {
            StopRequest.watching { stop in
                let before = stop?.isMade
                withUnsafeCurrentTask { $0?.cancel() }
                return [before, stop?.isMade]
            }
        }.value
        #expect(answers == [false, true])
    }

    /// Threads that work for a task are not in it, yet see that it was cancelled.
    @Test func anotherThreadSeesThatTheTaskIsCancelled() async throws {
        let answers = await Task {
            StopRequest.watching { stop in
                nonisolated(unsafe) var seen: [Bool?] = []
                let work = DispatchWorkItem { seen.append(stop?.isMade) }
                DispatchQueue(label: "worker").async(execute: work)
                work.wait()
                withUnsafeCurrentTask { $0?.cancel() }
                let more = DispatchWorkItem { seen.append(stop?.isMade) }
                DispatchQueue(label: "worker").async(execute: more)
                more.wait()
                return seen
            }
        }.value
        #expect(answers == [false, true])
    }

    /// Errors pass through as they are.
    @Test func errorsPass() {
        #expect(throws: TimeIsUp.stopped) {
            try StopRequest.watching { _ throws(TimeIsUp) in throw .stopped }
        }
    }

    // MARK: In a deadline

    @Test func aStopEndsWhatHasNoLimit() throws {
        let question = StopQuestion(yesTimes: 3)
        StopRequest.watching(while: question.mayContinue) { stop in
            let deadline = SolveDeadline(limit: nil, stop: stop)
            #expect(deadline.canPass && !deadline.hasLimit && !deadline.hasPassed)
            #expect(deadline.withGrace.ending == nil && deadline.reserving(1).ending == nil)
            // What is done after a stop is not ended by it.
            for other in [deadline, deadline.withGrace, deadline.reserving(1), deadline.orEarlier(deadline)] {
                #expect(other.ending == .stopped && other.hasPassed)
                #expect(other.withoutStop.ending == nil && !other.withoutStop.canPass)
                #expect(throws: TimeIsUp.stopped) { try other.check() }
            }
        }
        #expect(TimeIsUp.stopped.status == .stopped && TimeIsUp.timeLimit.status == .timeLimit)
    }

    /// Of a limit and a stop, whichever comes first is what ended the solve.
    @Test func limitAndStopAreToldApart() throws {
        let clock = CountingClock(leapingAfter: 1)
        StopRequest.watching(while: { true }) { stop in
            let limited = SolveDeadline(limit: 1, clock: clock.clock, stop: stop)
            #expect(limited.ending == .timeLimit && limited.withoutStop.ending == .timeLimit)
        }
        StopRequest.watching(while: { false }) { stop in
            let both = SolveDeadline(limit: 1, clock: CountingClock().clock, stop: stop)
            #expect(both.ending == .stopped && both.withoutStop.ending == nil)
            let later = both.withoutStop.orEarlier(both.reserving(0.5))
            #expect(later.ending == nil && later.remaining == 0.5)
        }
    }
}
