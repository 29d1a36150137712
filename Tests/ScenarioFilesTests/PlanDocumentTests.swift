import OffloadModel
import ScenarioFiles
import TestSupport
import Testing

@Suite struct PlanDocumentTests {
    /// A plan with every kind of entry, among them each kind of proof step.
    static func fullDocument() throws -> PlanDocument {
        var seconds = PhaseTimes()
        seconds.add(0.25, to: "price search")
        seconds.add(1e-7, to: "branching")
        return try PlanDocument(
            status: .feasible, method: "certified", stepRule: .continuous, askedGap: 1e-6,
            outcome: PlanOutcome(
                plan: Plan(sites: [true, false, true], steps: [12.345678901234567, 0, 1.0 / 3]), objective: -1.5,
                edgeStepsUsed: 12.679, offloadedCount: 2,
                totals: PlanTotals(time: 0.1, error: 0.2, energy: 3, utility: 1.0 / 7)),
            lowerBound: -1.5625, relativeGap: 0.04, price: 0.00390625, priceBelow: .cost(0.0078125),
            certificate: BoundProof(
                steps: [
                    .fixing(price: 0.1), .count(limit: 1), .twins(user: 2, limit: 0), .price(0.2), .price(1.0 / 3),
                    .core(prices: [0.25, 1.0 / 7]),
                ], version: 2),
            statistics: PlanStatistics(
                nodes: 3, passes: 17, seconds: seconds, threads: 2, instructionSet: "AVX-512", version: "1.0.0"))
    }

    @Test func fullDocumentReturns() throws {
        let document = try Self.fullDocument()
        for style in [JSONStyle.compact, .pretty] {
            #expect(try PlanDocument(json: document.json(style: style)) == document)
        }
        let text = String(decoding: try document.json(), as: UTF8.self)
        #expect(text.contains(#""certificate":[{"fixing":0.1},{"count":1},{"twins":[2,0]},{"price":0.2}"#))
        #expect(text.contains(#""certificateVersion":2,"certificate":"#))
        #expect(text.contains(#"{"price":0.3333333333333333},{"core":{"prices":[0.25,0.14285714285714285]}}]"#))
        #expect(text.contains(#""users":{"offloaded":[1,0,1],"steps":[12.345678901234567,0,0.3333333333333333]}"#))
        #expect(text.contains(#""seconds":{"price search":0.25,"branching":1e-07}"#))
    }

    /// Files of before have no version, and are of version 1.
    @Test func aCertificateWithoutAVersionIsOfTheFirst() throws {
        var text = String(decoding: try Self.fullDocument().json(), as: UTF8.self)
        text = text.with("\"certificateVersion\":2,", "").with(
            ",{\"core\":{\"prices\":[0.25,0.14285714285714285]}}", ",{\"price\":0}")
        let document = try PlanDocument(json: text.bytes)
        #expect(document.certificate?.version == 1)
        #expect(!String(decoding: try document.json(), as: UTF8.self).contains("certificateVersion"))
        let orphan =
            #"{"format":"stepwell-plan/1","status":"nodeLimit","method":"certified","steps":"integer","certificateVersion":2}"#
        #expect(throws: ScenarioError.self) { try PlanDocument(json: orphan.bytes) }
    }

    /// Beside a price null says that fewer steps are infeasible; a file without the entry says nothing of them, and is not made to.
    @Test func absenceAndNullOfPriceBelowDiffer() throws {
        let full = try String(decoding: Self.fullDocument().json(), as: UTF8.self)
        for (text, priceBelow) in [
            (full, PriceBelow.cost(0.0078125)),
            (full.with("\"priceBelow\":0.0078125", "\"priceBelow\":null"), .infeasible),
            (full.with("\"priceBelow\":0.0078125,", ""), nil),
        ] {
            let document = try PlanDocument(json: text.bytes)
            #expect(document.priceBelow == priceBelow)
            #expect(String(decoding: try document.json(), as: UTF8.self) == text)
        }
    }

