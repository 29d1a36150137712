import OffloadModel
import VectorKernelsABI

/// Lends the data of P2 to a kernel.
///
/// - Parameters:
///   - local: R̃_0 with S_0 and L.
///   - edge: R̃_1 with S_1.
///   - u: u, one entry per user, as the other columns.
///   - v: v.
///   - z: z.
///   - previous: a^(i).
///   - body: what to do with the pointers; they are not valid afterwards.
package func withP2Pointers<Result>(
    local: CostCurves, edge: CostCurves, u: [Double], v: [Double], z: [Double], previous: [Double],
    _ body: (P2Pointers) throws -> Result
) rethrows -> Result {
    try local.withPointers { local in
        try edge.withPointers { edge in
            try u.withUnsafeBufferPointer { u in
                try v.withUnsafeBufferPointer { v in
                    try z.withUnsafeBufferPointer { z in
                        try previous.withUnsafeBufferPointer { previous in
                            try body(
                                P2Pointers(
                                    local: local, edge: edge, u: u.baseAddress!, v: v.baseAddress!,
                                    z: z.baseAddress!, previous: previous.baseAddress!))
                        }
                    }
                }
            }
        }
    }
}

extension Kernels {
    /// u, v and z of Algorithm 1 at the point that a solution's columns hold, written over the old ones.
    ///
    /// An entry of `u` or `v` that is zero on entry pins the decision and stays zero. Allocates nothing.
    package func expandP2(
        local: CostCurves, edge: CostCurves, at point: inout P2Columns, margin: Double,
        u: inout [Double], v: inout [Double], z: inout [Double]
    ) {
        let count = local.count
        precondition(
            point.count == count && u.count == count && v.count == count && z.count == count, "one entry per user")
        local.withPointers { local in
            edge.withPointers { edge in
                point.withPointers { point in
                    u.withUnsafeMutableBufferPointer { u in
                        v.withUnsafeMutableBufferPointer { v in
                            z.withUnsafeMutableBufferPointer { z in
                                expandP2(
                                    local: local, edge: edge, decisions: point.decisions, steps: point.steps,
                                    margin: margin, u: u.baseAddress!, v: v.baseAddress!, z: z.baseAddress!,
                                    count: count)
                            }
                        }
                    }
                }
            }
        }
    }
}
