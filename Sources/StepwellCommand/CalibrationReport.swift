import Stepwell

/// What `calibrate` prints.
struct CalibrationReport {
    /// A scenario that was written.
    struct Written {
        let path: String
        let sites: CalibratedSites
        let values: Calibration.ScenarioValues
    }

    let path: String
    let calibration: Calibration
    let written: Written?

    private var fit: CurveFit { calibration.fit }
    private var isError: Bool { calibration.quantity == .error }

    /// The summary and the table of residuals.
    var lines: [String] {
        let points = calibration.points
        let range = points.steps.reduce((Double.infinity, -Double.infinity)) { (min($0.0, $1), max($0.1, $1)) }
        let symbol = calibration.quantity.rateSymbol
        var lines = [
            Self.row(
                "data",
                "\(path), column \(points.name), \(points.count) points from \(Self.text(range.0)) to "
                    + "\(Self.text(range.1)) steps"),
            Self.row(
                "curve",
                isError ? "error = A·exp(−\(symbol)·steps) + floor" : "utility = limit − A·exp(−\(symbol)·steps)"),
            Self.row(symbol, "\(Self.text(fit.rate)) per step"),
            Self.row("A", Self.text(fit.amplitude)),
            Self.row(isError ? "floor" : "limit", Self.text(fit.limit)),
        ]
        if let initial = fit.initialValue { lines.append(Self.row("at 0 steps", Self.text(initial))) }
        lines.append(Self.row("R²", Self.text(fit.rSquared, digits: 6)))
        lines.append(Self.row("status", "\(fit.status.rawValue) after \(fit.iterations) iterations"))
        lines.append(Self.row("power law", powerLawText))
        let count = calibration.warnings.count
        lines.append(
            Self.row(
                "verdict", count == 0 ? "no reason to doubt the shape" : "\(count) warning\(count == 1 ? "" : "s")"))
        if let written { lines.append(Self.row("scenario", text(of: written))) }
        return lines + residualTable
    }

    private var powerLawText: String {
        guard let powerLaw = calibration.powerLaw else { return "not compared, for a point has 0 steps" }
        let curve =
            isError
            ? "A·steps^−\(Self.text(powerLaw.rate.value)) + \(Self.text(powerLaw.limit.value))"
            : "\(Self.text(powerLaw.limit.value)) − A·steps^−\(Self.text(powerLaw.rate.value))"
        let evidence = calibration.powerLawEvidence.map {
            ", AICc \(Self.text(abs($0), digits: 3)) \($0 > 0 ? "lower" : "higher") than the exponential's"
        }
        return "\(curve), R² \(Self.text(powerLaw.rSquared, digits: 6))\(evidence ?? "")"
    }

    private func text(of written: Written) -> String {
        let values = written.values
        var entries = ["\(isError ? "errorDecay" : "utilityRate") \(Self.text(values.rate))"]
        if let initial = values.initialError { entries.append("initialError \(Self.text(initial))") }
        if let floor = values.errorFloor { entries.append("errorFloor \(Self.text(floor))") }
        if let scale = values.scale { entries.append("an error of 1 is \(Self.text(scale))") }
        let place = written.path == "-" ? "standard output" : written.path
        return "\(place), \(written.sites == .both ? "both sites" : written.sites.rawValue): "
            + entries.joined(separator: ", ")
    }

    /// Steps, value, curve and residual of each point, at most as many as a screen shows.
    private var residualTable: [String] {
        let points = calibration.points
        guard points.count <= Self.mostRows else { return [] }
        let header = ["steps", "value", "curve", "residual"]
        let rows = points.steps.indices.map { index in
            [
                points.steps[index], points.values[index], points.values[index] - fit.residuals[index],
                fit.residuals[index],
            ].map { Self.text($0) }
        }
        return [""]
            + ([header] + rows).map { cells in
                cells.map { $0.padded(from: 12) }.joined()
            }
    }

    private static let mostRows = 50

    private static func row(_ title: String, _ text: String) -> String {
        title.padded(to: 16) + text
    }

    private static func text(_ value: Double, digits: Int = 5) -> String {
        DecimalText.significant(value, digits: digits)
    }

    private static func text(_ estimate: Estimate) -> String {
        guard let error = estimate.standardError else { return "\(text(estimate.value)) (held)" }
        return "\(text(estimate.value)) ± \(text(error, digits: 2))"
    }

    // MARK: JSON

    /// One object with everything, residuals included.
    func json() throws -> String {
        var writer = JSONWriter(style: .pretty)
        let points = calibration.points
        try writer.object { writer in
            try writer.member("column", points.name)
            try writer.member("quantity", calibration.quantity.rawValue)
            try writer.member("points", points.count)
            try writer.key("exponential")
            try write(fit, to: &writer)
            try writer.key("powerLaw")
            if let powerLaw = calibration.powerLaw { try write(powerLaw, to: &writer) } else { try writer.null() }
            try writer.key("powerLawEvidence")
            try Self.write(calibration.powerLawEvidence, to: &writer)
            try writer.key("warnings")
            try writer.array { writer in
                for warning in calibration.warnings { try writer.string(warning.description) }
            }
            if let written {
                try writer.key("scenario")
                try write(written, to: &writer)
            }
            try writer.key("data")
            try writer.object { writer in
                for (key, values) in [
                    ("steps", points.steps), ("values", points.values), ("residuals", fit.residuals),
                ] {
                    try writer.key(key)
                    try writer.array { writer in
                        for value in values { try writer.number(value) }
                    }
                }
            }
        }
        try writer.finish()
        return String(decoding: writer.bytes.dropLast(), as: UTF8.self)
    }

    private func write(_ fit: CurveFit, to writer: inout JSONWriter) throws {
        try writer.object { writer in
            let estimates: [(String, Estimate?)] = [
                ("rate", fit.rate), ("amplitude", fit.amplitude), (isError ? "floor" : "limit", fit.limit),
                ("initialValue", fit.initialValue),
            ]
            for case (let key, let estimate?) in estimates {
                try writer.key(key)
                try Self.write(estimate.value, to: &writer)
                try writer.key("\(key)StandardError")
                try Self.write(estimate.standardError, to: &writer)
            }
            try writer.member("rSquared", fit.rSquared)
            try writer.key("weightedSquares")
            try Self.write(fit.weightedSquares, to: &writer)
            try writer.member("status", fit.status.rawValue)
            try writer.member("iterations", fit.iterations)
        }
    }

    private func write(_ written: Written, to writer: inout JSONWriter) throws {
        try writer.object { writer in
            try writer.member("path", written.path)
            try writer.member("sites", written.sites.rawValue)
            let values = written.values
            let entries: [(String, Double?)] = [
                (isError ? "errorDecay" : "utilityRate", values.rate), ("initialError", values.initialError),
                ("errorFloor", values.errorFloor), ("scale", values.scale),
            ]
            for case (let key, let value?) in entries {
                try writer.member(key, value)
            }
        }
    }

    /// JSON has no infinities: what exceeds every number is null, like what is not known.
    private static func write(_ value: Double?, to writer: inout JSONWriter) throws {
        if let value, value.isFinite { try writer.number(value) } else { try writer.null() }
    }
}
