/// Moves the `count` smallest entries, by key and then by index, to the front of `order`, in no particular order.
///
/// Quickselect with the middle of three as pivot; the outcome as a set does not depend on the pivots.
func selectSmallest(_ count: Int, of order: inout [Int], by keys: [Double]) {
    var low = 0
    var high = order.count - 1
    guard count > 0, count <= high else { return }
    func precedes(_ left: Int, _ right: Int) -> Bool {
        keys[left] < keys[right] || (keys[left] == keys[right] && left < right)
    }
    while low < high {
        let middle = low + (high - low) / 2
        if precedes(order[middle], order[low]) { order.swapAt(middle, low) }
        if precedes(order[high], order[low]) { order.swapAt(high, low) }
        if precedes(order[high], order[middle]) { order.swapAt(high, middle) }
        let pivot = order[middle]
        var left = low
        var right = high
        while left <= right {
            while precedes(order[left], pivot) { left += 1 }
            while precedes(pivot, order[right]) { right -= 1 }
            if left <= right {
                order.swapAt(left, right)
                left += 1
                right -= 1
            }
        }
        // Everything up to `right` precedes everything from `left` on.
        if count - 1 <= right {
            high = right
        } else if count - 1 >= left {
            low = left
        } else {
            return
        }
    }
}
