/// How much work the verifier takes on for a core step of a proof, so that verifying a small file cannot take for ever.
///
/// Let the core be the users whom the bounds at the step's prices leave more than one option. Where all their options are
/// whole numbers of steps, an array over the budget is used if (options in all) × (steps that the core can spend) is at most
/// ``mostArrayWork`` and the steps at most ``longestArray``. Otherwise lists of undominated states are used, up to
/// ``mostStates`` states in all. A step beyond both is refused: what cannot be checked is not believed.
public enum CoreLimits {
    /// The most prices of a step, 64.
    public static let mostPrices = 64
    /// The most additions in an array, 2³⁴.
    public static let mostArrayWork = 1 << 34
    /// The longest array, 2²⁶ entries of 8 bytes.
    public static let longestArray = 1 << 26
    /// The most states in lists, added up over the users, 2²⁹.
    public static let mostStates = 1 << 29
    /// The most states of one list, 2²³ of 16 bytes.
    public static let longestList = 1 << 23
    /// The most options of all users, 2²².
    public static let mostOptions = 1 << 22

    /// True if an array is used for so many options and steps.
    public static func allowsArray(options: Int, steps: Int) -> Bool {
        guard steps >= 0, steps <= longestArray, options <= mostOptions else { return false }
        return options * (steps + 1) <= mostArrayWork
    }
}