    @Test func documentsWithoutAPlanReturn() throws {
        for (status, reason) in [
            (PlanStatus.infeasible, Infeasibility.user(7)),
            (.infeasible, .budget(required: 186, available: 3)), (.timeLimit, nil), (.stopped, nil),
        ] {
            let document = try PlanDocument(
                status: status, method: "certified", stepRule: .integer, outcome: nil,
                lowerBound: status == .timeLimit ? -3 : nil, relativeGap: nil, price: nil, infeasibility: reason)
            #expect(try PlanDocument(json: document.json()) == document)
        }
    }

    /// Null and absence mean the same where an entry may be absent.
    @Test func nullMeansAbsent() throws {
        let short = #"{"format":"stepwell-plan/1","status":"nodeLimit","method":"certified","steps":"integer"}"#
        let nulls =
            short.with("\"integer\"}", "\"integer\",")
            + #""objective":null,"lowerBound":null,"relativeGap":null,"price":null,"priceBelow":null,"#
            + #""edgeStepsUsed":null,"#
            + #""offloadedCount":null,"totals":null,"infeasibility":null,"certificate":null,"statistics":null,"#
            + #""users":null,"askedGap":null}"#
        let document = try PlanDocument(json: short.bytes)
        #expect(try PlanDocument(json: nulls.bytes) == document)
        #expect(document.askedGap == 1e-9 && document.outcome == nil && document.lowerBound == nil)
    }

