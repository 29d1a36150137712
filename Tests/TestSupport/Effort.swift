/// How much random testing to do: all of it in release, a part in debug and under a sanitizer, where numeric code is slow.
public enum Effort {
    #if DEBUG || SANITIZED
        private static let share = 3
    #else
        private static let share = 1
    #endif

    /// True in release, where the optimiser has removed temporary allocations.
    public static var isOptimised: Bool { share == 1 }

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
        share == 1 ? sizes : sizes.filter { $0 <= debugLimit }
    }
}
