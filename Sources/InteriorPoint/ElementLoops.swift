// Loops over plain arrays that write into storage that is already there.

@inline(__always)
func copyElements(of source: [Double], to target: inout [Double]) {
    precondition(source.count == target.count)
    for index in target.indices { target[index] = source[index] }
}

@inline(__always)
func addElements(of source: [Double], to target: inout [Double]) {
    precondition(source.count == target.count)
    for index in target.indices { target[index] += source[index] }
}

@inline(__always)
func fillWithZeros(_ target: inout [Double]) {
    for index in target.indices { target[index] = 0 }
}

/// target = base + alpha·direction.
@inline(__always)
func stepElements(from base: [Double], along direction: [Double], by alpha: Double, into target: inout [Double]) {
    precondition(base.count == target.count && direction.count == target.count)
    for index in target.indices { target[index] = base[index] + alpha * direction[index] }
}

/// max |x_i|; NaN if any element is.
@inline(__always)
func largestMagnitude(_ x: [Double]) -> Double {
    var largest = 0.0
    for value in x where !(abs(value) <= largest) && !largest.isNaN { largest = abs(value) }
    return largest
}
