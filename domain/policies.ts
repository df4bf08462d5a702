// Policies as bundles of hypotheses. The 2007 bug was never published (docs/facts.md, 1d), so each
// switch is one conjecture about it, and `resilient` is none of them.

/** What a control plane does wrong; all false is the mended behaviour. See docs/model.md. */
export interface Switches {
  /** Heal counts the slots of supernodes that restarted while their lease still runs. */
  readonly ghostSlots: boolean;
  /** Placement tries supernodes from a list that may be hours old. */
  readonly staleCandidates: boolean;
  /** Nodes that could be supernodes wait in the same line as everybody. */
  readonly noPriority: boolean;
  /** Everybody is placed at the emptiest supernode, so that concurrent log-ins collide there. */
  readonly herd: boolean;
  /**
   * No admission gate; clients retry at a fixed interval without jitter; late work is done anyway.
   */
  readonly noBackpressure: boolean;
}

/** The switches under a name, as stored with a run. */
export interface Policy extends Switches {
  readonly id: string;
}

/** The five hypotheses, by the names they have on the command line and in the docs. */
export const hypotheses = {
  'ghost-slots': 'ghostSlots',
  'stale-candidates': 'staleCandidates',
  'no-priority': 'noPriority',
  herd: 'herd',
  'no-backpressure': 'noBackpressure',
} as const satisfies Record<string, keyof Switches>;

export type Hypothesis = keyof typeof hypotheses;

export const hypothesisNames = Object.keys(hypotheses) as readonly Hypothesis[];

/** A bundle of some hypotheses; of none, the mended control plane. */
export function policyOf(id: string, some: readonly Hypothesis[]): Policy {
  const isOn = (name: Hypothesis) => some.includes(name);
  return {
    id,
    ghostSlots: isOn('ghost-slots'),
    staleCandidates: isOn('stale-candidates'),
    noPriority: isOn('no-priority'),
    herd: isOn('herd'),
    noBackpressure: isOn('no-backpressure'),
  };
}

const legacy: readonly Hypothesis[] = ['ghost-slots', 'no-priority', 'no-backpressure'];

export const policyIds = ['legacy-2007', 'resilient', ...hypothesisNames] as const;
export type PolicyId = 'legacy-2007' | 'resilient' | Hypothesis;

/** The policies that have a name; each hypothesis is also one of its own. */
export const policies = Object.fromEntries(
  policyIds.map((id) => [id, policyOf(id, hypothesesOf(id))]),
) as Readonly<Record<PolicyId, Policy>>;

/**
 * The policy of a name: one that ships, or several hypotheses joined by + in any order, each of
 * which counts once. @returns undefined where a word of the name is unknown
 */
export function policyCalled(name: string): Policy | undefined {
  const shipped = policyIds.find((id) => id === name);
  if (shipped !== undefined) return policies[shipped];
  const words = name.split('+');
  const inOrder = hypothesisNames.filter((known) => words.includes(known));
  const isKnown = words.every((word) => hypothesisNames.some((known) => known === word));
  return isKnown ? policyOf(inOrder.join('+'), inOrder) : undefined;
}

function hypothesesOf(id: PolicyId): readonly Hypothesis[] {
  if (id === 'legacy-2007') return legacy;
  return id === 'resilient' ? [] : [id];
}
