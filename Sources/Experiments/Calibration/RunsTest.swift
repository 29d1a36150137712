#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The test of Wald and Wolfowitz: do the signs of residuals come in too few runs to be random?
///
/// Residuals of a fit avoid long runs a little more than independent signs do, so the probability is on the safe side.
public struct RunsTest: Sendable, Equatable {
    /// The positive residuals.
    public let positive: Int
    /// The negative residuals; zeros count as neither.
    public let negative: Int
    /// The runs of equal signs.
    public let runs: Int

    /// Counts the runs of residuals in the order given.
    public init(_ residuals: [Double]) {
        let signs = residuals.filter { $0 != 0 }.map { $0 > 0 }
        positive = signs.filter { $0 }.count
        negative = signs.count - positive
        runs = zip(signs, signs.dropFirst()).reduce(signs.isEmpty ? 0 : 1) { $0 + ($1.0 == $1.1 ? 0 : 1) }
    }

    /// The probability that signs in random order come in as few runs as these, or fewer.
    ///
    /// Exact if there are at most twenty signs of the rarer kind, by the normal approximation with continuity correction
    /// beyond. 1 if all signs are the same.
    public var probability: Double {
        guard positive > 0, negative > 0 else { return 1 }
        guard min(positive, negative) <= 20 else { return normalProbability }
        var ways = 0.0
        for count in 2...max(runs, 2) {
            let half = count / 2
            if count % 2 == 0 {
                ways += 2 * Self.choose(positive - 1, half - 1) * Self.choose(negative - 1, half - 1)
            } else {
                ways += Self.choose(positive - 1, half) * Self.choose(negative - 1, half - 1)
                ways += Self.choose(positive - 1, half - 1) * Self.choose(negative - 1, half)
            }
        }
        return min(ways / Self.choose(positive + negative, positive), 1)
    }

    private var normalProbability: Double {
        let (p, n) = (Double(positive), Double(negative))
        let total = p + n
        let mean = 1 + 2 * p * n / total
        let variance = 2 * p * n * (2 * p * n - total) / (total * total * (total - 1))
        return 0.5 * erfc(-(Double(runs) + 0.5 - mean) / (2 * variance).squareRoot())
    }

    private static func choose(_ n: Int, _ k: Int) -> Double {
        guard k >= 0, k <= n else { return 0 }
        var result = 1.0
        for factor in 0..<min(k, n - k) { result = (result * Double(n - factor) / Double(factor + 1)).rounded() }
        return result
    }
}
