import BatchSolving
import Dispatch
import Synchronization
import Testing

/// The stream behind every batch.
@Suite struct OrderedPipelineTests {
    private struct Fault: Error {}

    @Test(arguments: [1, 2, 3, 8], [0, 1, 31, 32, 33, 1000])
    func outputsComeInTheOrderOfTheInputs(threads: Int, count: Int) throws {
        var next = 0
        var outputs: [Int] = []
        try OrderedPipeline(threads: threads, groupSize: 4).run(
            take: {
                next += 1
                return next <= count ? next : nil
            },
            room: { 0 },
            work: { input, room in
                // Unequal work, so that groups finish out of order.
                for step in 0..<(input % 7 * 1000) { room &+= step }
                return input * input
            },
            deliver: { outputs += $0 })
        #expect(outputs == (0..<count).map { ($0 + 1) * ($0 + 1) })
    }

    @Test(arguments: [1, 2, 4])
    func onlyAWindowOfInputsIsUnderWay(threads: Int) throws {
        var taken = 0
        var delivered = 0
        var most = 0
        let pipeline = OrderedPipeline(threads: threads, groupSize: 8, window: 5)
        try pipeline.run(
            take: {
                taken += 1
                return taken <= 20_000 ? taken : nil
            },
            room: {}, work: { input, _ in input },
            deliver: { group in
                most = max(most, min(taken, 20_000) - delivered)
                delivered += group.count
            })
        #expect(delivered == 20_000)
        #expect(most <= 8 * (threads == 1 ? 1 : 5))
    }

    /// The system refuses threads, then allows one, and refuses the rest. Until that one is there the caller does the work.
    @Test(arguments: 1..<40) func threadsThatComeLateDoTheRest(comes: Int) throws {
        let asked = Atomic<Int>(0)
        var next = 0
        var outputs: [Int] = []
        try OrderedPipeline(
            threads: 2, groupSize: 1, window: 3,
            mayStart: { asked.add(1, ordering: .relaxed).newValue == comes }
        ).run(
            take: {
                next += 1
                return next <= 60 ? next : nil
            },
            room: {}, work: { input, _ in input }, deliver: { outputs += $0 })
        #expect(outputs == Array(1...60))
    }

    @Test func heavyInputsMakeSmallGroups() throws {
        var next = 0
        var sizes: [Int] = []
        try OrderedPipeline(threads: 2, groupSize: 100).run(
            weight: { $0 },
            take: {
                next < 10
                    ? {
                        next += 1; return 60
                    }() : nil
            }, room: {}, work: { input, _ in input },
            deliver: { sizes.append($0.count) })
        #expect(sizes == [2, 2, 2, 2, 2])
    }

    /// Inputs and outputs stay on the thread of the caller, and only work leaves it: closures of an actor may be passed.
    @Test(arguments: [1, 2, 8])
    func onlyWorkLeavesTheCallersThread(threads: Int) throws {
        let key = DispatchSpecificKey<Bool>()
        let caller = DispatchQueue(label: "caller")
        caller.setSpecific(key: key, value: true)
        try caller.sync {
            func expectCaller() { dispatchPrecondition(condition: .onQueue(caller)) }
            var next = 0
            let elsewhere = Atomic<Int>(0)
            try OrderedPipeline(threads: threads, groupSize: 3).run(
                weight: { _ in
                    expectCaller(); return 1
                },
                isReady: {
                    expectCaller(); return true
                },
                take: {
                    expectCaller()
                    next += 1
                    return next <= 500 ? next : nil
                },
                room: {},
                work: { input, _ in
                    if DispatchQueue.getSpecific(key: key) == nil { elsewhere.add(1, ordering: .relaxed) }
                    return input
                },
                deliver: { _ in expectCaller() })
            #expect(elsewhere.load(ordering: .relaxed) == (threads == 1 ? 0 : 500))
        }
    }

    /// Whoever sends an input and waits for its output before the next one gets it: `take` is not called while an output
    /// could be delivered.
    @Test(arguments: [1, 2, 4])
    func noOutputWaitsForAnInput(threads: Int) throws {
        // Inputs come in bursts, each of them once all outputs of the last one have been delivered.
        var bursts = [1, 1, 5, 40, 1, 100, 3]
        var ready = 0
        var next = 0
        var delivered = 0
        var waits = 0
        try OrderedPipeline(threads: threads, groupSize: 8).run(
            isReady: { ready > 0 || bursts.isEmpty },
            take: { () -> Int? in
                if ready == 0 {
                    guard !bursts.isEmpty else { return nil }
                    #expect(delivered == next, "an output is held back")
                    ready = bursts.removeFirst()
                    waits += 1
                }
                ready -= 1
                next += 1
                return next
            },
            room: { 0 },
            work: { input, room in
                for step in 0..<(input % 3 * 10_000) { room &+= step }
                return input
            },
            deliver: { outputs in
                #expect(outputs == Array(delivered + 1...delivered + outputs.count))
                delivered += outputs.count
            })
        #expect(delivered == 151 && waits == 7)
    }

    @Test func anyNumberOfThreadsWillDo() throws {
        for threads in [Int.min, -1, 0, 1000, Int.max] {
            var next = 0
            var sum = 0
            try OrderedPipeline(threads: threads, groupSize: 1).run(
                take: {
                    next += 1
                    return next <= 10 ? next : nil
                }, room: {}, work: { input, _ in input }, deliver: { sum += $0.reduce(0, +) })
            #expect(sum == 55)
        }
    }

    @Test(arguments: [1, 2, 4])
    func anErrorOfEitherEndStopsTheRun(threads: Int) {
        let pipeline = OrderedPipeline(threads: threads, groupSize: 2)
        var next = 0
        #expect(throws: Fault.self) {
            try pipeline.run(
                take: {
                    next += 1
                    if next == 50 { throw Fault() }
                    return next
                },
                room: {}, work: { input, _ in input }, deliver: { (_: [Int]) in })
        }
        var delivered = 0
        next = 0
        #expect(throws: Fault.self) {
            try pipeline.run(
                take: {
                    next += 1
                    return next
                },
                room: {}, work: { input, _ in input },
                deliver: { (group: [Int]) in
                    delivered += group.count
                    if delivered >= 100 { throw Fault() }
                })
        }
        #expect(delivered == 100)
    }
}
