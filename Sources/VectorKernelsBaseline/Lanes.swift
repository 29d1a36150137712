import VectorKernelsABI

// Small building blocks, all inlined. Everything is concrete on purpose: generic vector code is not specialised
// well, and a specialisation that is not inlined would be one shared symbol for all instruction sets.

/// A comparison's outcome, one flag per lane.
typealias LaneMask = SIMDMask<SIMD8<Int64>>

/// The same number in all lanes.
@inline(__always)
func all(_ value: Double) -> Lanes { Lanes(repeating: value) }

/// The numbers from `index` on, of which `rest` are left; lanes past the last repeat the first.
@inline(__always)
func load(_ pointer: UnsafePointer<Double>, _ index: Int, rest: Int) -> Lanes {
    if rest >= 8 { return UnsafeRawPointer(pointer + index).loadUnaligned(as: Lanes.self) }
    var lanes = Lanes(repeating: pointer[index])
    var lane = 1
    while lane < rest {
        lanes[lane] = pointer[index &+ lane]
        lane &+= 1
    }
    return lanes
}

/// Stores the lanes from `index` on, as many as the `rest` that is left.
@inline(__always)
func store(_ lanes: Lanes, _ pointer: UnsafeMutablePointer<Double>, _ index: Int, rest: Int) {
    if rest >= 8 {
        UnsafeMutableRawPointer(pointer + index).storeBytes(of: lanes, as: Lanes.self)
        return
    }
    var lane = 0
    while lane < rest {
        pointer[index &+ lane] = lanes[lane]
        lane &+= 1
    }
}

/// The larger of two, lane by lane; where `candidate` is not a number, `value`.
@inline(__always)
func larger(_ value: Lanes, _ candidate: Lanes) -> Lanes {
    value.replacing(with: candidate, where: candidate .> value)
}

/// The smaller of two, lane by lane; where `candidate` is not a number, `value`.
@inline(__always)
func smaller(_ value: Lanes, _ candidate: Lanes) -> Lanes {
    value.replacing(with: candidate, where: candidate .< value)
}

/// |x|.
@inline(__always)
func magnitude(_ x: Lanes) -> Lanes {
    Lanes(bitPattern: x.bits & SIMD8<UInt64>(repeating: 0x7fff_ffff_ffff_ffff))
}

/// ⌊x⌋, exact for every finite x, without the instruction that the baseline lacks.
@inline(__always)
func floor(_ x: Lanes) -> Lanes {
    // Adding and subtracting 1.5·2⁵² rounds to the nearest whole number where |x| < 2⁵¹; beyond 2⁵¹ steps are
    // treated as whole, which loses at most half a step in 2⁵¹.
    let shift = all(0x1.8p52)
    let nearest = (x + shift) - shift
    let rounded = nearest.replacing(with: nearest - all(1), where: nearest .> x)
    return rounded.replacing(with: x, where: magnitude(x) .>= all(0x1p51))
}

/// ⌈x⌉ by the same means.
@inline(__always)
func ceiling(_ x: Lanes) -> Lanes { all(0) - floor(all(0) - x) }

/// The sum of the lanes in a written order: halves, quarters, pairs.
@inline(__always)
func sum(_ lanes: Lanes) -> Double {
    let half = lanes.lowHalf + lanes.highHalf
    let quarter = half.lowHalf + half.highHalf
    return quarter[0] + quarter[1]
}

extension SIMD8<Double> {
    /// The bit patterns of the lanes.
    @inline(__always)
    var bits: SIMD8<UInt64> { unsafeBitCast(self, to: SIMD8<UInt64>.self) }

    /// Lanes from their bit patterns.
    @inline(__always)
    init(bitPattern: SIMD8<UInt64>) { self = unsafeBitCast(bitPattern, to: SIMD8<Double>.self) }
}
