// The line of visible messages. The oldest is next, unless the caller asks for one further back.

/** A first-in-first-out line in a ring buffer; taking from it never moves the rest. */
export class MessageLine<Item> {
  #ring: (Item | undefined)[] = new Array(16);
  #head = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(item: Item): void {
    if (this.#length === this.#ring.length) this.#grow();
    this.#ring[(this.#head + this.#length) & (this.#ring.length - 1)] = item;
    this.#length += 1;
  }

  /** Takes the item at `position` (0 is the oldest). The oldest moves into its place. */
  take(position: number): Item | undefined {
    if (this.#length === 0) return undefined;
    const ring = this.#ring;
    const mask = ring.length - 1;
    const place = (this.#head + position) & mask;
    const item = ring[place];
    ring[place] = ring[this.#head];
    ring[this.#head] = undefined;
    this.#head = (this.#head + 1) & mask;
    this.#length -= 1;
    return item;
  }

  /** Everything in the line, oldest first. */
  toArray(): Item[] {
    const items: Item[] = [];
    for (let position = 0; position < this.#length; position += 1) {
      items.push(this.#ring[(this.#head + position) & (this.#ring.length - 1)] as Item);
    }
    return items;
  }

  #grow(): void {
    const items: (Item | undefined)[] = this.toArray();
    // The length stays a power of two, so that a bit mask replaces the remainder.
    items.length = this.#ring.length * 2;
    this.#ring = items;
    this.#head = 0;
  }
}
