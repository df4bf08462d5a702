// What can be measured of a handler's trial, by the names that bars have for it.
import type { ConsumerResult } from '#runner/consumer/try-consumer.ts';
import type { Measure } from '../thresholds/measures.ts';

type TrialMeasure = Measure<ConsumerResult>;

function counted(about: string, of: (result: ConsumerResult) => number): TrialMeasure {
  return { unit: 'number', about, of };
}

const trialMeasures: Readonly<Record<string, TrialMeasure>> = {
  off: counted('counted too much or too little', ({ off }) => Math.abs(off)),
  receives: counted('messages handed to the function', ({ receives }) => receives),
  invocations: counted('invocations', ({ invocations }) => invocations),
  deadOrders: counted('good orders among the dead letters', ({ deadOrders }) => deadOrders),
  deadPoison: counted('poison among the dead letters', ({ deadPoison }) => deadPoison),
  writeUnits: counted('write units of the table', ({ writeUnits }) => writeUnits),
  done: {
    unit: 'ms',
    about: 'until the last message has left the queue; never is longer than any time',
    of: ({ doneMs }) => doneMs ?? Number.POSITIVE_INFINITY,
  },
};

/** A measure by its name. */
export function trialMeasure(name: string): TrialMeasure {
  const measure = Object.hasOwn(trialMeasures, name) ? trialMeasures[name] : undefined;
  if (measure === undefined) throw new Error(`expected a measure of a trial, not ${name}`);
  return measure;
}
