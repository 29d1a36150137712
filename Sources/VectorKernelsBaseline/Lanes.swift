import CVectorMemory

// Small building blocks, all inlined. Everything is concrete on purpose: generic vector code is not specialised
// well, and a specialisation that is not inlined would be one shared symbol for all instruction sets.

/// The same number in all lanes.
@inline(always)
func all(_ value: Double) -> Lanes { Lanes(repeating: value) }

/// The numbers from `index` on.
@inline(always)
func load(_ pointer: UnsafePointer<Double>, _ index: Int) -> Lanes { loadLanes(pointer + index) }

/// Stores the lanes from `index` on.
@inline(always)
func store(_ lanes: Lanes, _ pointer: UnsafeMutablePointer<Double>, _ index: Int) {
    storeLanes(lanes, pointer + index)
}

/// The numbers from `index` on, of which `rest` are left; lanes past the last repeat the first.
@inline(always)
func load(_ pointer: UnsafePointer<Double>, _ index: Int, rest: Int) -> Lanes {
    if rest >= Lanes.scalarCount { return loadLanes(pointer + index) }
    return loadPart(pointer + index, count: rest)
}

/// Stores the lanes from `index` on, as many as the `rest` that is left.
@inline(always)
func store(_ lanes: Lanes, _ pointer: UnsafeMutablePointer<Double>, _ index: Int, rest: Int) {
    if rest >= Lanes.scalarCount {
        storeLanes(lanes, pointer + index)
        return
    }
    storePart(lanes, pointer + index, count: rest)
}

/// The larger of two, lane by lane; where `candidate` is not a number, `value`.
@inline(always)
func larger(_ value: Lanes, _ candidate: Lanes) -> Lanes {
    value.replacing(with: candidate, where: candidate .> value)
}

/// The smaller of two, lane by lane; where `candidate` is not a number, `value`.
@inline(always)
func smaller(_ value: Lanes, _ candidate: Lanes) -> Lanes {
    value.replacing(with: candidate, where: candidate .< value)
}

/// |x|.
@inline(always)
func magnitude(_ x: Lanes) -> Lanes {
    Lanes(bitPattern: x.bits & Words(repeating: 0x7fff_ffff_ffff_ffff))
}

/// ⌊x⌋, exact for every finite x, without the instruction that the baseline lacks.
@inline(always)
func floor(_ x: Lanes) -> Lanes {
    // Adding and subtracting 1.5·2⁵² rounds to the nearest whole number where |x| < 2⁵¹; beyond 2⁵¹ steps are
    // treated as whole, which loses at most half a step in 2⁵¹.
    let shift = all(0x1.8p52)
    let nearest = (x + shift) - shift
    let rounded = nearest.replacing(with: nearest - all(1), where: nearest .> x)
    return rounded.replacing(with: x, where: magnitude(x) .>= all(0x1p51))
}

/// ⌈x⌉ by the same means.
@inline(always)
func ceiling(_ x: Lanes) -> Lanes { all(0) - floor(all(0) - x) }

extension Lanes {
    /// The bit patterns of the lanes.
    @inline(always)
    var bits: Words { unsafeBitCast(self, to: Words.self) }

    /// Lanes from their bit patterns.
    @inline(always)
    init(bitPattern: Words) { self = unsafeBitCast(bitPattern, to: Lanes.self) }
}
