import TestSupport
import Testing
import VectorKernels

#if canImport(Glibc)
    import Glibc
#endif

#if arch(x86_64)
    /// exp and log against the C library's 80-bit versions, which carry eleven more bits.
    @Suite struct ElementaryFunctionTests {
        @Test(arguments: InstructionSet.allCases.filter(\.isSupported))
        func exponentialIsWithinItsBound(instructionSet: InstructionSet) {
            var generator = SeededGenerator(seed: 1)
            let dense = (0..<Effort.rounds(2_000_000)).map { _ in generator.uniform(-745, 0) }
            let small = (0..<Effort.rounds(500_000)).map { _ in -generator.logUniform(1e-300, 1) }
            let subnormal = (0..<Effort.rounds(500_000)).map { _ in generator.uniform(-745.2, -708) }
            let positive = (0..<Effort.rounds(500_000)).map { _ in generator.uniform(0, 709.7) }
            for (name, arguments) in [
                ("[-745, 0]", dense), ("near 0", small), ("subnormal", subnormal), ("positive", positive),
            ] {
                let worst = worstExponential(arguments, Kernels(instructionSet))
                print("\(instructionSet): exp on \(name), worst error \(worst) ulp")
                #expect(worst <= 1.2)
            }
        }

        @Test(arguments: InstructionSet.allCases.filter(\.isSupported))
        func exponentialIsRightAtTheEdges(instructionSet: InstructionSet) {
            let cases: [(Double, Double)] = [
                (0, 1), (-0.0, 1), (-.infinity, 0), (.infinity, .infinity), (-745.14, 0), (-1e300, 0),
                (1e300, .infinity),
                (710, .infinity), (-745.13, .leastNonzeroMagnitude), (1, 0x1.5bf0a8b145769p+1),
                (-708.3964185322641, 2.2250738585072626e-308), (-.leastNonzeroMagnitude, 1),
            ]
            let results = apply(cases.map(\.0)) { Kernels(instructionSet).exponentials($0, $1, count: $2) }
            for (result, (argument, expected)) in zip(results, cases) {
                #expect(abs(result - expected) <= expected.ulp || result == expected, "exp(\(argument)) = \(result)")
            }
            let nan = apply([.nan]) { Kernels(instructionSet).exponentials($0, $1, count: $2) }
            #expect(nan[0].isNaN)
        }

        @Test(arguments: InstructionSet.allCases.filter(\.isSupported))
        func logarithmIsWithinItsBound(instructionSet: InstructionSet) {
            var generator = SeededGenerator(seed: 2)
            let wide = (0..<Effort.rounds(1_000_000)).map { _ in generator.logUniform(1e-300, 1e300) }
            let nearOne = (0..<Effort.rounds(1_000_000)).map { _ in generator.uniform(0.5, 2) }
            let subnormal = (0..<Effort.rounds(200_000)).map { _ in
                Double(bitPattern: UInt64.random(in: 1..<(1 << 52), using: &generator))
            }
            for (name, arguments) in [("wide", wide), ("near 1", nearOne), ("subnormal", subnormal)] {
                let results = apply(arguments) { Kernels(instructionSet).logarithms($0, $1, count: $2) }
                var worst = 0.0
                for (argument, result) in zip(arguments, results) {
                    worst = max(worst, Ulps.error(result, against: logl(Float80(argument))))
                }
                print("\(instructionSet): log \(name), worst error \(worst) ulp")
                #expect(worst <= 1.2)
            }
        }

        @Test(arguments: InstructionSet.allCases.filter(\.isSupported))
        func logarithmIsRightAtTheEdges(instructionSet: InstructionSet) {
            let arguments = [0, -0.0, 1, .infinity, -1, -.infinity, .nan, .leastNonzeroMagnitude]
            let results = apply(arguments) { Kernels(instructionSet).logarithms($0, $1, count: $2) }
            #expect(results[0] == -.infinity && results[1] == -.infinity)
            #expect(results[2] == 0)
            #expect(results[3] == .infinity)
            #expect(results[4].isNaN && results[5].isNaN && results[6].isNaN)
            #expect(abs(results[7] - -744.4400719213812) < 1e-12)
        }

        private func worstExponential(_ arguments: [Double], _ kernels: Kernels) -> Double {
            let results = apply(arguments) { kernels.exponentials($0, $1, count: $2) }
            var worst = 0.0
            for (argument, result) in zip(arguments, results) {
                worst = max(worst, Ulps.error(result, against: expl(Float80(argument))))
            }
            return worst
        }

        private func apply(
            _ arguments: [Double], _ function: (UnsafePointer<Double>, UnsafeMutablePointer<Double>, Int) -> Void
        ) -> [Double] {
            var results = [Double](repeating: .nan, count: arguments.count)
            arguments.withUnsafeBufferPointer { x in
                results.withUnsafeMutableBufferPointer { y in
                    function(x.baseAddress!, y.baseAddress!, x.count)
                }
            }
            return results
        }
    }
#endif
