// The faults, and how often they strike. Each kind has a rate and its own stream of chance.

import type { SeededRandom } from './seeded-random.ts';
import type { Meters } from './service.ts';

/**
 * - `duplicate`: a received message is delivered once more, even if it is deleted meanwhile
 * - `reorder`: a receive takes any visible message, not the oldest
 * - `delay`: a call takes up to two seconds longer
 * - `throttle`: a call is refused with the service's own throttling error
 * - `lostAck`: a call is carried out, but its caller only gets a time-out
 * - `crash`: a function's environment dies just before or just after a call
 * - `coldStart`: a warm environment is gone when it is needed
 * - `timeout`: an invocation hangs at a call and runs into the function's time-out
 * - `conflict`: a write, or a transaction that reads, is refused because of another transaction at
 * its item
 * - `staleRead`: an eventually consistent read answers from an earlier state of the table
 * - `redeploy`: all environments of a function are retired; running invocations end in the old ones
 * - `clockSkew`: the clock of a new environment is wrong by up to two seconds
 * - `lostDelete`: an event source mapping's delete of up to ten messages is lost
 */
export const FAULT_KINDS = [
  'duplicate',
  'reorder',
  'delay',
  'throttle',
  'lostAck',
  'crash',
  'coldStart',
  'timeout',
  'conflict',
  'staleRead',
  'redeploy',
  'clockSkew',
  'lostDelete',
] as const;

/**
 * Faults that no system can make good. They strike only if the plan names them.
 * - `poison`: a message's body is cut short or reversed on its way into a queue
 */
export const DESTRUCTIVE_FAULT_KINDS = ['poison'] as const;

/** One kind of fault. */
export type FaultKind = (typeof FAULT_KINDS)[number] | (typeof DESTRUCTIVE_FAULT_KINDS)[number];

/** How likely each kind of fault is at each opportunity, from 0 to 1. */
export type FaultPlan = Readonly<Record<FaultKind, number>>;

/** A cloud in its best documented state. */
export const FAULTS_NONE: FaultPlan = {
  duplicate: 0,
  reorder: 0,
  delay: 0,
  throttle: 0,
  lostAck: 0,
  crash: 0,
  coldStart: 0,
  timeout: 0,
  conflict: 0,
  staleRead: 0,
  redeploy: 0,
  clockSkew: 0,
  lostDelete: 0,
  poison: 0,
};

/**
 * Hostile but survivable. The rates are guesses. They are far above a good day on AWS, so that an
 * hour's run meets every kind. They are low enough that most work succeeds at the first try.
 */
export const FAULTS_DEFAULT: FaultPlan = {
  duplicate: 0.002,
  reorder: 0.05,
  delay: 0.01,
  throttle: 0.002,
  lostAck: 0.001,
  crash: 0.0005,
  coldStart: 0.005,
  timeout: 0.0005,
  conflict: 0.002,
  staleRead: 0.02,
  redeploy: 0.002,
  clockSkew: 0.1,
  lostDelete: 0.002,
  poison: 0,
};

/** How far `light` and `heavy` are from `default`. Guesses, so that a sweep has steps to take. */
const LIGHT_FACTOR = 0.1;
const HEAVY_FACTOR = 3;

/** Plans that have a name. A text may be such a name, or begin with one. */
const NAMED_PLANS: ReadonlyMap<string, FaultPlan> = new Map([
  ['none', FAULTS_NONE],
  ['light', scaled(FAULTS_DEFAULT, LIGHT_FACTOR)],
  ['default', FAULTS_DEFAULT],
  ['heavy', scaled(FAULTS_DEFAULT, HEAVY_FACTOR)],
]);

/** The names of plans, from the friendliest cloud to the most hostile one. */
export const faultPlanNames: readonly string[] = [...NAMED_PLANS.keys()];

function scaled(plan: FaultPlan, factor: number): FaultPlan {
  const rates = Object.entries(plan).map(([kind, rate]) => [
    kind,
    Number((rate * factor).toPrecision(12)),
  ]);
  return Object.fromEntries(rates) as FaultPlan;
}

const KNOWN_KINDS: readonly FaultKind[] = [...FAULT_KINDS, ...DESTRUCTIVE_FAULT_KINDS];

/** The text of a fault plan is not valid. */
export class FaultPlanError extends Error {
  override readonly name: string = 'FaultPlanError';
}

/** The plan names a fault that does not exist. */
export class UnknownFaultError extends FaultPlanError {
  override readonly name = 'UnknownFaultError';

  /** The unknown name. */
  readonly fault: string;
  /** The known names: kinds of faults, and plans that have a name. */
  readonly known: readonly string[];

