/// What plans of a region can cost where all costs are whole multiples of one number, up to rounding.
///
/// Let all curves be straight, R(s) = K + A·s with A ≥ 0. Then nobody gains by more than the fewest steps, and with d_n the cost of
/// user n at the edge less that on its device, a plan that gives everybody the fewest steps costs
///
///     base + Σ d_n over the open users who offload.
///
/// If every d_n is within e_n of a whole multiple of g, every such cost is within ``radius`` ≥ Σ e_n of base + g·k for a whole k.
/// A claim that lies between two of these numbers is proven once no plan costs the lower one.
struct ProofCostLattice {
    /// The cost where no open user offloads.
    private let base: Double
    /// g.
    private let divisor: Double
    private let radius: Double

    /// - Parameters:
    ///   - fixed: the cost of every user who has no choice, with the sum of the magnitudes that it adds up.
    ///   - open: the costs on the device and at the edge of every other user, with the same.
    /// - Returns: Nil if there is no such number of any use.
    init?(
        fixed: some Sequence<(cost: Double, size: Double)>,
        open: [(local: (cost: Double, size: Double), edge: (cost: Double, size: Double))]
    ) {
        guard let divisor = Self.commonDivisor(of: open.map { abs($0.edge.cost - $0.local.cost) }) else { return nil }
        var base = PreciseSum()
        var radius = 0.0
        var magnitude = 0.0
        for (cost, size) in fixed {
            base.add(cost)
            magnitude += size
        }
        for (local, edge) in open {
            base.add(local.cost)
            magnitude += local.size + edge.size
            let difference = edge.cost - local.cost
            radius += abs(difference - divisor * (difference / divisor).rounded())
        }
        self.base = base.value
        self.divisor = divisor
        // A product and a sum for every cost, and a few operations more in the same size.
        self.radius = radius + 0x1p-48 * magnitude
        guard self.radius <= 0x1p-4 * divisor else { return nil }
    }

    /// A number such that no plan costs less than the claim if none costs less than that; nil if it is no smaller than the claim.
    func reduced(_ claim: Double) -> Double? {
        let reach = radius + 0x1p-48 * (abs(base) + abs(claim))
        guard reach <= 0x1p-3 * divisor else { return nil }
        let last = ((claim + reach - base) / divisor).rounded(.up) - 1
        let target = base + divisor * last + 2 * reach
        return target < claim ? target : nil
    }

    /// The greatest number of which all others are nearly whole multiples; nil if it is next to nothing beside the largest.
    private static func commonDivisor(of numbers: [Double]) -> Double? {
        let largest = numbers.max() ?? 0
        guard largest > 0, largest.isFinite else { return nil }
        let nothing = 0x1p-24 * largest
        var divisor = 0.0
        for number in numbers where number > nothing {
            let before = divisor
            (divisor, _) = reduce(max(number, before), min(number, before), nothing)
            guard divisor > 4 * nothing else { return nil }
            // Euclid's remainders collect rounding; a part of the divisor before does not.
            if before > 0 { divisor = before / (before / divisor).rounded() }
        }
        return divisor > 0 ? divisor : nil
    }

    private static func reduce(_ large: Double, _ small: Double, _ nothing: Double) -> (Double, Double) {
        var (large, small) = (large, small)
        while small > nothing { (large, small) = (small, abs(large - small * (large / small).rounded())) }
        return (large, small)
    }
}

extension BoundChecker {
    /// The lattice of a region's costs, nil where a curve is not straight or there is none.
    func costLattice(of region: Region) -> ProofCostLattice? {
        typealias Cost = (cost: Double, size: Double)
        func straight(_ curve: CostCurve) -> Cost? {
            guard curve.errorWeight == 0, curve.utilityWeight == 0 else { return nil }
            let fewest = rule == .integer ? curve.fewestSteps.rounded(.up) : curve.fewestSteps
            return (curve.constant + curve.stepCost * fewest, abs(curve.constant) + curve.stepCost * fewest)
        }
        var fixed: [Cost] = []
        var open: [(local: Cost, edge: Cost)] = []
        for user in 0..<problem.count {
            let (local, edge) = (straight(problem.local[user]), straight(problem.edge[user]))
            switch region.sides[user] {
            case .local:
                guard let local else { return nil }
                fixed.append(local)
            case .edge:
                guard let edge else { return nil }
                fixed.append(edge)
            case .open:
                guard let local, let edge else { return nil }
                open.append((local, edge))
            }
        }
        return ProofCostLattice(fixed: fixed, open: open)
    }
}
