import Foundation

/// How many random problems to draw: a quarter of them, or all if `STEPWELL_EFFORT` is `all`. In debug and under a sanitizer, where
/// numeric code is slow, a fortieth.
public enum Effort {
    #if DEBUG || SANITIZED
        private static let share = 40
    #else
        private static let share = ProcessInfo.processInfo.environment["STEPWELL_EFFORT"] == "all" ? 1 : 4
    #endif

    /// True in release, where the optimiser has removed temporary allocations.
    public static var isOptimised: Bool { share <= 4 }

    /// True where all random problems are drawn. Only then is it certain that rare kinds are among them.
    public static var isWhole: Bool { share == 1 }

    /// True under a sanitizer, whose own memory cannot be limited.
    public static var isSanitized: Bool {
        #if SANITIZED
            true
        #else
            false
        #endif
    }

    /// A number of rounds, scaled to the build.
    public static func rounds(_ count: Int) -> Int { max(count / share, 4) }

    /// The sizes worth running: in debug only those up to a limit.
    public static func sizes(_ sizes: [Int], debugLimit: Int) -> [Int] {
        isOptimised ? sizes : sizes.filter { $0 <= debugLimit }
    }
}