    @Test(
        arguments: [
            ("stepwell-plan/1", "stepwell-plan/2", "format", nil, "\"stepwell-plan/2\""),
            ("\"feasible\"", "\"perfect\"", "status", nil, "\"perfect\""),
            ("\"feasible\"", "3", "status", nil, "3"),
            ("\"feasible\"", "null", "status", nil, "null"),
            ("\"status\":\"feasible\",", "", "status", nil, "nothing"),
            ("\"continuous\"", "\"fractional\"", "steps", nil, "\"fractional\""),
            ("\"askedGap\":1e-06", "\"askedGap\":-1", "askedGap", nil, "-1"),
            ("\"objective\":-1.5", "\"objective\":NaN", "objective", nil, "NaN"),
            ("\"objective\":-1.5", "\"objective\":null", "objective", nil, "nothing"),
            ("\"relativeGap\":0.04", "\"relativeGap\":-0.04", "relativeGap", nil, "-0.04"),
            ("\"relativeGap\":0.04", "\"relativeGap\":null", "relativeGap", nil, "nothing"),
            ("\"price\":0.00390625", "\"price\":-1", "price", nil, "-1"),
            ("\"priceBelow\":0.0078125", "\"priceBelow\":-1", "priceBelow", nil, "-1"),
            ("\"priceBelow\":0.0078125", "\"priceBelow\":\"none\"", "priceBelow", nil, "\"none\""),
            ("\"offloadedCount\":2", "\"offloadedCount\":4", "offloadedCount", nil, "4"),
            ("\"offloadedCount\":2", "\"offloadedCount\":1.5", "offloadedCount", nil, "1.5"),
            ("\"time\":0.1,", "", "totals.time", nil, "nothing"),
            ("\"time\":0.1", "\"time\":-0.1", "totals.time", nil, "-0.1"),
            ("{\"fixing\":0.1}", "{\"fixing\":-1}", "certificate[0].fixing", nil, "-1"),
            ("{\"fixing\":0.1}", "{}", "certificate[0]", nil, "nothing"),
            ("{\"fixing\":0.1}", "{\"fixing\":0.1,\"price\":1}", "certificate[0]", nil, "a second key, price"),
            ("{\"fixing\":0.1}", "{\"guess\":1}", "certificate[0].guess", nil, "an unknown key"),
            ("{\"count\":1}", "{\"count\":1.5}", "certificate[1].count", nil, "1.5"),
            ("{\"twins\":[2,0]}", "{\"twins\":[2]}", "certificate[2].twins", nil, "an array of 1"),
            ("{\"twins\":[2,0]}", "{\"twins\":[2,-1]}", "certificate[2].twins", nil, "-1"),
            ("{\"prices\":[0.25", "{\"prices\":[-0.25", "certificate[5].core.prices[0]", nil, "-0.25"),
            ("{\"prices\":[0.25", "{\"prices\":[\"a\"", "certificate[5].core.prices[0]", nil, "\"a\""),
            (
                "{\"prices\":[0.25,0.14285714285714285]}", "{\"prices\":[]}", "certificate[5].core.prices", nil,
                "an array of 0"
            ),
            ("{\"prices\":[0.25,0.14285714285714285]}", "{}", "certificate[5].core.prices", nil, "nothing"),
            ("{\"prices\":[0.25", "{\"unit\":[0.25", "certificate[5].core.unit", nil, "an unknown key"),
            ("\"certificateVersion\":2", "\"certificateVersion\":3", "certificateVersion", nil, "3"),
            ("\"certificateVersion\":2", "\"certificateVersion\":1", "certificate[5].core", nil, "a core step"),
            ("\"nodes\":3", "\"nodes\":-3", "statistics.nodes", nil, "-3"),
            ("\"threads\":2", "\"threads\":\"two\"", "statistics.threads", nil, "\"two\""),
            ("\"passes\":17", "\"sweeps\":17", "statistics.sweeps", nil, "an unknown key"),
            ("\"branching\":1e-07", "\"branching\":-1", "statistics.seconds.branching", nil, "-1"),
            ("\"offloaded\":[1,0,1]", "\"offloaded\":[1,2,1]", "users.offloaded", 1, "2"),
            ("\"offloaded\":[1,0,1]", "\"offloaded\":[1,0.5,1]", "users.offloaded", 1, "0.5"),
            ("\"offloaded\":[1,0,1]", "\"offloaded\":[1,true,1]", "users.offloaded", 1, "true"),
            ("\"offloaded\":[1,0,1]", "\"offloaded\":[1,0]", "users.steps", nil, "an array of 3"),
            ("\"offloaded\":[1,0,1],", "", "users.offloaded", nil, "nothing"),
            ("567,0,0.3", "567,-1,0.3", "users.steps", 1, "-1"),
            ("567,0,0.3", "567,Infinity,0.3", "users.steps", 1, "Infinity"),
            ("\"method\"", "\"methods\"", "methods", nil, "an unknown key"),
            ("\"method\"", "\"\"", "\"\"", nil, "an unknown key"),
            ("\"feasible\"", "\"infeasible\"", "infeasibility", nil, "nothing"),
            ("\"lowerBound\":-1.5625", "\"lowerBound\":null", "certificate", nil, "a proof"),
        ] as [(String, String, String, Int?, String)])
    func wrongEntry(passage: String, replacement: String, field: String, user: Int?, value: String) throws {
        let text = String(decoding: try Self.fullDocument().json(), as: UTF8.self).with(passage, replacement)
        var found: ScenarioError?
        do {
            _ = try PlanDocument(json: text.bytes)
        } catch {
            found = error as? ScenarioError
        }
        let error = try #require(found, "accepted or of another type")
        if passage.contains("lowerBound") {
            // Without a bound both the gap and the proof are out of place; either may be named first.
            #expect(["relativeGap", "certificate"].contains(error.field))
        } else {
            #expect(error.field == field && error.user == user && error.value == value, "\(error)")
        }
    }

    @Test func wrongReasons() {
        let text = #"{"format":"stepwell-plan/1","status":"infeasible","method":"x","steps":"integer","infeasibility":"#
        for reason in [
            #"{"kind":"user"}"#, #"{"kind":"user","user":-1}"#, #"{"kind":"user","user":1,"required":2}"#,
            #"{"kind":"budget","required":2}"#, #"{"kind":"other"}"#, "{}", "[]", #"{"kind":"user","user":1,"x":2}"#,
            #"{"kind":"budget","required":-2,"available":1}"#, "null",
        ] {
            #expect(throws: ScenarioError.self, "\(reason)") { try PlanDocument(json: (text + reason + "}").bytes) }
        }
    }

    @Test func statusWords() {
        let statuses: [SolveStatus] = [
            .optimal, .feasible(relativeGap: 0.1), .roundingLimit, .infeasible(.user(0)), .timeLimit, .nodeLimit,
            .stopped, .numericalFailure,
        ]
        #expect(statuses.map { PlanStatus($0) } == PlanStatus.allCases)
        #expect(statuses.map { PlanStatus($0).rawValue } == statuses.map(\.name))
    }
}
