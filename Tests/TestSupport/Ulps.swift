/// Distances between numbers in units in the last place.
public enum Ulps {
    /// |value − reference| in units in the last place of the reference, where the reference carries more digits.
    public static func error(_ value: Double, against reference: Float80) -> Double {
        let rounded = Double(reference)
        if value == rounded { return value.isFinite ? Double(abs(Float80(value) - reference)) / rounded.ulp : 0 }
        guard value.isFinite, rounded.isFinite else { return .infinity }
        return Double(abs(Float80(value) - reference) / Float80(rounded.ulp))
    }
}
