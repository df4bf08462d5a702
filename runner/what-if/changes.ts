// What might have been otherwise in August 2007, one change at a time.
import type { Sizes, Timings } from '#domain/run-settings.ts';
import type { Scenario, ScenarioScale } from '#domain/scenario/scenario.ts';

/** One change of the network of 2007, or of the storm that met it. */
export interface WhatIfChange {
  readonly name: string;
  /** What is changed, in half a sentence. */
  readonly about: string;
  /** The policy by its name, where the change is one of the policy. */
  readonly policy: string;
  readonly scenario: (asItWas: Scenario & { readonly full: ScenarioScale }) => Scenario;
}

/** The conjecture that draws a curve like the one of 2007. */
const asItWas = 'legacy-2007';

const hoursInADay = 24;
const hourMs = 3_600_000;
const minuteMs = 60_000;

/** The changes; the first is none. */
export const whatIfChanges: readonly WhatIfChange[] = [
  ofScenario('as-it-was', 'nothing', (scenario) => scenario),
  ofScenario('spread-over-a-day', 'each restart up to 23 h later, in even parts', spreadOverADay),
  ofScale('more-slots', 'each supernode carries 20 % more', ({ shape, sizes, ...rest }) => {
    const slotsPerSupernode = Math.round(shape.slotsPerSupernode * 1.2);
    return {
      ...rest,
      shape: { ...shape, slotsPerSupernode },
      sizes: { ...sizes, slotsPerSupernode },
    };
  }),
  ofSizes('more-headroom', 'heal keeps 20 % more slots per client', (sizes) => ({
    headroom: sizes.headroom * 1.2,
  })),
  ofTimings('short-leases', 'leases of 10 min, renewed every 5 min', () => ({
    leaseMs: 10 * minuteMs,
    renewEveryMs: 5 * minuteMs,
  })),
  ofTimings('twice-the-heal-pace', 'a heal step twice as often', ({ healPaceMs }) => ({
    healPaceMs: Math.round(healPaceMs / 2),
  })),
  ofPolicy('gate-and-jitter', 'a gate, and pauses that grow and vary', 'ghost-slots+no-priority'),
  ofSizes('no-domino', 'no supernode protects itself', () => ({ attemptsPerMinuteMax: null })),
  ofPolicy('ghosts-not-counted', 'heal counts who is there', 'no-priority+no-backpressure'),
  ofPolicy('resilient', 'none of the hypotheses', 'resilient'),
];

/** What was asked for and is left out, and why. */
export const leftOut: readonly { readonly name: string; readonly reason: string }[] = [
  {
    name: 'overflow to other cells',
    reason: 'no client of this model asks outside its cell',
  },
  {
    name: 'jitter without a gate',
    reason: 'one switch of the policy has both; a policy file of your own can part them',
  },
];

/** Each night as 24 nights an hour apart, each with its part of the restarts. */
function spreadOverADay(scenario: Scenario): Scenario {
  const nights = scenario.storm.nights.flatMap((night) =>
    Array.from({ length: hoursInADay }, (_, hour) => ({
      ...night,
      label: `${night.label}, ${hour} h later`,
      threeAmUtcMs: night.threeAmUtcMs + hour * hourMs,
      restartShare: partOf(night.restartShare),
    })),
  );
  return { ...scenario, storm: { ...scenario.storm, nights } };
}

function partOf(share: number | Readonly<Record<string, number>>) {
  if (typeof share === 'number') return share / hoursInADay;
  const parts = Object.entries(share).map(([zone, part]) => [zone, part / hoursInADay] as const);
  return Object.fromEntries(parts);
}

function ofPolicy(name: string, about: string, policy: string): WhatIfChange {
  return { name, about, policy, scenario: (scenario) => scenario };
}

function ofScenario(name: string, about: string, scenario: WhatIfChange['scenario']): WhatIfChange {
  return { name, about, policy: asItWas, scenario };
}

function ofScale(
  name: string,
  about: string,
  change: (scale: ScenarioScale) => ScenarioScale,
): WhatIfChange {
  return ofScenario(name, about, (scenario) => ({ ...scenario, full: change(scenario.full) }));
}

function ofSizes(
  name: string,
  about: string,
  change: (sizes: Sizes) => Partial<Sizes>,
): WhatIfChange {
  return ofScale(name, about, ({ sizes, ...rest }) => ({
    ...rest,
    sizes: { ...sizes, ...change(sizes) },
  }));
}

/** A scale's own timings go before those of the scenario, so the change is made there. */
function ofTimings(
  name: string,
  about: string,
  change: (timings: Timings) => Partial<Timings>,
): WhatIfChange {
  return ofScenario(name, about, ({ full, ...scenario }) => {
    const timings = { ...scenario.timings, ...full.timings };
    return { ...scenario, full: { ...full, timings: { ...full.timings, ...change(timings) } } };
  });
}
