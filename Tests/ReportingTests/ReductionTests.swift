import Reporting
import TestSupport
import Testing

/// Fewer points that show the same.
@Suite struct ReductionTests {
    @Test func theEndsAreKept() {
        for count in [0, 1, 2, 5, 399, 400, 401, 1000, 123_457] {
            let kept = PointReduction.indices(count: count)
            #expect(kept.count == min(count, 400))
            #expect(kept == Array(Set(kept)).sorted())
            if count > 0 { #expect(kept.first == 0 && kept.last == count - 1) }
            // Evenly: no gap is larger than the mean one rounded up.
            for (one, next) in zip(kept, kept.dropFirst()) { #expect(next - one <= count / 399 + 1) }
        }
    }

    /// The definition: at most a share p of the numbers is below the quantile at p, at least p up to it.
    @Test func quantilesHaveTheSharesBelowThem() {
        var generator = SeededGenerator(seed: 3)
        for size in [1, 2, 3, 10, 57, 1000] {
            let numbers = (0..<size).map { _ in (generator.uniform(0, 30)).rounded() }.sorted()
            let curve = PointReduction.quantiles(numbers, count: 21)
            #expect(curve.levels.count == 21 && curve.values.count == 21)
            #expect(curve.values.first == numbers.first && curve.values.last == numbers.last)
            for (level, value) in zip(curve.levels, curve.values) {
                let below = Double(numbers.filter { $0 < value }.count)
                let upTo = Double(numbers.filter { $0 <= value }.count)
                #expect(below <= level * Double(size - 1) + 1)
                #expect(upTo >= level * Double(size - 1) - 1e-9)
            }
        }
        #expect(PointReduction.quantiles([], count: 5).values.isEmpty)
    }

    @Test func histogramsCountEveryNumberOnce() throws {
        var generator = SeededGenerator(seed: 4)
        for size in [1, 2, 7, 100, 5000] {
            let numbers = (0..<size).map { _ in generator.uniform(-3, 9) }
            let histogram = try #require(Histogram(spanning: numbers, bins: 12))
            let counts = histogram.counts(of: numbers)
            #expect(counts.reduce(0, +) == size)
            let edges = histogram.edges
            // Within a rounding of the edges the counts are those of the definition.
            for bin in 0..<histogram.count where size > 1 {
                let certain = numbers.filter { $0 > edges[bin] + 1e-9 && $0 < edges[bin + 1] - 1e-9 }.count
                let possible = numbers.filter { $0 >= edges[bin] - 1e-9 && $0 <= edges[bin + 1] + 1e-9 }.count
                #expect(counts[bin] >= certain && counts[bin] <= possible)
            }
            let outline = histogram.outline(of: numbers, total: size)
            #expect(outline.y.first == 0 && outline.y.last == 0)
            // Every bin has two points of the outline.
            #expect(abs(outline.y.reduce(0, +) - 200) < 1e-9)
        }
    }

    @Test func equalAndExtremeNumbersHaveABin() throws {
        for numbers in [
            [4.0, 4], [0], [1e300, 1e300], [-1e300, 1e300], [1, 1.0.nextUp], [0, Double.leastNonzeroMagnitude],
            [-7, -7, -7],
            [0, 0x1p-1030],
        ] {
            let histogram = try #require(Histogram(spanning: numbers, bins: 8))
            #expect(histogram.counts(of: numbers).reduce(0, +) == numbers.count)
            #expect(zip(histogram.edges, histogram.edges.dropFirst()).allSatisfy { $0 < $1 })
        }
        #expect(Histogram(spanning: [], bins: 8) == nil)
        #expect(Histogram(spanning: [1, .infinity], bins: 8) == nil)
    }

    @Test func longNumbersGetAUnit() {
        for (largest, factor, label) in [
            (0.0, 1.0, "steps"), (9999, 1, "steps"), (10_000, 1000, "steps (thousands)"),
            (-9_999_999, 1000, "steps (thousands)"), (1e7, 1e6, "steps (millions)"),
            (1e10, 1e9, "steps (in units of 1e+09)"),
        ] {
            let unit = AxisUnit(for: [1, largest, .infinity])
            #expect(unit.factor == factor)
            #expect(unit.axis("steps").label == label)
            #expect(unit.scaled([largest]) == [largest / factor])
        }
    }
}
