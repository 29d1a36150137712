import BatchSolving
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
        // Read while groups are delivered, which may be at the same time as the next one is taken.
        let taken = Atomic<Int>(0)
        var delivered = 0
        var most = 0
        let pipeline = OrderedPipeline(threads: threads, groupSize: 8, window: 5)
        try pipeline.run(
            take: {
                let number = taken.add(1, ordering: .relaxed).newValue
                return number <= 20_000 ? number : nil
            },
            room: {}, work: { input, _ in input },
            deliver: { group in
                most = max(most, taken.load(ordering: .relaxed) - delivered)
                delivered += group.count
            })
        #expect(delivered == 20_000)
        // Taking goes on while a group is delivered, by one group at most that is counted as it is taken.
        #expect(most <= 8 * (5 + 1))
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

    /// A group ends where the next input would have to be waited for, and every output is delivered by itself.
    @Test func whatIsNotAtHandIsNotWaitedFor() throws {
        let taken = Atomic<Int>(0)
        var outputs: [[Int]] = []
        try OrderedPipeline(threads: 1, groupSize: 100).run(
            take: {
                let number = taken.add(1, ordering: .relaxed).newValue
                return number <= 20 ? number : nil
            },
            isAtHand: { taken.load(ordering: .relaxed) % 5 != 0 }, room: {},
            work: { _, _ in taken.load(ordering: .relaxed) }, deliver: { outputs.append($0) })
        #expect(outputs == (1...20).map { [5 * (($0 + 4) / 5)] })
    }

    /// The outputs of a group are delivered as they are done, also those that were done before it was the group's turn.
    @Test(arguments: [1, 2, 3, 8], [0, 1, 31, 32, 33, 1000])
    func anOutputDoesNotWaitForItsGroup(threads: Int, count: Int) throws {
        var next = 0
        var outputs: [Int] = []
        let done = Atomic<Int>(0)
        var isLate = false
        try OrderedPipeline(threads: threads, groupSize: 4).run(
            take: {
                next += 1
                return next <= count ? next : nil
            },
            isAtHand: { next % 7 != 0 }, room: { 0 },
            work: { input, room in
                for step in 0..<(input % 7 * 1000) { room &+= step }
                done.add(1, ordering: .relaxed)
                return input * input
            },
            deliver: {
                outputs += $0
                // With one thread nothing is done that is not delivered.
                isLate = isLate || threads == 1 && outputs.count < done.load(ordering: .relaxed)
            })
        #expect(outputs == (0..<count).map { ($0 + 1) * ($0 + 1) })
        #expect(!isLate)
    }

    @Test(arguments: [1, 2, 4]) func anErrorAmidAGroupStopsTheRun(threads: Int) {
        var (next, delivered) = (0, 0)
        #expect(throws: Fault.self) {
            try OrderedPipeline(threads: threads, groupSize: 10).run(
                take: {
                    next += 1
                    return next
                },
                isAtHand: { true }, room: {}, work: { input, _ in input },
                deliver: { (outputs: [Int]) in
                    delivered += outputs.count
                    if delivered >= 95 { throw Fault() }
                })
        }
        #expect(delivered >= 95)
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
