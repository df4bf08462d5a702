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
] as const;

/** Where the metrics stand in CloudWatch, and the one dimension that each of them has. */
export const metricNamespace = 'Rebootstorm';
export const metricService = 'rebootstorm';

/** Something that functions count. */
export type Metric = (typeof metricNames)[number];

/** The longest name of a run, a cell or a node. */
export const nameLengthMax = 64;

/**
 * What a run, a cell and a node may be called. Names are short and plain, so that a key of the
 * table can neither grow nor reach into another one.
 */
export const plainName = new RegExp(`^[A-Za-z0-9][A-Za-z0-9._-]{0,${nameLengthMax - 1}}$`);
