// What is evaluated inside, before the module of a stranger. It is text, because it runs in the
// other engine. It takes away what would make two runs differ, and keeps its own JSON before the
// module can change it. Each text is a function of the module's exports and of the program's
// functions, which returns what may be called.

/** @param what whose chance is given, such as `a decision` */
const withoutHost = (what: string) => `
  const { parse, stringify } = JSON;
  const silent = () => {};
  for (const name of ['Date', 'WeakRef', 'FinalizationRegistry', 'SharedArrayBuffer'])
    delete globalThis[name];
  Math.random = () => {
    throw new Error('${what} has no chance of its own: it is given a function named random');
  };
  globalThis.console = {
    log: silent, info: silent, warn: silent, error: silent, debug: silent, table: silent,
  };`;

/**
 * For the decisions of a policy. A built-in decision that asks for too much gets no answer and
 * spins: a loop is what the engine ends, and no `catch` hears of that.
 */
export const policyBootstrap = `
(() => {${withoutHost('a decision')}
  return (exported, host) => {
    const random = () => host.random('');
    const builtInDecision = (name, randomAt) => (...facts) => {
      const isOther = (fact, at) =>
        typeof fact === 'function' && (at !== randomAt || fact !== random);
      if (facts.some(isOther))
        throw new Error('builtIn.' + name + ' takes no other function than the random given');
      const answer = host[name](stringify(facts.map((fact) => (fact === random ? null : fact))));
      while (answer === undefined);
      return parse(answer);
    };
    let decisions = {};
    return {
      read: (json) => {
        const { policy } = exported;
        if (policy === undefined) return undefined;
        const builtIn = {};
        for (const [name, at] of parse(json)) builtIn[name] = builtInDecision(name, at);
        const { decisions: own, ...fields } = policy;
        const made = typeof own === 'function' ? own(Object.freeze(builtIn)) : {};
        decisions = Object(made);
        return stringify({
          fields,
          decisionsType: typeof own,
          madeType: made === null ? 'null' : typeof made,
          made: Object.entries(decisions).map(([name, value]) => [name, typeof value]),
        });
      },
      decide: (json) => {
        const [name, randomAt, facts] = parse(json);
        if (randomAt >= 0) facts[randomAt] = random;
        return stringify(decisions[name](...facts));
      },
    };
  };
})()
`;

/**
 * For a handler of messages. A call of a service is a promise, which `settle` keeps or breaks. What
 * the handler answers is told to the program when it comes.
 */
export const consumerBootstrap = `
(() => {${withoutHost('a handler')}
  return (exported, host) => {
    const waiting = new Map();
    let asked = 0;
    const ask = (name, input) => new Promise((resolve, reject) => {
      asked += 1;
      waiting.set(asked, { resolve, reject });
      if (host.ask(stringify([asked, name, input ?? null])) === undefined) for (;;);
    });
    const now = (name) => () => host[name]('');
    const words = (error) => ({
      name: String(error?.name ?? 'Error'),
      message: String(error?.message ?? error),
      stack: String(error?.stack ?? ''),
    });
    let handler;
    return {
      start: (json) => {
        const { operations, tableName } = parse(json);
        const { consumer } = exported;
        if (typeof consumer !== 'function') return stringify({ exported: typeof consumer });
        const calls = operations.map((name) => [name, (input) => ask(name, input)]);
        handler = consumer({
          dynamodb: Object.freeze(Object.fromEntries(calls)),
          tableName,
          sleep: (durationMs) => ask('sleep', durationMs),
          nowMs: now('nowMs'),
          random: now('random'),
        });
        return stringify({ exported: 'function', handler: typeof handler });
      },
      handle: (json) => {
        const [event, context] = parse(json);
        context.getRemainingTimeInMillis = now('remainingMs');
        const run = async () => handler(event, context);
        run().then(
          (answer) => host.answer(stringify({ answer: answer ?? null })),
          (error) => host.answer(stringify({ error: words(error) })),
        );
      },
      settle: (json) => {
        const [id, isKept, value] = parse(json);
        const { resolve, reject } = waiting.get(id);
        waiting.delete(id);
        if (isKept) resolve(value);
        else reject(Object.assign(new Error(value.message), value));
      },
    };
  };
})()
`;
