import CVectorLanes

/// The sum of eight running sums, combined as halves, quarters and pairs.
@inline(always)
func sumOfLanes(_ sums: SIMD8<Double>) -> Double { stepwell_total_8(sums) }

/// The lanes of users that exist; zero in the lanes past the `rest` that is left.
@inline(always)
func present(_ lanes: Lanes, rest: Int) -> Lanes {
    rest >= Lanes.scalarCount ? lanes : keepPart(lanes, count: rest)
}

/// One in the lanes where a flag is set, zero elsewhere.
@inline(always)
func ones(_ flags: Flags) -> Lanes { Lanes(bitPattern: unsafeBitCast(flags, to: Words.self) & all(1).bits) }

/// The largest of some numbers; what is not a number counts as +∞.
@inline(always)
func largest(_ lanes: Lanes) -> Double {
    var result = -Double.infinity
    var lane = 0
    while lane < Lanes.scalarCount {
        if lanes[lane] > result { result = lanes[lane] }
        lane &+= 1
    }
    return result
}

/// The larger of a running maximum and a candidate; what is not a number counts as +∞.
@inline(always)
func worst(_ running: Lanes, _ candidate: Lanes) -> Lanes {
    larger(running, candidate.replacing(with: all(.infinity), where: candidate .!= candidate))
}
