// Which clients are homed at which registration: one chain for each registration, in no order. To
// look through a whole cell for the thirty clients of one supernode would take longer than all that
// follows for them.

/** In place of a node: the end of a chain. */
const nobody = -1;

/** The clients of each registration. A client has one home at most. */
export class HomedClients {
  /** For each node its neighbours in the chain that it is in. */
  readonly #next: Int32Array;
  readonly #before: Int32Array;
  /** For each registration, by its number, its first client. */
  #first = new Int32Array(64).fill(nobody);

  constructor(nodeCount: number) {
    this.#next = new Int32Array(nodeCount).fill(nobody);
    this.#before = new Int32Array(nodeCount).fill(nobody);
  }

  /** Homes a client, who has no home, at a registration. */
  add(node: number, registration: number): void {
    if (registration >= this.#first.length) this.#grow(registration);
    const next = this.#first[registration]!;
    if (next !== nobody) this.#before[next] = node;
    this.#next[node] = next;
    this.#before[node] = nobody;
    this.#first[registration] = node;
  }

  /** Takes a client from the registration where it is homed. */
  remove(node: number, registration: number): void {
    const next = this.#next[node]!;
    const before = this.#before[node]!;
    if (next !== nobody) this.#before[next] = before;
    if (before === nobody) this.#first[registration] = next;
    else this.#next[before] = next;
  }

  /** Adds the clients of a registration to a list. */
  appendTo(nodes: number[], registration: number): void {
    let node = this.#first[registration] ?? nobody;
    for (; node !== nobody; node = this.#next[node]!) nodes.push(node);
  }

  #grow(registration: number): void {
    const grown = new Int32Array(2 * (registration + 1)).fill(nobody);
    grown.set(this.#first);
    this.#first = grown;
  }
}
