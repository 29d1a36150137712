import Stepwell

/// The decay of the error in a table, fitted to one of its columns.
func fitTable(path: String, column: String) throws -> Calibration {
    let table = try CSVDocument(path: path)
    let points = try StepMeasurements(table, of: .error, columns: .init(values: column))
    return try Calibration(points)
}
