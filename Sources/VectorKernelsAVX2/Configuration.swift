import CVectorMemory

// x86-64-v3: AVX2 and fused multiply-add, two registers of four numbers side by side.

/// The users that a kernel works on side by side.
typealias Lanes = SIMD8<Double>

/// The bit patterns of as many numbers.
typealias Words = SIMD8<UInt64>

/// A comparison's outcome, one flag per lane.
typealias Flags = SIMDMask<SIMD8<Int64>>

/// Loads neighbouring numbers; no alignment needed.
@inline(always)
func loadLanes(_ pointer: UnsafePointer<Double>) -> Lanes { stepwell_load_8(pointer) }

/// Stores neighbouring numbers; no alignment needed.
@inline(always)
func storeLanes(_ lanes: Lanes, _ pointer: UnsafeMutablePointer<Double>) { stepwell_store_8(lanes, pointer) }

/// a·b + c, rounded once.
@inline(always)
func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes { fused(a, b, c) }
