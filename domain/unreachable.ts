/**
 * Closes a switch: a new member of a union is a compile error at every place that must care.
 * @throws Error when a value outside the union arrives at run time, which is a bug
 */
export function unreachable(value: never): never {
  throw new Error(`expected every case to be handled, got ${JSON.stringify(value)}`);
}
