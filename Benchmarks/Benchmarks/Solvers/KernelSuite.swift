import Benchmark
import Stepwell

/// The kernels on columns that do not fit the caches of a core, and on a block that does.
func kernelSuite() {
    for users in [2048, 1_000_000] {
        Benchmark("kernel-exponential-\(users)") { benchmark in
            let x = (0..<users).map { -20 * Double($0) / Double(users) }
            var y = x
            repeatedly(benchmark, users: users) {
                x.withColumn { x in y.withColumn { Kernels().exponentials(x, $0, count: users) } }
            }
        }

        Benchmark("kernel-evaluate-\(users)") { benchmark in
            let curves = Problems.heterogeneous(users).edge
            var values = CurveValues()
            let steps = [Double](repeating: 10, count: users)
            try repeatedly(benchmark, users: users) { try values.evaluate(curves, at: steps, with: Kernels()) }
        }

        for (name, rule) in [("minimise", StepRule.continuous), ("minimise-whole-steps", .integer)] {
            Benchmark("kernel-\(name)-\(users)") { benchmark in
                let curves = Problems.heterogeneous(users).edge
                var minima = MinimumColumns(count: users)
                try repeatedly(benchmark, users: users) {
                    try minima.minimise(curves, price: 0.0036, rule: rule, with: Kernels())
                }
            }
        }
    }
}

/// Runs a body so often that about a million users are worked on.
private func repeatedly(_ benchmark: Benchmark, users: Int, _ body: () throws -> Void) rethrows {
    let rounds = max(1_000_000 / users, 1)
    try Yardstick.measure(benchmark, users: rounds * users) {
        for _ in 0..<rounds { try body() }
    }
}

extension [Double] {
    fileprivate func withColumn(_ body: (UnsafePointer<Double>) -> Void) {
        withUnsafeBufferPointer { body($0.baseAddress!) }
    }

    fileprivate mutating func withColumn(_ body: (UnsafeMutablePointer<Double>) -> Void) {
        withUnsafeMutableBufferPointer { body($0.baseAddress!) }
    }
}
