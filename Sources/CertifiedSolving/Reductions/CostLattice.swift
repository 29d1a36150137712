import OffloadModel

/// What plans can cost, base + g·k with whole k, where all costs are whole multiples of one number g up to rounding.
///
/// If all curves are straight, nobody gains by more than the fewest steps. With d_n the cost of user n at the server less that on its
/// device, a plan costs base + Σ d_n over those who offload. Profits rounded up to multiples of three, prices in cents and whole
/// seconds make every d_n a multiple of some g. Then a lower bound between two of the possible costs can be raised to the upper
/// one, and a plan that is cheaper than another one is so by g at least.
///
/// Sound for any users that a node leaves open, and with any other coupling rows, which only take plans away. The rounding of the
/// costs is measured, not supposed: ``radius`` is added to what is compared.
package struct CostLattice {
    /// The cost where only those offload who must.
    private let base: Double
    /// g.
    package let divisor: Double
    /// By how much a plan's cost can be off base + g·k.
    package let radius: Double

    /// - Parameters:
    ///   - base: see there.
    ///   - differences: d_n of all who have a choice.
    ///   - rounding: more than the rounding of a plan's cost.
    /// - Returns: Nil if there is no g of any use.
    package init?(base: Double, differences: [Double], rounding: Double) {
        guard let divisor = Self.commonDivisor(of: differences) else { return nil }
        var radius = rounding
        for difference in differences { radius += abs(difference - divisor * (difference / divisor).rounded()) }
        guard radius <= 0x1p-6 * divisor, base.isFinite else { return nil }
        self.base = base
        self.divisor = divisor
        self.radius = radius
    }

    /// The least cost that a plan can have if it is not below a number; less than that by the radius.
    package func raised(_ cost: Double) -> Double {
        let steps = ((cost - radius - base) / divisor).rounded(.up)
        return max(base + divisor * steps - radius, cost)
    }

    /// By how much less a cheaper plan costs than another one.
    package var step: Double { divisor - 2 * radius }

    /// The greatest number of which all others are nearly whole multiples; nil if it is next to nothing beside the largest.
    private static func commonDivisor(of differences: [Double]) -> Double? {
        let largest = differences.reduce(0) { max($0, abs($1)) }
        guard largest > 0, largest.isFinite else { return nil }
        let nothing = 0x1p-24 * largest
        var divisor = 0.0
        for difference in differences where abs(difference) > nothing {
            var (large, small) = (abs(difference), divisor)
            while small > nothing {
                (large, small) = (small, abs(large - small * (large / small).rounded()))
            }
            guard large > 4 * nothing else { return nil }
            // A part of the number before has less rounding than the last remainder.
            divisor = divisor > 0 ? divisor / (divisor / large).rounded() : large
        }
        return divisor
    }
}

extension CostLattice {
    /// The lattice of all plans of a core, nil if a curve is not straight or there is none.
    ///
    /// - Parameter rounding: what rounding may hide of a cost.
    init?(_ core: CoreProblem, of problem: OffloadProblem, rounding: Double) {
        for curves in [problem.local, problem.edge] {
            let isStraight =
                curves.errorWeight.allSatisfy { $0 == 0 } && curves.utilityWeight.allSatisfy { $0 == 0 }
            guard isStraight else { return nil }
        }
        var base = core.settledCost
        var differences: [Double] = []
        var magnitude = core.settledMagnitude
        for member in 0..<core.count {
            let edge = core.curves[member].value(at: core.fewestSteps(member))
            for site in Site.allCases {
                let curve = problem.curves(at: site)[core.users[member]]
                magnitude += abs(curve.constant) + curve.stepCost * (curve.fewestSteps + 1)
            }
            switch core.sides[member] {
            case .local: base.add(core.localCosts[member])
            case .edge: base.add(edge)
            case .open:
                base.add(core.localCosts[member])
                differences.append(edge - core.localCosts[member])
            }
        }
        self.init(base: base.value, differences: differences, rounding: rounding + 0x1p-45 * magnitude)
    }
}
