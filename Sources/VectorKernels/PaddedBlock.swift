import VectorKernelsABI

/// The last users of a column, fewer than a vector, padded to a full one.
///
/// The leaf kernels work on whole vectors only: code for a part of one in their loops would keep the compiler from
/// holding values in registers. Padding repeats the last user.
struct PaddedBlock {
    /// Every instruction set's vectors divide this.
    static let width = 16

    private static let columns = 14
    private let base: UnsafeMutablePointer<Double>
    private let count: Int

    /// Runs a body with room for a padded block of `count` < 16 users.
    static func with<Result>(_ count: Int, _ body: (PaddedBlock) -> Result) -> Result {
        withUnsafeTemporaryAllocation(of: Double.self, capacity: columns * width) { buffer in
            body(PaddedBlock(base: buffer.baseAddress!, count: count))
        }
    }

    /// A padded copy of a column, in the given place.
    func copy(_ source: UnsafePointer<Double>, place: Int) -> UnsafeMutablePointer<Double> {
        let target = room(place: place)
        for user in 0..<count { target[user] = source[user] }
        for user in count..<Self.width { target[user] = source[count - 1] }
        return target
    }

    /// Padded copies of all columns of the curves, in places 0 to 7.
    func copy(_ curves: CurvePointers) -> CurvePointers {
        CurvePointers(
            constant: copy(curves.constant, place: 0), stepCost: copy(curves.stepCost, place: 1),
            errorWeight: copy(curves.errorWeight, place: 2), errorDecay: copy(curves.errorDecay, place: 3),
            utilityWeight: copy(curves.utilityWeight, place: 4), utilityRate: copy(curves.utilityRate, place: 5),
            fewestSteps: copy(curves.fewestSteps, place: 6), mostSteps: copy(curves.mostSteps, place: 7))
    }

    /// A column without content, in the given place.
    func room(place: Int) -> UnsafeMutablePointer<Double> { base + place * Self.width }

    /// Hands a column's users back.
    func copyBack(_ column: UnsafePointer<Double>, to target: UnsafeMutablePointer<Double>) {
        for user in 0..<count { target[user] = column[user] }
    }
}

extension Kernels {
    /// Runs a kernel on the users that fill whole vectors, and on a padded copy of the rest.
    ///
    /// - Parameter readsSteps: whether the kernel begins with the steps that are there.
    func onWholeVectors(
        _ curves: CurvePointers, price: Double, into minima: MinimumPointers, count: Int, readsSteps: Bool = false,
        _ kernel: KernelTable.Minimisation
    ) {
        let whole = count & ~(PaddedBlock.width - 1)
        if whole > 0 { kernel(curves, price, minima, whole) }
        guard whole < count else { return }
        let rest = minima.advanced(by: whole)
        PaddedBlock.with(count - whole) { block in
            let padded = MinimumPointers(
                steps: readsSteps ? block.copy(rest.steps, place: 8) : block.room(place: 8),
                costs: block.room(place: 9), sensitivities: block.room(place: 10))
            kernel(block.copy(curves.advanced(by: whole)), price, padded, PaddedBlock.width)
            block.copyBack(padded.steps, to: rest.steps)
            block.copyBack(padded.costs, to: rest.costs)
            block.copyBack(padded.sensitivities, to: rest.sensitivities)
        }
    }

    /// Runs an elementary function likewise.
    func onWholeVectors(
        _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, count: Int,
        _ kernel: KernelTable.Elementary
    ) {
        let whole = count & ~(PaddedBlock.width - 1)
        if whole > 0 { kernel(x, y, whole) }
        guard whole < count else { return }
        PaddedBlock.with(count - whole) { block in
            let result = block.room(place: 1)
            kernel(block.copy(x + whole, place: 0), result, PaddedBlock.width)
            block.copyBack(result, to: y + whole)
        }
    }
}