  constructor(fault: string, known: readonly string[]) {
    super(`no fault is called '${fault}'; say ${known.join(', ')}`);
    this.fault = fault;
    this.known = known;
  }
}

/**
 * Reads the name of a plan or `kind=rate,kind=rate`. A text may begin with a named plan, as in
 * `default,crash=0.01`. Kinds that it does not name have the rate of that plan, or else 0.
 * @throws {FaultPlanError} an unknown kind, one named twice, or a rate outside 0..1
 */
export function parseFaults(text: string): FaultPlan {
  const [first = '', ...others] = text.split(',').map((part) => part.trim());
  const plan = NAMED_PLANS.get(first);
  const rates = (plan === undefined ? [first, ...others] : others).map(parseFault);
  const kinds = rates.map(([kind]) => kind);
  const twice = kinds.find((kind, index) => kinds.indexOf(kind) < index);
  if (twice !== undefined)
    throw new FaultPlanError(`fault ${twice} is named twice: give it one rate`);
  return { ...(plan ?? FAULTS_NONE), ...Object.fromEntries(rates) };
}

function parseFault(text: string): [FaultKind, number] {
  const [name = '', rateText = '', ...rest] = text.trim().split('=');
  const kind = KNOWN_KINDS.find((known) => known === name.trim());
  if (NAMED_PLANS.has(name.trim()))
    throw new FaultPlanError(
      `'${name.trim()}' has no rate and comes first, as in ${name.trim()},crash=0.01`,
    );
  if (kind === undefined)
    throw new UnknownFaultError(name.trim(), [...NAMED_PLANS.keys(), ...KNOWN_KINDS]);
  const rate = rateText.trim() === '' || rest.length > 0 ? Number.NaN : Number(rateText);
  if (!(rate >= 0 && rate <= 1)) {
    throw new FaultPlanError(`fault ${kind} needs a rate from 0 to 1, as in ${kind}=0.01`);
  }
  return [kind, rate];
}

/**
 * A plan in the shortest text that `parseFaults` reads as this plan: the named plan that differs in
 * the fewest rates, and those rates.
 */
export function formatFaults(plan: FaultPlan): string {
  const texts = [...NAMED_PLANS].map(([name, named]) => ({
    name,
    rates: KNOWN_KINDS.filter((kind) => plan[kind] !== named[kind]).map(
      (kind) => `${kind}=${plan[kind]}`,
    ),
  }));
  const [nearest] = texts.toSorted((a, b) => a.rates.length - b.rates.length);
  if (nearest === undefined) throw new Error('expected a plan with a name');
  const { name, rates } = nearest;
  return (name === 'none' && rates.length > 0 ? rates : [name, ...rates]).join(',');
}

/** Decides from the seed when a fault strikes, and counts it as `faults.<kind>`. */
export class FaultInjector {
  readonly #plan: FaultPlan;
  readonly #meters: Meters;
  readonly #streams: Readonly<Record<FaultKind, SeededRandom>>;
  readonly #particulars: Readonly<Record<FaultKind, SeededRandom>>;

  constructor({ plan, random, meters }: FaultInjectorOptions) {
    this.#plan = plan;
    this.#meters = meters;
    this.#streams = streamsBy((kind) => random.fork(kind));
    const shared = random.fork('details');
    this.#particulars = streamsBy((kind) =>
      SHARING_PARTICULARS.includes(kind) ? shared : random.fork(`${kind}/particulars`),
    );
  }

  /** Whether a fault of this kind strikes at this opportunity. */
  strikes(kind: FaultKind): boolean {
    const rate = this.#plan[kind];
    if (rate <= 0 || this.#streams[kind]() >= rate) return false;
    this.#meters.add(`faults.${kind}`, 1);
    return true;
  }

  /** Whether the plan has a rate above 0 for this kind. */
  canStrike(kind: FaultKind): boolean {
    return this.#plan[kind] > 0;
  }

  /** A uniform number in [0, 1) for the details of a fault of this kind that has struck. */
  particular(kind: FaultKind): number {
    return this.#particulars[kind]();
  }
}

/**
 * The oldest kinds share one stream. With streams of their own, every run of a seed would change.
 */
const SHARING_PARTICULARS: readonly FaultKind[] = ['duplicate', 'reorder', 'delay', 'crash'];

function streamsBy(stream: (kind: FaultKind) => SeededRandom): Record<FaultKind, SeededRandom> {
  const entries = KNOWN_KINDS.map((kind) => [kind, stream(kind)]);
  return Object.fromEntries(entries) as Record<FaultKind, SeededRandom>;
}

type FaultInjectorOptions = { plan: FaultPlan; random: SeededRandom; meters: Meters };
