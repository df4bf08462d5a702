// What a run used, in the units of AWS's bill.

/** What a run used, in the units of AWS's bill. */
export interface Use {
  readonly invocations: number;
  readonly gbSeconds: number;
  readonly sqsRequests: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly transitions: number;
}

/** The names of what is counted. */
export const useNames = [
  'invocations',
  'gbSeconds',
  'sqsRequests',
  'readUnits',
  'writeUnits',
  'transitions',
] as const satisfies readonly (keyof Use)[];

/** Nothing used. */
export const nothingUsed: Use = {
  invocations: 0,
  gbSeconds: 0,
  sqsRequests: 0,
  readUnits: 0,
  writeUnits: 0,
  transitions: 0,
};

/** Adds what was used. */
export function addUse(a: Use, b: Use, times = 1): Use {
  const sum = useNames.map((name) => [name, a[name] + times * b[name]]);
  return Object.fromEntries(sum) as unknown as Use;
}
