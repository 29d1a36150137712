import OffloadModel
@_exported import VectorKernelsABI

extension CostCurves {
    /// Lends the columns to a kernel.
    package func withPointers<Result>(_ body: (CurvePointers) throws -> Result) rethrows -> Result {
        try constant.withUnsafeBufferPointer { constant in
            try stepCost.withUnsafeBufferPointer { stepCost in
                try errorWeight.withUnsafeBufferPointer { errorWeight in
                    try errorDecay.withUnsafeBufferPointer { errorDecay in
                        try utilityWeight.withUnsafeBufferPointer { utilityWeight in
                            try utilityRate.withUnsafeBufferPointer { utilityRate in
                                try fewestSteps.withUnsafeBufferPointer { fewestSteps in
                                    try mostSteps.withUnsafeBufferPointer { mostSteps in
                                        try body(
                                            CurvePointers(
                                                constant: constant.baseAddress!, stepCost: stepCost.baseAddress!,
                                                errorWeight: errorWeight.baseAddress!,
                                                errorDecay: errorDecay.baseAddress!,
                                                utilityWeight: utilityWeight.baseAddress!,
                                                utilityRate: utilityRate.baseAddress!,
                                                fewestSteps: fewestSteps.baseAddress!,
                                                mostSteps: mostSteps.baseAddress!))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
