import CVectorLanes

// Reductions and partial vectors, which depend on the number of lanes. The n-th user of a block goes into running sum n
// mod 8 on every instruction set.

/// Adds neighbouring users to the eight running sums.
@inline(always)
func accumulate(_ lanes: Lanes, in sums: inout SIMD8<Double>) { sums = stepwell_add_halves(sums, lanes) }

/// True if a flag is set in any lane.
@inline(always)
func any(_ flags: Flags) -> Bool { stepwell_any_bit_16(unsafeBitCast(flags, to: Words.self)) }

/// The `count` numbers at a pointer, fewer than there are lanes; the other lanes repeat the first.
@inline(always)
func loadPart(_ pointer: UnsafePointer<Double>, count: Int) -> Lanes { stepwell_load_part_16(pointer, count) }

/// Stores the first `count` lanes.
@inline(always)
func storePart(_ lanes: Lanes, _ pointer: UnsafeMutablePointer<Double>, count: Int) {
    stepwell_store_part_16(lanes, pointer, count)
}

/// The first `count` lanes, and zero in the others.
@inline(always)
func keepPart(_ lanes: Lanes, count: Int) -> Lanes { stepwell_keep_part_16(lanes, count) }
