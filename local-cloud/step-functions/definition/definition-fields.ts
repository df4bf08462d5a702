// The fields of each type of state: those that the interpreter has, and those that it lacks.

const always = ['Type', 'Comment', 'QueryLanguage'];
const step = [...always, 'Next', 'End', 'InputPath', 'OutputPath'];
const effect = [...step, 'Parameters', 'ResultSelector', 'ResultPath', 'Retry', 'Catch'];

/** The fields that a state of each type may have. */
export const stateFields: Readonly<Record<string, readonly string[]>> = {
  Task: [...effect, 'Resource', 'TimeoutSeconds', 'TimeoutSecondsPath'],
  Map: [
    ...effect,
    'ItemProcessor',
    'ItemSelector',
    'ItemsPath',
    'Label',
    'MaxConcurrency',
    'MaxConcurrencyPath',
    'ToleratedFailureCount',
    'ToleratedFailureCountPath',
    'ToleratedFailurePercentage',
    'ToleratedFailurePercentagePath',
  ],
  Parallel: [...effect, 'Branches'],
  Pass: [...step, 'Result', 'Parameters', 'ResultPath'],
  Wait: [...step, 'Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'],
  Choice: [...always, 'InputPath', 'OutputPath', 'Choices', 'Default'],
  Succeed: [...always, 'InputPath', 'OutputPath'],
  Fail: [...always, 'Error', 'ErrorPath', 'Cause', 'CausePath'],
};

/** The fields that a state of each type must have. */
export const requiredFields: Readonly<Record<string, readonly string[]>> = {
  Task: ['Resource'],
  Parallel: ['Branches'],
  Choice: ['Choices'],
};

/** Fields of which a state may have one. */
export const alternativeFields: readonly (readonly string[])[] = [
  ['Error', 'ErrorPath'],
  ['Cause', 'CausePath'],
  ['TimeoutSeconds', 'TimeoutSecondsPath'],
  ['MaxConcurrency', 'MaxConcurrencyPath'],
  ['ToleratedFailureCount', 'ToleratedFailureCountPath'],
  ['ToleratedFailurePercentage', 'ToleratedFailurePercentagePath'],
];

/** Fields that AWS accepts and the interpreter does not have. */
export const unsupportedFields = [
  'Assign',
  'Credentials',
  'HeartbeatSeconds',
  'HeartbeatSecondsPath',
  'ItemBatcher',
  'ItemReader',
  'Iterator',
  'ResultWriter',
];

/** Fields that AWS accepts only in the other query language. */
export const jsonataFields = ['Arguments', 'Condition', 'Items', 'Output'];

/** The fields of a machine, without those of its flow. */
export const machineFields = ['Comment', 'TimeoutSeconds', 'Version', 'QueryLanguage'];

/** The fields of a flow. */
export const flowFields = ['StartAt', 'States'];

/** The fields of a retrier. */
export const retrierFields = [
  'BackoffRate',
  'Comment',
  'ErrorEquals',
  'IntervalSeconds',
  'JitterStrategy',
  'MaxAttempts',
  'MaxDelaySeconds',
];

/** The fields of a catcher. */
export const catcherFields = ['Comment', 'ErrorEquals', 'Next', 'ResultPath'];

/** Fields whose text is a path or an intrinsic function. */
export const expressionFields = [
  'CausePath',
  'ErrorPath',
  'InputPath',
  'ItemsPath',
  'MaxConcurrencyPath',
  'OutputPath',
  'SecondsPath',
  'TimeoutSecondsPath',
  'TimestampPath',
  'ToleratedFailureCountPath',
  'ToleratedFailurePercentagePath',
];
