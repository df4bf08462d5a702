// Errors by one in the network twin's own parts, which the rows of `validate` have to find.

export interface ValidatedBug {
  /** What is wrong, as a sentence. */
  readonly name: string;
  /** The module, from the root. */
  readonly file: string;
  /** Text that occurs in it exactly once, and what stands there instead. */
  readonly find: string;
  readonly replace: string;
  /** The group of rows that is run, by its function's name in twin/validation/validate.ts. */
  readonly group: string;
  /** Parts of the names of rows that must differ. */
  readonly foundBy: readonly string[];
}

export const validatedBugs: readonly ValidatedBug[] = [
  {
    name: 'the wheel lets what is due come a millisecond late',
    file: 'twin/engine/timing-wheel.ts',
    find: 'const slot = atMs & this.#nearMask;',
    replace: 'const slot = (atMs + 1) & this.#nearMask;',
    group: 'loneMessages',
    foundBy: ['mean wait in ms'],
  },
  {
    name: 'the wheel takes one millisecond too many for near',
    file: 'twin/engine/timing-wheel.ts',
    find: 'if (aheadMs <= this.#nearMask)',
    replace: 'if (aheadMs <= this.#nearMask + 1)',
    group: 'loneMessages',
    foundBy: ['mean wait in ms'],
  },
  {
    name: 'the wheel opens the coarse slot before the one that it came to',
    file: 'twin/engine/timing-wheel.ts',
    find: 'this.#bringNear(turnMs >>> this.#nearBits);',
    replace: 'this.#bringNear((turnMs >>> this.#nearBits) - 1);',
    group: 'loneMessages',
    foundBy: ['mean wait in ms'],
  },
  {
    name: 'a batch window lasts a millisecond longer',
    file: 'twin/network/queues/event-source-mapping.ts',
    find: 'nowMs + this.#windowMs)',
    replace: 'nowMs + this.#windowMs + 1)',
    group: 'loneMessages',
    foundBy: ['mean wait in ms'],
  },
  {
    name: 'a batch goes with one message fewer than it may have',
    file: 'twin/network/queues/event-source-mapping.ts',
    find: 'poller.batch.length >= this.#batchSize)',
    replace: 'poller.batch.length >= this.#batchSize - 1)',
    group: 'batchWindows',
    foundBy: ['membership queue, 50 messages/s: mean size'],
  },
  {
    name: 'a queue has six pollers at first',
    file: 'twin/network/queues/poller-fleet.ts',
    find: 'const pollersStart = 5;',
    replace: 'const pollersStart = 6;',
    group: 'pollersOfBacklog',
    foundBy: ['login queue, a backlog at once: batches at first', 'ms until then'],
  },
  {
    name: 'a backlog brings one poller too many',
    file: 'twin/network/queues/poller-fleet.ts',
    find: 'this.#backlogCount + grown)',
    replace: 'this.#backlogCount + grown + 1)',
    group: 'pollersOfBacklog',
    foundBy: ['login queue, a backlog at once: batches at first', 'heal queue'],
  },
  {
    name: 'a queue has one invocation fewer than it may have',
    file: 'twin/network/queues/poller-fleet.ts',
    find: 'this.#count >= this.#options.concurrencyMax)',
    replace: 'this.#count >= this.#options.concurrencyMax - 1)',
    group: 'pollersOfBacklog',
    foundBy: ['heal queue, a backlog at once: batches at most'],
  },
  {
    name: 'a rate-limit window serves one log-in more',
    file: 'domain/login/serve-in-line.ts',
    find: 'capacity - askedBefore)',
    replace: 'capacity - askedBefore + 1)',
    group: 'fullLoginService',
    foundBy: ['fewest log-ins in a window', 'most log-ins in a window'],
  },
  {
    name: 'an ask in vain is not counted in its rate-limit window',
    file: 'twin/network/login/asked-windows.ts',
    find: 'window.count += askCount;',
    replace: 'window.count += askCount - 1;',
    group: 'loginServiceAsMdc',
    foundBy: ['log-ins busy in a window'],
  },
  {
    name: 'a queue delays a second longer',
    file: 'twin/network/network-state.ts',
    find: 'const delaySeconds = this.redelays.delaySeconds(kind, Math.max(seconds, 0), sentAtMs);',
    replace:
      'const delaySeconds = 1 + this.redelays.delaySeconds(kind, Math.max(seconds, 0), sentAtMs);',
    group: 'closedRetries',
    foundBy: ['attempts/s'],
  },
  {
    name: 'a placement never sees the first supernode',
    file: 'domain/login/place-client.ts',
    find: 'for (let at = 0; at < supernodes.length; at += 1) {',
    replace: 'for (let at = 1; at < supernodes.length; at += 1) {',
    group: 'filledByNetwork',
    foundBy: ['emptiest supernode'],
  },
  {
    name: 'a placement fills one slot too many',
    file: 'domain/login/group-clients.ts',
    find: 'Math.max(1, slots - used),',
    replace: 'Math.max(1, slots - used + 1),',
    group: 'filledByNetwork',
    foundBy: ['fullest supernode'],
  },
  {
    name: 'a placement takes the first of its two choices',
    file: 'domain/login/place-client.ts',
    find: 'usedShare(first) <= usedShare(second) ? first : second;',
    replace: 'usedShare(first) <= usedShare(second) ? first : first;',
    group: 'placedByNetwork',
    foundBy: [
      'two choices: supernodes with 1',
      'two choices: supernodes with 2',
      'two choices: supernodes with 3',
    ],
  },
  {
    name: 'a log-in is counted twice while it is under way',
    file: 'twin/network/membership/play-clients.ts',
    find: 'network.loginsUnderWay += 1;',
    replace: 'network.loginsUnderWay += 2;',
    group: 'littlesLawOfLogins',
    foundBy: ['log-ins under way / rate', 'log-ins left'],
  },
];
