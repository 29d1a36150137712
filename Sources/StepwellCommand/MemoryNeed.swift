import CAllocation
import ProcessResources
import Stepwell

/// What the commands take of memory beside what a solve takes.
enum MemoryNeed {
    /// What a command takes whatever it does.
    private static let least = 64 << 20
    /// Two pictures at a time are read into 64 MB each, by threads with room of 8 MB.
    private static let drawing = (240 + 8 * Processors.available) << 20

    /// There is too little memory for something that no number in the input decides.
    struct Shortage: Error {
        let purpose: String
        let bytes: Int
        let limit: MemoryAllowance.Limit

        var description: String {
            "\(purpose) needs \(MemoryAllowance.words(bytes)) of memory, and \(limit.name) leaves "
                + MemoryAllowance.words(limit.bytes)
        }
    }

    /// Throws unless there is memory for the least that any command does.
    ///
    /// An allocation that fails ends the program without a word, so this is asked before the first one.
    static func expectLeast() throws(Shortage) {
        if ResourceLimit.addressSpace != nil { stepwell_share_one_arena() }
        guard ResourceLimit.addressSpace != nil || ResourceLimit.data != nil else { return }
        try expect(least, for: "this command")
    }

    /// Throws unless there is address space for the figures of a page; hardly any of it is ever touched.
    static func expectDrawing() throws(Shortage) {
        try expect(drawing, for: "drawing figures", within: .ofProcess)
    }

    /// Throws unless there is memory for something.
    static func expect(_ bytes: Int, for purpose: String, within memory: MemoryAllowance? = nil) throws(Shortage) {
        if let limit = MemoryAllowance.limit(against: bytes, within: memory) {
            throw Shortage(purpose: purpose, bytes: bytes, limit: limit)
        }
    }
}

extension MemoryUse {
    /// The paper's method, whose P2 has columns of its own, with the certified bound.
    static let paper = MemoryUse(bytesPerUser: 480, words: "of the paper's method")
    /// A point of a sweep, which has columns of its own.
    static let sweep = MemoryUse(bytesPerUser: certified.bytesPerUser + 160, words: "of a sweep")
    /// The same with the paper's method.
    static let paperSweep = MemoryUse(bytesPerUser: paper.bytesPerUser + 160, words: "of a sweep")
    /// The solves of an explanation.
    static let explanation = MemoryUse(bytesPerUser: 500, words: "of an explanation")
    /// P2 by the closed form and by the interior point.
    static let crosscheck = MemoryUse(bytesPerUser: 3000, words: "of a cross-check")
    /// A page is drawn of the plan.
    static let report = MemoryUse(bytesPerUser: 900, words: "of a solve with its page")
}
