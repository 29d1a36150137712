import Foundation
import OffloadModel
import ScenarioFiles
import TestSupport
import Testing

/// What counts decide about memory is held against what limits leave. The limits are values here.
@Suite struct MemoryAllowanceTests {
    /// An allowance of so many bytes beside what is always kept free.
    private func allowance(_ bytes: Int) -> MemoryAllowance {
        MemoryAllowance([
            .init("a wide limit", leaves: .max), .init("the test", leaves: bytes + MemoryAllowance.reserve),
        ])
    }

    private func error(_ body: () throws -> Void) -> ScenarioError? {
        do {
            try body()
            return nil
        } catch {
            return error as? ScenarioError
        }
    }

    // MARK: The comparison

    @Test func theTightestLimitCounts() {
        #expect(MemoryAllowance.unlimited.tightest == nil)
        #expect(allowance(5).tightest?.name == "the test")
        #expect(MemoryAllowance([.init("overdrawn", leaves: -1)]).tightest?.bytes == 0)
    }

    @Test func countsThatFitPassAndTheNextIsRefused() throws {
        let memory = allowance(100_000_000)
        try MemoryAllowance.expect(1_000_000, ofSize: 100, field: "f", piece: "p", within: memory)
        #expect(
            error { try MemoryAllowance.expect(1_000_001, ofSize: 100, field: "f", piece: "one p", within: memory) }
                == ScenarioError(
                    field: "f", value: "1000001",
                    allowed: "at most 1000000 on this machine: one p takes 100 bytes, and the test leaves 150 MB"))
        // What others take is not there.
        try MemoryAllowance.expect(999_999, ofSize: 100, beside: 100, field: "f", piece: "p", within: memory)
        #expect(
            error {
                try MemoryAllowance.expect(1_000_000, ofSize: 100, beside: 1, field: "f", piece: "p", within: memory)
            } != nil)
    }

    @Test func productsBeyondEveryIntegerAreRefused() {
        #expect(
            error { try MemoryAllowance.expect(.max, ofSize: 8, field: "f", piece: "p", within: allowance(1)) } != nil)
        #expect(
            error {
                try MemoryAllowance.expect(
                    1 << 60, ofSize: 7, beside: .max, field: "f", piece: "p", within: allowance(1))
            } != nil)
    }

    @Test func nothingIsRefusedWithoutLimitsAndLittleNever() throws {
        try MemoryAllowance.expect(1 << 40, ofSize: 8, field: "f", piece: "p", within: .unlimited)
        try MemoryAllowance.expect(1000, ofSize: 8, field: "f", piece: "p", within: allowance(0))
        try MemoryAllowance.expect(1 << 40, ofSize: 0, field: "f", piece: "p", within: allowance(0))
    }

    // MARK: What the kernel says

    /// A folder with files like those of the kernel.
    private func system(_ files: [String: String]) throws -> String {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("system-\(UUID().uuidString)")
        for (path, text) in files {
            let file = root.appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        return root.path
    }

    private func limits(
        _ files: [String: String], addressLimit: Int? = nil, dataLimit: Int? = nil
    ) throws -> [String: Int] {
        let root = try system(files)
        defer { try? FileManager.default.removeItem(atPath: root) }
        let found = MemoryAllowance.read(root: root, addressLimit: addressLimit, dataLimit: dataLimit).limits
        return Dictionary(found.map { ($0.name, $0.bytes) }) { min($0, $1) }
    }

    private let group = "the memory limit of its control group"

    @Test func limitsOfTheProcess() throws {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let files = ["proc/self/statm": "1000 200 30 4 0 500 0\n"]
        #expect(
            try limits(files, addressLimit: 3000 * page, dataLimit: 600 * page) == [
                "the limit on address space (ulimit -v)": 2000 * page, "the limit on data (ulimit -d)": 100 * page,
            ])
        #expect(try limits(files) == [:])
        // A process that is beyond its limit already has nothing left.
        #expect(try limits(files, addressLimit: page)["the limit on address space (ulimit -v)"] == 0)
    }

    @Test func memoryOfTheMachine() throws {
        let text = "MemTotal:       24000 kB\nMemFree:  1 kB\nMemAvailable:    1000 kB\nSwapFree:  24 kB\n"
        #expect(try limits(["proc/meminfo": text]) == ["the memory of the machine": 1024 * 1024])
        #expect(try limits(["proc/meminfo": "MemTotal: 5 kB\n"]) == [:])
    }

    /// Version 2: the group's own limit, and those of the groups above it.
    @Test func controlGroupsOfVersion2() throws {
        var files = [
            "proc/self/cgroup": "0::/outer/inner\n",
            "sys/fs/cgroup/outer/memory.max": "1000\n", "sys/fs/cgroup/outer/memory.current": "700\n",
            "sys/fs/cgroup/outer/memory.stat": "anon 5\ninactive_file 100\nfile 3\n",
            "sys/fs/cgroup/outer/inner/memory.max": "max\n", "sys/fs/cgroup/outer/inner/memory.current": "600\n",
        ]
        #expect(try limits(files) == [group: 400])
        files["sys/fs/cgroup/outer/inner/memory.max"] = "800\n"
        #expect(try limits(files) == [group: 200])
        // In a container its own group stands at the top, and the path is its host's.
        #expect(
            try limits([
                "proc/self/cgroup": "0::/host/only\n", "sys/fs/cgroup/memory.max": "50\n",
                "sys/fs/cgroup/memory.current": "20\n",
            ]) == [group: 30])
    }

    @Test func controlGroupsOfVersion1() throws {
        let files = [
            "proc/self/cgroup": "12:cpuset:/\n5:cpu,memory:/docker/abc\n1:name=systemd:/docker/abc\n",
            "sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes": "4096\n",
            "sys/fs/cgroup/memory/docker/abc/memory.usage_in_bytes": "4000\n",
            "sys/fs/cgroup/memory/docker/abc/memory.stat": "cache 7\ntotal_inactive_file 1000\n",
            // What version 1 says where there is no limit.
            "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
            "sys/fs/cgroup/memory/memory.usage_in_bytes": "5000\n",
        ]
        #expect(try limits(files) == [group: 1096])
        #expect(try limits(["proc/self/cgroup": "nonsense\n5:memory\n"]) == [:])
    }

    @Test func thisMachineHasMemory() {
        let memory = MemoryAllowance.current
        #expect(memory.tightest.map { $0.bytes > 0 } ?? true)
    }

    // MARK: Scenarios

    private func text(_ count: Int, _ more: String = "") -> String {
        """
        {"format":"stepwell-scenario/1","count":\(count),
         "weights":{"time":0.33,"error":0.33,"energy":0.00033,"cost":0.5,"utility":0.5},
         "edge":{"stepBudget":60,"powerCoefficient":1e-26},
         "users":{"localStepTime":0.002,"edgeStepTime":0.001,"localPowerCoefficient":1e-26,"localFrequency":1500000000,
          "edgeFrequency":10000000000,"initialError":1,"errorDecay":0.05,"utilityRate":0.04,"localStepLimit":15,
          "edgeStepLimit":60\(more)}}
        """
    }

    /// A few hundred bytes of text must not take gigabytes: numbers for all users stay numbers in the scenario, and the problem
    /// is refused before anything is allocated.
    @Test func aLargeCountOfNumbersForAllIsRefused() throws {
        let scenario = try scenario(text(Scenario.largestCount))
        let refusal = error { _ = try OffloadProblem(scenario, within: allowance(1 << 30)) }
        #expect(refusal?.field == "count")
        #expect(refusal?.value == "100000000")
        #expect(refusal?.allowed.hasPrefix("at most 2917776 ") == true, "\(refusal?.allowed ?? "")")
        // As many as are allowed are not refused; this many take no memory worth a look.
        _ = try OffloadProblem(try self.scenario(text(1000)), within: allowance(0))
    }

    private func scenario(_ text: String) throws -> Scenario { try Scenario(json: text.bytes) }

    /// The columns of a problem that the scenario does not hold already, by where they are.
    private func newColumns(of problem: OffloadProblem, beside scenario: Scenario) -> Int {
        func place(_ column: [Double]) -> UnsafeRawPointer? { column.withUnsafeBytes { $0.baseAddress } }
        var places = Set((problem.local.columns + problem.edge.columns).map { place($0.values) })
        for field in UserField.allCases {
            if case .perUser(let values) = scenario.users[field] { places.remove(place(values)) }
        }
        return places.count
    }

    /// Whatever is given as a number, for each user, or not at all: what is estimated is what the problem takes, or a little more.
    @Test func theEstimateIsWhatAProblemTakes() throws {
        var random = SeededGenerator(seed: 11)
        var exact = 0
        for _ in 0..<1000 {
            var users = UserColumns()
            for field in UserField.allCases where field.fallback == .required || random.chance(0.5) {
                let value = field == .errorFloor || field == .edgeErrorFloor ? 0.1 : 1.0
                users[field] = random.chance(0.5) ? .uniform(value) : .perUser([value, value, value])
            }
            let scenario = try Scenario(
                name: "", count: 3, weights: CostWeights(time: 1, error: 1, energy: 1, cost: 1, utility: 1),
                edge: EdgeServer(stepBudget: 5, powerCoefficient: 1), users: users)
            let taken = 8 * newColumns(of: try OffloadProblem(scenario), beside: scenario)
            let estimate = scenario.problemBytesPerUser
            #expect(estimate >= taken && estimate <= taken + 4 * 8, "\(scenario)")
            exact += estimate == taken ? 1 : 0
        }
        #expect(exact > 10)
    }

    @Test(arguments: ScenarioFamily.allCases) func generatedUsersAreCountedFirst(family: ScenarioFamily) throws {
        let generator = try ScenarioGenerator(family: family, users: Scenario.largestCount, seed: 1)
        guard family != .twins else {
            // All users alike take no memory.
            #expect(try generator.scenario(within: allowance(0)).count == Scenario.largestCount)
            return
        }
        let refusal = error { _ = try generator.scenario(within: allowance(1 << 30)) }
        #expect(refusal?.field == "users")
        #expect(refusal?.value == "100000000")
    }
}
