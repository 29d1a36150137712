/// Which step counts s a plan may use.
///
/// The paper calls s a discrete variable and then optimises it as a real number; both readings are offered.
public enum StepRule: String, Sendable, CaseIterable {
    /// s is any real number within its limits.
    case continuous
    /// s is a whole number within its limits.
    case integer
}
