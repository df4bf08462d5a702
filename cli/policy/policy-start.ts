/**
 * The text of a policy to begin with. It runs as it is, and decides otherwise than `resilient`.
 * @param file the file's name, for the comment that says how to run it
 */
export function policyStart(name: string, file: string): string {
  const { imported, declared } = /\.m?ts$/.test(file) ? inTypeScript : inJavaScript;
  return `// A policy of your own: how the control plane decides. Run it beside another one:
//   rebootstorm run drill --policy resilient,./${file}
//
// A decision has no clock and no chance of its own: time and chance are arguments. It remembers
// nothing between two calls. It returns what the built-in one could have returned.
//
// For an editor that knows the types, install the package beside this file:
//   npm install --save-dev rebootstorm
${imported}
${declared} = {
  // The name in tables and charts.
  id: '${name}',

  // What it does wrong on purpose: any of ghost-slots, stale-candidates, no-priority, herd,
  // no-backpressure. None here. \`rebootstorm policy list\` says what each does.
  hypotheses: [],

  // Own decisions, in place of the built-in ones of the same names. Those that are left out stay
  // built in: admitLogin, placeClient, retryLogin, healStep.
  decisions: (builtIn) => ({
    // Which supernode a client gets. Each has nodeId, epoch, slots, used and leaseUntilMs.
    // Built in: the emptier of two drawn at random. Here: the emptiest of all.
    placeClient: (supernodes, settings, random, nowMs) => {
      const free = supernodes.filter((one) => one.used < one.slots && one.leaseUntilMs > nowMs);
      const [supernode] = [...free].sort((a, b) => a.used - b.used);
      if (supernode === undefined) return builtIn.placeClient([], settings, random, nowMs);
      return { kind: 'chosen', supernode };
    },
  }),
};
`;
}

const inTypeScript = {
  imported: "import type { Policy } from 'rebootstorm/policy';\n",
  declared: 'export const policy: Policy',
};

const inJavaScript = {
  imported: '',
  declared: "/** @type {import('rebootstorm/policy').Policy} */\nexport const policy",
};
