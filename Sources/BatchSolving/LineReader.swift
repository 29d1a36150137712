import ScenarioFiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A line of a file and its number, from 1.
struct NumberedLine: Sendable {
    let number: Int
    /// Without the newline; only its beginning if the line is not worth reading or does not fit into memory.
    let bytes: [UInt8]
    /// What leaves no room for a line that does not fit into memory, nil for others.
    var missingMemory: MemoryAllowance.Limit?

    /// The error of a line that does not fit into memory.
    var tooLong: ScenarioError {
        ScenarioError(
            field: "the line", value: "more text than fits into memory",
            allowed: "a shorter line"
                + (missingMemory.map { ": \($0.name) leaves \(MemoryAllowance.words($0.bytes))" } ?? ""))
    }
}

/// Reads a file line by line; the memory it takes is that of the longest line worth reading.
final class LineReader {
    private let path: String
    private let descriptor: Int32
    /// True for a stream that was open before, which is not closed here.
    private let isStream: Bool
    private let isStopped: @Sendable () -> Bool
    /// True for pipes and terminals, where reading may take for ever.
    let isSlow: Bool
    private var buffer: [UInt8] = []
    /// Where the next line begins, and where it is known not to have ended yet.
    private var start = 0
    private var searched = 0
    private var isAtEnd = false
    private var number = 0
    private let isWorthReading: (ArraySlice<UInt8>) -> Bool
    /// What is kept of a long line that is not worth reading; the rest is passed over.
    private var keptHead: [UInt8]?
    private var isKnownToBeWorthReading = false
    private var missingMemory: MemoryAllowance.Limit?
    /// How much is read at a time; a pipe holds no more than the smaller size.
    private var blockSize: Int { isSlow ? 1 << 16 : 1 << 18 }

    /// True once the last line has been read.
    var isOver: Bool { isAtEnd && start == buffer.count && keptHead == nil }
    /// How many bytes of the file have been passed.
    private(set) var bytesPassed = 0
    /// The size of the file, nil if it has none.
    let size: Int?
    /// Device and file number, to tell whether two paths name one file.
    let identity: FileIdentity

    /// Opens a file; `-` is standard input, and an `OpenStream` is read from where it stands.
    ///
    /// - Parameters:
    ///   - isStopped: asked between reads; once true, no further line is read.
    ///   - isWorthReading: asked once about the beginning of a line of a megabyte or more; of a line that is not, only
    ///     its first ``TextHead/size`` bytes are returned.
    /// - Throws: ``FileError``.
    init(
        path: String, isStopped: @escaping @Sendable () -> Bool,
        isWorthReading: @escaping (ArraySlice<UInt8>) -> Bool = { _ in true }
    ) throws(FileError) {
        self.path = path
        self.isStopped = isStopped
        self.isWorthReading = isWorthReading
        let stream = OpenStream(input: path)
        isStream = stream != nil
        descriptor = stream?.descriptor ?? open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(.read, path: path, code: errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError(.read, path: path, code: errno) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw FileError(.read, path: path, code: EISDIR) }
        isSlow = status.st_mode & S_IFMT != S_IFREG
        size = isSlow ? nil : Int(status.st_size)
        identity = FileIdentity(status)
    }

    deinit {
        if !isStream, descriptor >= 0 { close(descriptor) }
    }

    /// The next line, nil at the end or once the reading is stopped. A last line without a newline counts.
    func next() throws(FileError) -> NumberedLine? {
        while true {
            guard !isStopped() else { return nil }
            if let end = newline() { return line(to: end, next: end + 1) }
            guard !isAtEnd else {
                guard !isOver else { return nil }
                return line(to: buffer.count, next: buffer.count)
            }
            dropWhatIsNotWorthReading()
            try fill()
        }
    }

    /// True if the next line, or the end, is there without waiting for whoever writes into a pipe or types on a
    /// terminal. Of what has come there, one block is read.
    func isReady() throws(FileError) -> Bool {
        guard isSlow, !isAtEnd, !isStopped(), newline() == nil else { return true }
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&request, 1, 0) > 0 else { return false }
        dropWhatIsNotWorthReading()
        try fill()
        return isAtEnd || newline() != nil
    }

    private func newline() -> Int? {
        let found = buffer.withUnsafeBytes { bytes -> Int? in
            guard searched < bytes.count, let first = bytes.baseAddress,
                let place = memchr(first + searched, Int32(UInt8(ascii: "\n")), bytes.count - searched)
            else { return nil }
            return UnsafeRawPointer(place) - first
        }
        searched = found ?? buffer.count
        return found
    }

    /// Empties the buffer in the middle of a line that is known to be nonsense.
    private func dropWhatIsNotWorthReading() {
        if keptHead == nil, !isKnownToBeWorthReading, buffer.count - start >= TextHead.threshold {
            if isWorthReading(buffer[start...]) {
                isKnownToBeWorthReading = true
            } else {
                keptHead = Array(buffer[start...].prefix(TextHead.size))
            }
        }
        // The buffer grows by as much again, and the line is copied out of it.
        if keptHead == nil, let limit = MemoryAllowance.limit(against: 4 * buffer.count) {
            missingMemory = limit
            keptHead = Array(buffer[start...].prefix(TextHead.size))
        }
        guard keptHead != nil else { return }
        bytesPassed += buffer.count - start
        buffer.removeAll(keepingCapacity: true)
        (start, searched) = (0, 0)
    }

    private func line(to end: Int, next: Int) -> NumberedLine {
        number += 1
        let line = NumberedLine(
            number: number, bytes: keptHead ?? Array(buffer[start..<end]), missingMemory: missingMemory)
        keptHead = nil
        missingMemory = nil
        isKnownToBeWorthReading = false
        bytesPassed += next - start
        start = next
        searched = next
        return line
    }

    private func fill() throws(FileError) {
        if start > 0 {
            buffer.removeSubrange(..<start)
            searched -= start
            start = 0
        }
        if isSlow {
            var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            // Without anything to read, the flag is looked at again after a while.
            guard poll(&request, 1, 100) > 0 else { return }
        }
        let filled = buffer.count
        let block = max(blockSize, filled)
        buffer.append(contentsOf: repeatElement(0, count: block))
        var count = 0
        repeat {
            count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress! + filled, block) }
        } while count < 0 && errno == EINTR
        let code = errno
        buffer.removeLast(block - max(count, 0))
        // A descriptor that does not wait, and has nothing after all.
        if count < 0, code == EAGAIN { return }
        guard count >= 0 else { throw FileError(.read, path: path, code: code) }
        isAtEnd = count == 0
    }
}
