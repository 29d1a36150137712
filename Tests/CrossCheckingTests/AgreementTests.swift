import CrossChecking
import OffloadModel
import SuccessiveConvex
import TestSupport
import Testing

/// The KKT solution of P2 and the interior point, to the limits of the specification.
@Suite struct AgreementTests {
    /// Small ones mostly, a few of up to 200 users.
    @Test(arguments: 0..<10)
    func randomSubproblemsAgree(part: Int) throws {
        var generator = DrawnP2(seed: UInt64(part))
        var random = SeededGenerator(seed: UInt64(part))
        let checker = try CrossChecker(system: part % 2 == 0 ? .dense : .arrow)
        var worst = WorstDifferences()
        for round in 0..<Effort.rounds(50) {
            let count = round % 25 == 24 ? [60, 200][round / 25 % 2] : Int(random.next() % 30) + 1
            let agreement = try checker.compare(generator.next(count: count))
            worst.add(agreement)
            #expect(agreement.isWithin, "part \(part), round \(round), \(count) users: \(agreement.failures)")
        }
        print("random P2, part \(part): \(worst)")
    }

    @Test func aHundredThousandUsersAgree() throws {
        let count = Effort.sizes([100_000], debugLimit: 0).first ?? 2000
        var generator = DrawnP2(seed: 77)
        let agreement = try CrossChecker().compare(generator.next(count: count))
        #expect(agreement.isWithin, "\(agreement.failures)")
        print("\(count) users: \(agreement.differences.map { "\($0.quantity) \($0.value)" })")
    }
}

/// The largest value of every quantity over many comparisons.
struct WorstDifferences: CustomStringConvertible {
    private var values: [String: Double] = [:]
    private var notes: [String: Int] = [:]
    private var count = 0

    mutating func add(_ agreement: Agreement) {
        count += 1
        for difference in agreement.differences {
            values[difference.quantity] = max(values[difference.quantity] ?? 0, difference.value)
        }
        if let note = agreement.note { notes[note, default: 0] += 1 }
    }

    var description: String {
        let worst = values.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        return "\(count) compared; \(worst)"
            + notes.sorted { $0.key < $1.key }.map { "; \($0.value)× \($0.key)" }.joined()
    }
}

extension Agreement {
    /// What is not within its limit, for messages.
    var failures: String {
        let failed = differences.filter { !$0.isWithin }.map { "\($0.quantity) \($0.value) > \($0.limit)" }
        return (failed + [note].compactMap { $0 }).joined(separator: ", ")
    }
}
