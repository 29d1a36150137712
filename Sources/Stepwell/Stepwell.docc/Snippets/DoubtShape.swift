import Stepwell

/// C1 with its standard error, and every reason to doubt it.
func describe(_ calibration: Calibration) -> [String] {
    let rate = calibration.fit.rate
    let error = rate.standardError ?? 0
    return ["C1 is \(rate.value) ± \(error) per step"] + calibration.warnings.map(\.description)
}
