extension StageReducer {
    mutating func perform(_ action: PriceAction, _ rules: ShowRules) {
        switch action {
        case .show(let products, let interval):
            let isTurn = products.count > 1
            show(PriceState(current: products.first, products: isTurn ? products : []))
            productInterval = rules.ticks(interval)
            due[.product] = isTurn ? tick + productInterval : nil
        case .hide:
            show(PriceState())
            due[.product] = nil
        case .stock(let count, let id): update(id) { $0.stock = count }
        case .soldOut(let id): update(id) { $0.isSalesEnded = true }
        }
    }

    mutating func showNextProduct() {
        let products = contents.price.products
        guard !products.isEmpty else {
            due[.product] = nil
            return
        }
        let index = (contents.price.index + 1) % products.count
        show(PriceState(current: products[index], products: products, index: index))
        due[.product] = tick + productInterval
    }

    /// Changes a product wherever it is: on screen, or waiting for its turn.
    private mutating func update(_ id: String?, _ change: (inout Product) -> Void) {
        var price = contents.price
        if var product = price.current, id == nil || product.id == id {
            change(&product)
            price.current = product
        }
        for index in price.products.indices where id == nil || price.products[index].id == id {
            change(&price.products[index])
        }
        show(price)
    }

    /// What is on screen already doesn't come in again, whatever happened in between on this tick.
    private mutating func show(_ price: PriceState) {
        var price = price
        let isSame = price.current == before.price.current
        price.previous = isSame ? before.price.previous : before.price.current
        price.changedAt = isSame ? before.price.changedAt : tick
        contents.price = price
    }

    /// Refuses to change a product that isn't on screen.
    func check(_ action: PriceAction) throws(EventError) {
        switch action {
        case .stock(_, let id), .soldOut(let id): try check(product: id)
        case .show, .hide: break
        }
    }

    private func check(product id: String?) throws(EventError) {
        let price = contents.price
        let shown = price.products.isEmpty ? [price.current].compactMap(\.self) : price.products
        guard let id else {
            guard shown.count != 1 else { return }
            throw EventError("productId", shown.isEmpty ? "no product is on screen" : "missing: which of the products?")
        }
        guard !shown.contains(where: { $0.id == id }) else { return }
        throw EventError("productId", "no product \(quoted(id)) is on screen")
    }
}
