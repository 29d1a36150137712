import CVectorLanes

// Arithmetic on ``Lanes`` and ``Words`` as one vector operation each. These take precedence over the standard
// library's, which work lane by lane.

@inline(always)
func + (a: Lanes, b: Lanes) -> Lanes { stepwell_add_numbers_16(a, b) }

@inline(always)
func - (a: Lanes, b: Lanes) -> Lanes { stepwell_subtract_numbers_16(a, b) }

@inline(always)
func * (a: Lanes, b: Lanes) -> Lanes { stepwell_multiply_numbers_16(a, b) }

@inline(always)
func / (a: Lanes, b: Lanes) -> Lanes { stepwell_divide_numbers_16(a, b) }

@inline(always)
func &+ (a: Words, b: Words) -> Words { stepwell_add_words_16(a, b) }

@inline(always)
func &- (a: Words, b: Words) -> Words { stepwell_subtract_words_16(a, b) }

@inline(always)
func & (a: Words, b: Words) -> Words { stepwell_and_words_16(a, b) }

/// Shifts all words by the same number of bits, that of the first lane.
@inline(always)
func &<< (a: Words, bits: Words) -> Words { stepwell_left_words_16(a, bits[0]) }

/// Shifts all words by the same number of bits, that of the first lane.
@inline(always)
func &>> (a: Words, bits: Words) -> Words { stepwell_right_words_16(a, bits[0]) }

/// a·b + c, rounded once; a call per lane where the instruction set has no such operation.
@inline(always)
func fused(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes { stepwell_fused_16(a, b, c) }

/// The same on the eight running sums.
@inline(always)
func + (a: SIMD8<Double>, b: SIMD8<Double>) -> SIMD8<Double> { stepwell_add_numbers_8(a, b) }
