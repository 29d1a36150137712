/// The version of this package, as in `CHANGELOG.md`.
enum StepwellVersion {
    static let current = "0.1.0"
}
