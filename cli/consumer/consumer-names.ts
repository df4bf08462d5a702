/** The consumers that ship, each a file in examples/consumers/. */
export const consumerNames = [
  'adds',
  'marks-then-adds',
  'adds-once',
  'reads-then-writes',
  'adds-to-shards',
  'slow',
  'fails-batch',
  'reports-failures',
  'calls-a-bank',
  'starts-slowly',
] as const;
