// What is evaluated inside, before the module of a stranger. It is text, because it runs in the
// other engine. It takes away what would make two runs differ, and keeps its own JSON before the
// module can change it.

/**
 * A function of the module's exports and of the program's functions; it returns what may be called.
 */
export const bootstrapCode = `
(() => {
  const { parse, stringify } = JSON;
  const none = (what) => () => { throw new Error(what); };
  for (const name of ['Date', 'WeakRef', 'FinalizationRegistry', 'SharedArrayBuffer'])
    delete globalThis[name];
  Math.random = none('a decision has no chance of its own: it is given a function named random');
  return (exported, host) => {
    const random = () => host.random('');
    const withRandom = (values, at) => {
      if (at >= 0) values[at] = random;
      return values;
    };
    const data = (value) => (typeof value === 'function' ? null : value);
    const plain = (values) => stringify(values.map(data));
    let decisions = {};
    return {
      read: (json) => {
        const { policy } = exported;
        if (policy === undefined) return undefined;
        const builtIn = {};
        for (const name of parse(json))
          builtIn[name] = (...values) => parse(host[name](plain(values)));
        const { id, hypotheses } = policy;
        const own = policy.decisions;
        const made = typeof own === 'function' ? own(Object.freeze(builtIn)) : {};
        decisions = Object(made);
        const kinds = Object.entries(decisions).map(([name, value]) => [name, typeof value]);
        return stringify({ id, hypotheses, kinds, own: typeof own, made: typeof made });
      },
      decide: (json) => {
        const [name, randomAt, values] = parse(json);
        return stringify(decisions[name](...withRandom(values, randomAt)));
      },
    };
  };
})()
`;
