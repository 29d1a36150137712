import OffloadModel
import TestSupport
import Testing

@Suite struct GreedyOffersTests {
    @Test func theBestGainPerStepComesFirst() {
        var offers = GreedyOffers(stepBudget: 10)
        offers.require(2)
        offers.add(0, gain: 4, steps: 4)
        offers.add(1, gain: 9, steps: 3)
        offers.add(2, gain: 0, steps: 1)
        offers.add(3, gain: -1, steps: 1)
        offers.add(4, gain: 1, steps: 2)
        let (accepted, refused) = offers.choose()
        #expect(accepted == [1, 0])
        #expect(refused == [4])
        #expect(offers.left == 1)
    }

    /// Of equal offers the first user's is taken, and steps that cost nothing come before all others.
    @Test func tiesGoToTheFirstUser() {
        var offers = GreedyOffers(stepBudget: 4)
        for user in [3, 1, 2] { offers.add(user, gain: 2, steps: 2) }
        offers.add(9, gain: 1e-9, steps: 0)
        let (accepted, refused) = offers.choose()
        #expect(accepted == [9, 1, 2])
        #expect(refused == [3])
        #expect(offers.left == 0)
    }

    /// Against the definition: offers are taken in order, one is refused only if it does not fit, and none is lost.
    @Test func randomOffers() {
        var random = SeededGenerator(seed: 21)
        for _ in 0..<Effort.rounds(2000) {
            let count = Int.random(in: 1...12, using: &random)
            let gains = (0..<count).map { _ in Double(Int.random(in: -2...6, using: &random)) }
            let steps = (0..<count).map { _ in Double(Int.random(in: 0...5, using: &random)) }
            let budget = Double(Int.random(in: -1...20, using: &random))
            var offers = GreedyOffers(stepBudget: budget)
            for user in 0..<count { offers.add(user, gain: gains[user], steps: steps[user]) }
            let (accepted, refused) = offers.choose()
            #expect(Set(accepted + refused) == Set((0..<count).filter { gains[$0] > 0 }))
            var left = budget
            // Cross-multiplied, the order needs no quotient.
            let order = (accepted + refused).sorted { first, second in
                let (one, other) = (gains[first] * steps[second], gains[second] * steps[first])
                if steps[first] == 0, steps[second] == 0, gains[first] != gains[second] {
                    return gains[first] > gains[second]
                }
                return one == other ? first < second : one > other
            }
            for user in order {
                #expect(accepted.contains(user) == (steps[user] <= left))
                if steps[user] <= left { left -= steps[user] }
            }
            #expect(offers.left == left)
        }
    }
}
