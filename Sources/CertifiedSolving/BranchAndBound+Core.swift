import OffloadModel
import VectorKernels

/// Where splitting would take many nodes, what the bounds leave open is solved by dynamic programming.
extension BranchAndBound {
    /// How many nodes are split before the core is tried.
    static let splitsBeforeCore = 4
    /// The same, for more users than ``fewUsers``.
    static let splitsBeforeLargeCore = 16
    /// Up to so many users the core is cheap to look at.
    static let fewUsers = 4096

    /// True once the tree is so large that the core is worth a try.
    ///
    /// - Parameter splits: how large that is; nil for the usual numbers.
    func coreIsDue(after splits: Int?) -> Bool {
        guard !coreWork.isTried else { return false }
        let usual = evaluator.core.count <= Self.fewUsers ? Self.splitsBeforeCore : Self.splitsBeforeLargeCore
        return self.splits >= splits ?? usual
    }

    /// Solves the whole core at once, which makes the tree superfluous.
    ///
    /// - Parameters:
    ///   - leaf: the proof's step that stands for everything.
    ///   - root: the node of everything.
    /// - Returns: True if the gap is closed.
    mutating func solveCore(
        replacing leaf: Int, from root: Int, _ problem: OffloadProblem, monitor: inout SolveMonitor
    ) -> Bool {
        coreWork.isTried = true
        do throws(TimeIsUp) {
            if coreWork.columns.isEmpty { coreWork.columns.append(MinimumColumns(count: 0)) }
            try evaluator.settleWhoNeverPays(problem, using: &coreWork.columns[0])
            coreWork.needsVersion2 = coreWork.needsVersion2 || evaluator.core.isReduced
            guard evaluator.core.hasWholeSteps else {
                coreWork.usesRigidCores = try hasRigidCore(at: root, replacing: leaf, monitor: &monitor)
                return false
            }
            return try solveWholeSteps(replacing: leaf, from: root, problem, monitor: &monitor)
        } catch {
            if interruption == nil { interruption = .init(error) }
            return true
        }
    }

    private mutating func solveWholeSteps(
        replacing leaf: Int, from root: Int, _ problem: OffloadProblem, monitor: inout SolveMonitor
    ) throws(TimeIsUp) -> Bool {
        let node = tree[root]
        evaluator.load(rootNode(price: node.price, proof: leaf), of: tree)
        guard try evaluator.evaluate(at: node.price) != nil else { return false }
        // The last node's price may have been another one.
        magnitude = evaluator.magnitude
        // A bound is lowered by four times the radius, which may take half of the closing gap: costs that are only nearly whole
        // multiples would leave more.
        let lattice = CostLattice(evaluator.core, of: problem, rounding: 0x1p-46 * magnitude)
            .flatMap { 8 * $0.radius <= closingGap ? $0 : nil }
        // Plans that are hardly cheaper are not worth finding, unless the best one turns out to cost next to nothing.
        for gain in [0.1 * relativeGap * abs(upperBound), 0] {
            guard let finding = try search(from: node, gain: gain, lattice, monitor: &monitor) else { return false }
            if let set = finding.set {
                adopt(
                    try filling.fill(
                        set, startingFrom: node.price, on: scale, cutoff: .infinity, using: &evaluator))
            }
            guard finding.isVerifiable else { return false }
            let bound = min(finding.bound, upperBound) - finding.margin
            guard bound >= upperBound - closingGap || (gain == 0 && bound > lowerBound) else { continue }
            // An array needs one price; lists of real blocks need more to tell early what is out of balance.
            let prices = evaluator.core.rule == .integer ? [node.price] : [node.price] + coreWork.search.prices
            proof.replace(leaf, by: .core(prices: prices))
            coreWork.needsVersion2 = true
            open.clear()
            closedBound = bound
            return true
        }
        return false
    }

    private mutating func search(
        from node: Node, gain: Double, _ lattice: CostLattice?, monitor: inout SolveMonitor
    ) throws(TimeIsUp) -> CoreSearch.Finding? {
        var watch = CoreWatch(self, price: node.price)
        let core = evaluator.core
        let start = CoreSearch.Start(
            price: node.price, steps: evaluator.minima.steps, upperBound: upperBound, tolerance: 0x1p-46 * magnitude,
            gain: gain, lattice: lattice)
        let outcome = Result { () throws(TimeIsUp) in
            try coreWork.search.solveWholeSteps(core, from: start) { () throws(TimeIsUp) in try watch.check(&monitor) }
        }
        interruption = watch.interruption
        return try outcome.get()
    }
}

/// Asks the clock and the iteration handler between the lists of a search.
struct CoreWatch {
    private let price: Double
    private let upperBound: Double
    private let lowerBound: Double
    private let evaluations: Int
    /// Why the search ended early.
    private(set) var interruption: BranchAndBound.Interruption?

    init(_ search: BranchAndBound, price: Double) {
        self.price = price
        (upperBound, lowerBound) = (search.upperBound, search.lowerBound)
        evaluations = search.evaluator.evaluations
    }

    /// - Throws: ``OffloadModel/TimeIsUp`` if the search has to end.
    mutating func check(_ monitor: inout SolveMonitor) throws(TimeIsUp) {
        interruption = monitor.interruption(
            price: price, upperBound: upperBound, lowerBound: lowerBound, evaluations: evaluations)
        if let interruption { throw interruption == .stopped ? .stopped : .timeLimit }
    }
}
