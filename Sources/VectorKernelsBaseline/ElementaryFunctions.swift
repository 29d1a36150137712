/// Applies ``exponential(_:)`` to an array.
@inline(never)
func exponentials(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, count: Int) {
    var index = 0
    while index < count {
        store(exponential(load(x, index)), y, index)
        index &+= Lanes.scalarCount
    }
}

/// Applies ``logarithm(_:)`` to an array.
@inline(never)
func logarithms(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, count: Int) {
    var index = 0
    while index < count {
        store(logarithm(load(x, index)), y, index)
        index &+= Lanes.scalarCount
    }
}
