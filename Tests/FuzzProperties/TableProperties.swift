import Experiments

extension FuzzProperty {
    /// Any bytes are a table of measurements or an error with its line; a table is written and read back equal, and what can be
    /// fitted to it has finite residuals.
    public static let table = FuzzProperty("table") { bytes in
        let lines = 1 + bytes.count { $0 == UInt8(ascii: "\n") }
        func check(_ error: TableError) throws {
            try require((1...lines).contains(error.line ?? 1), "an error in line \(error.line ?? 0) of \(lines)")
            try require(!error.value.isEmpty && !error.allowed.isEmpty, "an error without a reason: \(error)")
        }
        do {
            let document = try CSVDocument(csv: bytes)
            let again = try? CSVDocument(csv: Array(document.table.text.utf8))
            try require(again?.table == document.table, "written and read back, the table differs")
            for quantity in MeasuredQuantity.allCases {
                let points = try StepMeasurements(document, of: quantity)
                // Long tables cost time and nothing else.
                guard points.count <= 100 else { return }
                for shape in CurveShape.allCases {
                    let fit = try CurveFitter(shape, of: quantity).fit(points)
                    try require(fit.residuals.allSatisfy(\.isFinite), "\(shape), \(quantity): \(fit.residuals)")
                    try require(fit.weightedSquares >= 0, "\(shape), \(quantity): \(fit.weightedSquares)")
                }
            }
        } catch let error as TableError {
            try check(error)
        }
    }
}
