import CVectorMemory

// x86-64-v4: AVX-512 and fused multiply-add. Two registers of eight numbers side by side, since one alone would wait
// for its own results: the chain of dependent operations in a kernel is longer than the processor looks ahead.

/// The users that a kernel works on side by side.
typealias Lanes = SIMD16<Double>

/// The bit patterns of as many numbers.
typealias Words = SIMD16<UInt64>

/// A comparison's outcome, one flag per lane.
typealias Flags = SIMDMask<SIMD16<Int64>>

/// Loads neighbouring numbers; no alignment needed.
@inline(always)
func loadLanes(_ pointer: UnsafePointer<Double>) -> Lanes { stepwell_load_16(pointer) }

/// Stores neighbouring numbers; no alignment needed.
@inline(always)
func storeLanes(_ lanes: Lanes, _ pointer: UnsafeMutablePointer<Double>) { stepwell_store_16(lanes, pointer) }

/// a·b + c, rounded once.
@inline(always)
func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes { fused(a, b, c) }
