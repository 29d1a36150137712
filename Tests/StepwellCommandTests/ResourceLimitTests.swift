import Foundation
import TestSupport
import Testing

/// Every command ends under any limit on memory, threads and processes: with its result, or with a message and a documented exit
/// status, and never by a signal or not at all.
@Suite struct ResourceLimitTests {
    private let folder = Folder()
    /// As many users as are shared out to threads.
    private static let large = 40_000

    init() throws {
        try FileManager.default.copyItem(atPath: example("example"), toPath: folder.path(of: "s.json"))
        for arguments in [
            ["generate", "--users", "\(Self.large)", "--output", "big.json"],
            ["solve", "s.json", "--output", "p.json", "--quiet"],
        ] {
            let outcome = try RunningCommand(arguments, in: folder).outcome()
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        let line = try folder.text(of: "s.json").replacing("\n", with: " ")
        try folder.write(String(repeating: line + "\n", count: 40), to: "in.jsonl")
        try folder.write("steps,error\n1,0.9\n2,0.7\n4,0.5\n8,0.35\n16,0.3\n32,0.29\n", to: "t.csv")
    }

    private static let commands = [
        "--help", "--version", "solve --help", "info",
        "solve s.json -o a.json", "solve big.json -o a.json", "solve big.json -o a.json --threads 1",
        "solve big.json -o a.json --threads 1000000 --time-limit 1", "solve s.json --method paper -o a.json",
        "solve s.json -o a.json --report page.html", "verify s.json p.json", "batch in.jsonl -o b.jsonl --fresh",
        "batch in.jsonl -o - --threads 1", "crosscheck s.json", "crosscheck s.json --dense",
        "study s.json --seeds 1 --penalties 1", "sweep s.json --vary edge.stepBudget=100:500:100 --plot s.svg",
        "sweep s.json --vary edge.stepBudget=100:500:100 --methods certified,paper,random", "explain s.json --user 3",
        "calibrate t.csv", "generate --users 5000 -o g.json", "profile --users 5000 --repetitions 1",
        "profile --method batch --problems 5 --repetitions 1", "reproduce fig2 --budgets 3 --output figures",
    ]

    /// The exit statuses that a limit may lead to, beside success.
    private static let documented: Set<Int32> = [0, 64, 65, 74]

    private func expectAnEnd(_ line: String, _ command: String) throws {
        let outcome = try folder.shell(line)
        #expect(!outcome.wasKilled, "\(line): \(outcome.errors)")
        #expect(Self.documented.contains(outcome.status), "\(line): status \(outcome.status), \(outcome.errors)")
        if outcome.status != 0 {
            #expect(outcome.errors.contains("rror: "), "\(line): \(outcome.errors)")
        }
    }

    // MARK: Address space

    /// The least address space in which the program can be loaded at all, in kilobytes.
    private func leastAddressSpace() throws -> Int {
        var (low, high) = (10_000, 1_000_000)
        while high - low > 2000 {
            let middle = (low + high) / 2
            if try folder.shell("ulimit -v \(middle); exec stepwell --version").status == 0 {
                high = middle
            } else {
                low = middle
            }
        }
        return high
    }

    /// What is allowed beyond the least address space.
    private static let megabytes =
        Effort.isWhole
        ? [2, 8, 40, 70, 90, 115, 130, 170, 200, 240, 280, 320, 400, 800, 2000] : [8, 70, 130, 240, 400]

    @Test(.enabled(if: !Effort.isSanitized)) func everyCommandEndsInAnyAddressSpace() throws {
        let least = try leastAddressSpace()
        for command in Self.commands {
            for more in Self.megabytes {
                try expectAnEnd("ulimit -v \(least + 1000 * more); exec stepwell \(command)", command)
            }
        }
    }

    /// With random limits on address space and on data.
    @Test(.enabled(if: !Effort.isSanitized)) func everyCommandEndsUnderRandomLimits() throws {
        let least = try leastAddressSpace()
        var random = SeededGenerator(seed: 17)
        for _ in 0..<Effort.rounds(120) {
            let command = Self.commands.randomElement(using: &random) ?? ""
            let kilobytes = Int(random.logUniform(Double(least + 8000), 3e6))
            let limit = random.chance(0.7) ? "-v \(kilobytes)" : "-d \(kilobytes)"
            try expectAnEnd("ulimit \(limit); exec stepwell \(command)", command)
        }
    }

    /// A gigabyte does for everything, so that what ends above is not always refused.
    @Test(.enabled(if: !Effort.isSanitized), arguments: commands.filter { !$0.hasPrefix("profile") })
    func aGigabyteDoes(command: String) throws {
        let least = try leastAddressSpace()
        let outcome = try folder.shell("ulimit -v \(least + 1_000_000); exec stepwell \(command)")
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    // MARK: Threads and processes

    /// A line that runs the command where its user may have so many processes and threads, nil where that cannot be arranged.
    private func limited(_ count: Int, _ command: String) throws -> String? {
        let line = "prlimit --nproc=\(count):\(count) stepwell \(command)"
        guard getuid() == 0 else { return "exec \(line)" }
        // The superuser has no such limit. Another user keeps the right to reach the program, and may write into the folder.
        let rights = "--inh-caps=+dac_override,+dac_read_search --ambient-caps=+dac_override,+dac_read_search"
        let user = "setpriv --reuid=65534 --regid=65534 --clear-groups \(rights)"
        let canTake = "chmod 777 . && \(user) prlimit --nproc=9:9 stepwell --version"
        guard try folder.shell(canTake).status == 0 else { return nil }
        return "exec \(user) \(line)"
    }

    /// With one thread, and with few more; what draws figures needs several.
    @Test(arguments: [1, 2, 3, 5, 9, 20]) func everyCommandEndsWithFewThreads(count: Int) throws {
        guard try limited(count, "--version") != nil else {
            print("few threads were not tried, for another user could not be taken")
            return
        }
        for command in Self.commands {
            guard let line = try limited(count, command) else { return }
            try expectAnEnd(line, command)
        }
    }

    /// Without any other thread every result is there that draws no figure, and it is the same.
    @Test func oneThreadDoes() throws {
        guard try limited(1, "--version") != nil else { return }
        let drawing = ["--report", "--plot", "reproduce"]
        for command in Self.commands where !drawing.contains(where: command.contains) {
            guard let line = try limited(1, command) else { return }
            let outcome = try folder.shell(line)
            #expect(outcome.status == 0, "\(command): \(outcome.errors)")
        }
        #expect(try folder.stepwell("solve", "big.json", "-o", "free.json", "-q").status == 0)
        for threads in [1, 2, 3] {
            guard let line = try limited(1, "solve big.json -q -o held.json --threads \(threads)") else { return }
            #expect(try folder.shell(line).status == 0)
            #expect(try folder.claims(of: "held.json") == folder.claims(of: "free.json"))
        }
    }

    // MARK: Libraries

    /// The libraries for linear algebra are loaded by the commands that need them alone.
    @Test func otherCommandsLoadNoLinearAlgebra() throws {
        for (command, isNeeded) in [("solve s.json -o a.json", false), ("--version", false), ("calibrate t.csv", true)]
        {
            // The dynamic linker names every library that it opens.
            let outcome = try folder.shell("export LD_DEBUG=files; exec stepwell \(command)")
            #expect(outcome.status == 0)
            #expect(outcome.errors.contains("libopenblas") == isNeeded, "\(command)")
        }
    }

    /// Without the libraries nothing else stops working, and what needs them says what to install.
    @Test func missingLinearAlgebraIsTold() throws {
        // A directory of the library's name, first in the search path, hides it.
        try folder.write("no library", to: "libopenblas.so.0")
        func run(_ command: String) throws -> CommandOutcome {
            try folder.shell("LD_LIBRARY_PATH='\(folder.path)' exec stepwell \(command)")
        }
        for command in ["crosscheck s.json", "calibrate t.csv"] {
            let outcome = try run(command)
            #expect(outcome.status == 74)
            #expect(outcome.errors.contains("'apt-get install libopenblas0 liblapacke'"), "\(outcome.errors)")
            #expect(outcome.errors.split(separator: "\n").count == 1)
        }
        let info = try run("info")
        #expect(info.status == 0)
        #expect(info.output.contains("linear algebra  none: OpenBLAS cannot be loaded"))
        #expect(try run("solve s.json -o a.json").status == 0)
    }

    // MARK: Counts that decide about memory

    private func hugeScenario(_ count: Int) -> String {
        """
        {"format":"stepwell-scenario/1","name":"one","count":\(count),"weights":{"time":0.33,"error":0.33,"energy":0.00033,\
        "cost":0.5,"utility":0.5},"edge":{"stepBudget":60,"powerCoefficient":1e-26},"users":{"localStepTime":0.002,\
        "edgeStepTime":0.001,"localPowerCoefficient":1e-26,"localFrequency":1500000000,"edgeFrequency":10000000000,\
        "initialError":1,"errorDecay":0.05,"utilityRate":0.04,"localStepLimit":15,"edgeStepLimit":60}}
        """
    }

    /// A few hundred bytes that ask for gigabytes are refused before anything is allocated.
    @Test(
        .enabled(if: !Effort.isSanitized),
        arguments: [
            "solve huge.json -o a.json", "solve huge.json -o a.json --method paper",
            "solve huge.json -o a.json --method greedy",
            "verify huge.json p.json", "crosscheck huge.json", "crosscheck huge.json --dense",
            "study huge.json --seeds 1",
            "sweep huge.json --vary edge.stepBudget=1,2", "explain huge.json --user 1", "profile huge.json",
        ])
    func aCountThatNoMemoryHoldsIsRefused(command: String) throws {
        try folder.write(hugeScenario(100_000_000), to: "huge.json")
        let outcome = try folder.shell("ulimit -v 3000000; exec stepwell \(command)")
        #expect(outcome.status == 65, "\(outcome.errors)")
        #expect(outcome.errors.hasPrefix("stepwell: error: huge.json: count: found 100000000, allowed is at most "))
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    @Test(.enabled(if: !Effort.isSanitized)) func aBatchGoesOnAfterACountThatNoMemoryHolds() throws {
        let line = try folder.text(of: "s.json").replacing("\n", with: " ")
        try folder.write("\(line)\n\(hugeScenario(100_000_000))\n\(line)\n", to: "three.jsonl")
        for threads in [1, 2] {
            let outcome = try folder.shell(
                "ulimit -v 3000000; exec stepwell batch three.jsonl -o o\(threads).jsonl --threads \(threads)")
            #expect(outcome.status == 65, "\(outcome.errors)")
            let records = try folder.text(of: "o\(threads).jsonl").split(separator: "\n")
            try #require(records.count == 3)
            #expect(records[0].hasPrefix("{\"format\":\"stepwell-plan/1\""))
            #expect(records[1].contains("\"error\":\"count: found 100000000, allowed is at most "))
            #expect(records[1].contains("\"field\":\"count\""))
            #expect(records[2].hasPrefix("{\"format\":\"stepwell-plan/1\""))
        }
    }

    /// Options that ask for gigabytes are usage errors that name the option.
    @Test(
        .enabled(if: !Effort.isSanitized),
        arguments: [
            ("generate --users 100000000 -o g.json", "--users is 100000000"),
            ("profile --users 100000000", "--users is 100000000"),
            ("profile --method batch --problems 1000000000", "--problems is 1000000000"),
            ("profile s.json --method batch --problems 1000000000", "--problems is 1000000000"),
        ])
    func optionsThatNoMemoryHoldsAreRefused(command: String, words: String) throws {
        let outcome = try folder.shell("ulimit -v 3000000; exec stepwell \(command)")
        #expect(outcome.status == 64, "\(outcome.errors)")
        #expect(outcome.errors.contains("\(words), allowed is "), "\(outcome.errors)")
    }

    /// A list of ranges takes a hundred thousand numbers for every ten characters.
    @Test(.enabled(if: !Effort.isSanitized)) func aListOfRangesIsRefusedEarly() throws {
        let list = Array(repeating: "0:99999:1", count: 5000).joined(separator: ",")
        let outcome = try folder.shell("ulimit -v 1500000; exec stepwell sweep s.json --vary edge.stepBudget=\(list)")
        #expect(outcome.status == 64, "\(outcome.errors)")
        #expect(outcome.errors.contains("values or more, allowed is 1 to 100000"), "\(outcome.errors.prefix(300))")
    }

    /// The most threads that can be asked for do no harm, and the plan that says so is read back.
    @Test func aMillionThreadsDoNoHarm() throws {
        for command in [
            "solve big.json -q -o a.json --threads 1048576", "batch in.jsonl -q -o b.jsonl --fresh --threads 1048576",
            "verify big.json a.json -q", "sweep s.json --vary edge.stepBudget=1,2 --threads 1048576",
        ] {
            let outcome = try folder.shell("exec stepwell \(command)")
            #expect(outcome.status == 0, "\(command): \(outcome.errors)")
        }
    }

    /// Around the least memory in which a scenario is accepted it is refused or solved, and nothing in between.
    @Test(
        .enabled(if: !Effort.isSanitized && Effort.isOptimised),
        arguments: [
            ("solve", ["twins", "near-twins", "hetero"]), ("solve --steps integer", ["twins", "hetero"]),
            ("solve --method paper", ["twins", "hetero"]), ("solve --method random", ["twins"]),
            ("crosscheck", ["hetero"]), ("explain --user 1", ["hetero"]), ("batch", ["twins", "hetero"]),
            ("sweep --vary edge.stepBudget=1000,2000", ["twins", "hetero"]),
            ("study --seeds 1 --penalties 1 --starts half", ["twins"]),
            ("profile --repetitions 1", ["twins"]), ("profile --method kkt --repetitions 1", ["twins"]),
        ])
    func whatIsAcceptedFits(command: String, families: [String]) throws {
        let users = command == "crosscheck" ? 20_000 : command == "batch" ? 100_000 : 200_000
        for family in families {
            #expect(
                try folder.stepwell(
                    "generate", "--family", family, "--users", "\(users)", "--output", "family.json"
                ).status == 0)
            let words = command.split(separator: " ", maxSplits: 1)
            var line = "exec stepwell \(words[0]) family.json" + (words.count > 1 ? " \(words[1])" : "")
            if words[0] == "solve" || words[0] == "batch" { line += " -o out.json" }
            if words[0] == "batch" { line += " --fresh" }
            // From where everything is refused to where it is not.
            var (low, high) = (150_000, 4_000_000)
            while high - low > (Effort.isWhole ? 20_000 : 100_000) {
                let middle = (low + high) / 2
                let outcome = try folder.shell("ulimit -v \(middle); \(line)")
                #expect(!outcome.wasKilled, "\(line) in \(middle) kB: \(outcome.errors.suffix(300))")
                #expect([0, 65, 74].contains(outcome.status), "\(line) in \(middle) kB: \(outcome.errors.suffix(300))")
                if outcome.status == 0 { high = middle } else { low = middle }
            }
            #expect(high < 3_900_000, "\(line) was never accepted")
        }
    }
}
