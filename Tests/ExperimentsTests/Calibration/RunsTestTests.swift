import Experiments
import Testing

/// The probability of few runs, against a count of all sequences.
@Suite struct RunsTestTests {
    @Test func runsAreCounted() {
        let test = RunsTest([1, 2, -1, 0, -3, 4])
        #expect(test.positive == 3 && test.negative == 2 && test.runs == 3)
        #expect(RunsTest([]).runs == 0 && RunsTest([]).probability == 1)
        #expect(RunsTest([1, 1, 1]).probability == 1)
    }

    /// A few signs among many are still counted exactly, without overflow.
    @Test func rareSignsAreCountedExactly() {
        for (positive, negative) in [(300, 2), (3, 400), (25, 20)] {
            let counts = Self.sequences(positive, negative)
            let total = counts.reduce(0, +)
            var sum = 0.0
            for runs in 2..<counts.count where counts[runs] > 0 {
                sum += counts[runs]
                #expect(abs(Self.example(positive, negative, runs: runs).probability - sum / total) <= 1e-9)
            }
        }
        // Two negatives among 10⁵ positives come in three runs or fewer in 100,002 of C(100,002, 2) orders.
        let rare = RunsTest([-1] + Array(repeating: 1, count: 100_000) + [-1])
        #expect(abs(rare.probability / (100_002 / (0.5 * 100_002 * 100_001)) - 1) <= 1e-9)
    }

    @Test func probabilityIsTheShareOfSequences() {
        for length in 2...10 {
            var sequences: [Int: [Int]] = [:]
            for bits in 0..<(1 << length) {
                let test = RunsTest((0..<length).map { bits >> $0 & 1 == 1 ? 1 : -1 })
                sequences[test.positive, default: []].append(test.runs)
            }
            for bits in 1..<(1 << length) - 1 {
                let test = RunsTest((0..<length).map { bits >> $0 & 1 == 1 ? 1 : -1 })
                let all = sequences[test.positive] ?? []
                let share = Double(all.filter { $0 <= test.runs }.count) / Double(all.count)
                #expect(abs(test.probability - share) <= 1e-12)
            }
        }
    }

    /// Beyond twenty signs of a kind the normal approximation is near the share of sequences, counted sign by sign.
    @Test func approximationIsNear() {
        for (positive, negative) in [(21, 21), (40, 22), (30, 24)] {
            let counts = Self.sequences(positive, negative)
            let total = counts.reduce(0, +)
            var sum = 0.0
            for runs in 2..<counts.count where counts[runs] > 0 {
                sum += counts[runs]
                let test = Self.example(positive, negative, runs: runs)
                #expect(test.runs == runs && test.positive == positive && test.negative == negative)
                #expect(abs(test.probability - sum / total) <= 0.012, "\(positive), \(negative), \(runs)")
            }
        }
    }

    /// How many sequences have 0, 1, 2… runs, by appending one sign after another.
    private static func sequences(_ positive: Int, _ negative: Int) -> [Double] {
        let most = positive + negative + 1
        // ways[p][n][last sign][runs]
        let none = Array(repeating: Array(repeating: 0.0, count: most), count: 2)
        var ways = Array(repeating: Array(repeating: none, count: negative + 1), count: positive + 1)
        for p in 0...positive {
            for n in 0...negative where p + n > 0 {
                for (sign, previous) in [(0, (p - 1, n)), (1, (p, n - 1))] where previous.0 >= 0 && previous.1 >= 0 {
                    guard previous.0 + previous.1 > 0 else {
                        ways[p][n][sign][1] = 1
                        continue
                    }
                    for runs in 1..<most {
                        let before = ways[previous.0][previous.1]
                        ways[p][n][sign][runs] = before[sign][runs] + before[1 - sign][runs - 1]
                    }
                }
            }
        }
        return zip(ways[positive][negative][0], ways[positive][negative][1]).map { $0 + $1 }
    }

    /// Residuals with so many runs.
    private static func example(_ positive: Int, _ negative: Int, runs: Int) -> RunsTest {
        // The sign that there is more of begins; every run but the last of each sign has one element.
        let first = positive >= negative ? 1.0 : -1.0
        var left = [max(positive, negative), min(positive, negative)]
        var signs: [Double] = []
        for run in 0..<runs {
            let kind = run % 2
            let size = run >= runs - 2 ? left[kind] : 1
            signs += Array(repeating: kind == 0 ? first : -first, count: size)
            left[kind] -= size
        }
        return RunsTest(signs)
    }
}
