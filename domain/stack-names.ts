// Names that the stack, its models and its reports share.

/** The functions of the stack, by the names of their files in `functions/`. */
export const functionNames = [
  'membership',
  'login',
  'heal',
  'plan-storm',
  'dispatch-cell',
  'observe',
  'report-storm',
] as const;

/** A function of the stack. */
export type FunctionName = (typeof functionNames)[number];

/** A file in `functions/` that Lambda starts; one serves no run, and is there where keys rotate. */
export type EntryName = FunctionName | 'rotate-key';

/** Everything that functions count, by the name that it has in CloudWatch and in reports. */
export const metricNames = [
  'LoginAttempts',
  'LoginsPlaced',
  'LoginsDeferred',
  'LoginsAbandoned',
  'LoginsBusy',
  'LoginsWithoutCapacity',
  'LoginsRefused',
  'LoginsForged',
  'LoginsExpired',
  'LoginsReplayed',
  'LoginsSuperseded',
  'LoginsOvertaken',
  'LoginsStoodBy',
  'LoginCopiesDropped',
  'PlacementsContended',
  'NodesJoined',
  'NodesLeft',
  'NodesRestarted',
  'SelfProtections',
  'NodesLost',
  'StaleEvents',
  'OrphansFound',
  'LeasesRenewed',
  'HealSteps',
  'Promotions',
  'Retirements',
  'MessagesHandled',
  'MessagesFailed',
  'MessagesQuarantined',
  'ChargesNearCap',
] as const;

/** What the stack is called unless whoever deploys it says otherwise. */
export const usualStackName = 'Rebootstorm';

/** Where the metrics stand in CloudWatch. */
export const metricNamespace = 'Rebootstorm';

/**
 * The value of the metrics' one dimension, `service`, which is also in every log line. Stacks in
 * one account and region are told apart by it.
 */
export function metricServiceOf(stackName: string): string {
  return stackName.toLowerCase();
}

/** The service of the stack under its usual name. */
export const metricService = metricServiceOf(usualStackName);

/** Something that functions count. */
export type Metric = (typeof metricNames)[number];

/** The longest name of a run, a cell or a node. */
export const nameLengthMax = 64;

/**
 * What a run, a cell and a node may be called. Names are short and plain, so that a key of the
 * table can neither grow nor reach into another one.
 */
export const plainName = new RegExp(`^[A-Za-z0-9][A-Za-z0-9._-]{0,${nameLengthMax - 1}}$`);
