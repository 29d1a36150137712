import Stepwell

extension SolveProfile {
    /// The tracks of a trace.
    fileprivate enum Track: Int, CaseIterable {
        case phases = 1
        case iterations = 2
        case yardstick = 3

        var name: String {
            switch self {
            case .phases: "phases"
            case .iterations: "iterations"
            case .yardstick: "one streaming pass"
            }
        }
    }

    /// The solve in the Chrome trace format, times in microseconds since its beginning.
    ///
    /// Three tracks of complete events: the phases, one after the other; the solver's iterations, each from the one
    /// before it, with what it reached; and one streaming pass, to compare by eye. The gap and the price
    /// are counters.
    func traceJSON(of subject: String) throws -> [UInt8] {
        var writer = JSONWriter(style: .compact)
        try writer.object { writer in
            try writer.member("displayTimeUnit", "ms")
            try writer.key("traceEvents")
            try writer.array { writer in
                try writeNames(&writer, subject: subject)
                try writePhases(&writer)
                try writeIterations(&writer)
                try writer.slice("streaming pass", on: .yardstick, from: 0, seconds: streamingPassSeconds) { writer in
                    try writer.write(StreamingPass.work(users: users * problems))
                }
            }
        }
        try writer.finish()
        return writer.bytes
    }

    private func writeNames(_ writer: inout JSONWriter, subject: String) throws {
        let title = "stepwell profile: \(method), \(subject), \(instructionSet.rawValue)"
        try writer.metadata("process_name", on: nil, title)
        for track in Track.allCases where track != .iterations || !iterations.isEmpty {
            try writer.metadata("thread_name", on: track, track.name)
        }
    }

    private func writePhases(_ writer: inout JSONWriter) throws {
        var start = 0.0
        for entry in phases.entries {
            try writer.slice(entry.phase, on: .phases, from: start, seconds: entry.seconds) { writer in
                try writer.member("streamingPasses", entry.seconds / streamingPassSeconds)
                try writer.write(entry.work)
            }
            start += entry.seconds
        }
    }

    private func writeIterations(_ writer: inout JSONWriter) throws {
        var start = 0.0
        for record in iterations {
            let end = max(record.seconds, start)
            try writer.slice("iteration \(record.iteration)", on: .iterations, from: start, seconds: end - start) {
                writer in
                if let primal = record.primal { try writer.member("primal", primal) }
                if let dual = record.dual { try writer.member("dual", dual) }
                try writer.member("passes", record.passes)
            }
            try writer.counter("price", record.price, at: end)
            if let gap = record.relativeGap { try writer.counter("relative gap", gap, at: end) }
            start = end
        }
    }
}

extension JSONWriter {
    private mutating func event(_ name: String, phase: String, on track: SolveProfile.Track?) throws {
        try member("name", name)
        try member("ph", phase)
        try member("pid", 1)
        try member("tid", track?.rawValue ?? 0)
    }

    /// The name of the process, or of a track.
    fileprivate mutating func metadata(_ name: String, on track: SolveProfile.Track?, _ value: String) throws {
        try object { writer in
            try writer.event(name, phase: "M", on: track)
            try writer.key("args")
            try writer.object { try $0.member("name", value) }
        }
    }

    /// A complete event.
    fileprivate mutating func slice(
        _ name: String, on track: SolveProfile.Track, from start: Double, seconds: Double,
        _ details: (inout JSONWriter) throws -> Void
    ) throws {
        try object { writer in
            try writer.event(name, phase: "X", on: track)
            try writer.member("cat", track.name)
            try writer.member("ts", start * 1e6)
            try writer.member("dur", seconds * 1e6)
            try writer.key("args")
            try writer.object(details)
        }
    }

    /// A number that changes over time.
    fileprivate mutating func counter(_ name: String, _ value: Double, at time: Double) throws {
        try object { writer in
            try writer.event(name, phase: "C", on: nil)
            try writer.member("ts", time * 1e6)
            try writer.key("args")
            try writer.object { try $0.member("value", value) }
        }
    }
}
