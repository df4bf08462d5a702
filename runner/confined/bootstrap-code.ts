// What is evaluated inside, before the module of a stranger. It is text, because it runs in the
// other engine. It takes away what would make two runs differ, and keeps its own JSON before the
// module can change it.

/**
 * A function of the module's exports and of the program's functions. It returns what may be
 * called. A built-in decision that asks for too much gets no answer and spins: a loop is what the
 * engine ends, and no `catch` hears of that.
 */
export const bootstrapCode = `
(() => {
  const { parse, stringify } = JSON;
  const silent = () => {};
  for (const name of ['Date', 'WeakRef', 'FinalizationRegistry', 'SharedArrayBuffer'])
    delete globalThis[name];
  Math.random = () => {
    throw new Error('a decision has no chance of its own: it is given a function named random');
  };
  globalThis.console = {
    log: silent, info: silent, warn: silent, error: silent, debug: silent, table: silent,
  };
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
