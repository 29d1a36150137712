import CLinearAlgebra

/// Operations on vectors, which are plain arrays of doubles.
///
/// All of them throw ``LinearAlgebraError/shapeMismatch(operation:expected:found:)`` when lengths differ and
/// ``LinearAlgebraError/sizeTooLarge(operation:)`` beyond 2³¹ − 1 elements. NaN and infinities pass through.
public enum Vectors {
    /// The elementwise product z_i = x_i·y_i, written into `z`.
    public static func multiplyElements(
        _ x: [Double], _ y: [Double], into z: inout [Double]
    ) throws(LinearAlgebraError) {
        try checkLength(y.count, x.count, "elementwise product")
        try checkLength(z.count, x.count, "elementwise product")
        let count = Int64(x.count)
        try check(
            z.withUnsafeMutableBufferPointer {
                stepwell_multiply_elements(count, x, y, $0.baseAddress)
            }, "elementwise product")
    }

    /// The exponentials y_i = exp(x_i) by the C library, written into `y`.
    public static func exponentials(of x: [Double], into y: inout [Double]) throws(LinearAlgebraError) {
        try checkLength(y.count, x.count, "exponentials")
        let count = Int64(x.count)
        try check(y.withUnsafeMutableBufferPointer { stepwell_exp(count, x, $0.baseAddress) }, "exponentials")
    }

    /// Adds a multiple of a vector: y ← y + α·x.
    public static func add(
        _ alpha: Double, times x: [Double], to y: inout [Double]
    ) throws(LinearAlgebraError) {
        try checkLength(y.count, x.count, "axpy")
        let count = Int64(x.count)
        try check(y.withUnsafeMutableBufferPointer { stepwell_axpy(count, alpha, x, $0.baseAddress) }, "axpy")
    }

    /// Scales a vector: x ← α·x.
    public static func scale(_ x: inout [Double], by alpha: Double) throws(LinearAlgebraError) {
        let count = Int64(x.count)
        try check(x.withUnsafeMutableBufferPointer { stepwell_scal(count, alpha, $0.baseAddress) }, "scaling")
    }

    /// The inner product Σ x_i·y_i; 0 for empty vectors.
    public static func dot(_ x: [Double], _ y: [Double]) throws(LinearAlgebraError) -> Double {
        try checkLength(y.count, x.count, "dot product")
        var result = 0.0
        try check(stepwell_dot(Int64(x.count), x, y, &result), "dot product")
        return result
    }

    /// The Euclidean norm √(Σ x_i²), computed without overflow; 0 for an empty vector.
    public static func norm(_ x: [Double]) throws(LinearAlgebraError) -> Double {
        var result = 0.0
        try check(stepwell_nrm2(Int64(x.count), x, &result), "norm")
        return result
    }

    /// The largest magnitude max |x_i|: 0 for an empty vector, NaN if any element is NaN.
    public static func largestMagnitude(_ x: [Double]) -> Double {
        var largest = 0.0
        for value in x {
            let magnitude = abs(value)
            // Written so that a NaN wins and then stays.
            if !(magnitude <= largest), !largest.isNaN { largest = magnitude }
        }
        return largest
    }
}
