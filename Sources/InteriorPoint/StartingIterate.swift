extension Iterate {
    /// The first iterate of a solve.
    ///
    /// A slack is −g_i(x) where that is clearly positive and otherwise a small share of the row's scale. Cold
    /// multipliers put all products w_i·y_i at the objective's scale; warm ones are kept as far as the products stay
    /// above a small share of that scale, since a point on the boundary traps the method.
    init(
        for system: any KKTSystem, startingFrom warmStart: InteriorPointWarmStart?, settings: InteriorPointSettings,
        scales: inout ResidualScales
    ) throws(InteriorPointError) {
        self.init(for: system)
        if let warmStart { point = warmStart.point }
        try Self.check(point, count: system.variableCount, field: "startingPoint")
        // Sizes of the objective alone set the scale, so the multipliers are 0 here.
        guard evaluate(system), linearize(system) else { throw .startOutsideDomain }
        scales.measure(self, system)

        let leastShare = warmStart?.inequalityMultipliers == nil ? 1e-2 : settings.warmStartComplementarity
        let leastProduct = leastShare * scales.objective
        for row in slacks.indices {
            slacks[row] = max(-inequalities[row], leastShare * scales.magnitudes.inequalities[row])
            multipliers[row] = scales.objective / slacks[row]
        }
        if let warm = warmStart?.inequalityMultipliers {
            try Self.check(warm, count: system.inequalityCount, field: "inequalityMultipliers")
            for row in slacks.indices { multipliers[row] = max(warm[row], leastProduct / slacks[row]) }
        }
        if let warm = warmStart?.equalityMultipliers {
            try Self.check(warm, count: system.equalityCount, field: "equalityMultipliers")
            equalityMultipliers = warm
        }
        guard linearize(system) else { throw .startOutsideDomain }
    }

    private static func check(_ vector: [Double], count: Int, field: String) throws(InteriorPointError) {
        guard vector.count == count else {
            throw .invalidProgram(field: field, expected: "\(count) elements", found: "\(vector.count)")
        }
        guard let index = vector.firstIndex(where: { !$0.isFinite }) else { return }
        throw .invalidProgram(field: "\(field)[\(index)]", expected: "a finite number", found: "\(vector[index])")
    }
}
