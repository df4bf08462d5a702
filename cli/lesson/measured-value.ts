// Finds a number in the JSON that a command prints, by a path such as `runs.resilient.healMs`.

/** How an element of a list is called, in the results of all commands. */
const namesOfElements = ['policy', 'name', 'id', 'meter', 'kind'] as const;

/**
 * The number at a path; two paths with ` / ` or ` - ` between them are divided or subtracted. An
 * element of a list is named by its place, or by what it is called; `length` counts a list.
 * @returns null where the result has null there, such as the heal time of what never healed
 * @throws {Error} nothing is there, or it is no number
 */
export function measuredValue(result: unknown, expression: string): number | null {
  const [left = '', sign, right] = expression.split(/ ([/-]) /);
  const value = numberAt(result, left);
  if (sign === undefined || right === undefined) return value;
  const other = numberAt(result, right);
  if (value === null || other === null) return null;
  return sign === '/' ? value / other : value - other;
}

function numberAt(result: unknown, path: string): number | null {
  let value = result;
  let rest = path.trim();
  while (rest !== '') {
    const [next, remains] = step(value, rest, path);
    value = next;
    rest = remains;
  }
  if (value === null || typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  throw new Error(`expected a number at ${path}, found ${JSON.stringify(value)?.slice(0, 60)}`);
}

/** A name may have dots in it, such as `sqs.requests`: the longest that fits is taken. */
function step(value: unknown, rest: string, path: string): [unknown, string] {
  const parts = rest.split('.');
  for (let count = parts.length; count > 0; count -= 1) {
    const name = parts.slice(0, count).join('.');
    const found = memberOf(value, name);
    if (found !== undefined) return [found, parts.slice(count).join('.')];
  }
  const known = typeof value === 'object' && value !== null ? Object.keys(value).join(', ') : '';
  throw new Error(`nothing is called ${parts[0]} in ${path}; there are: ${known}`);
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) return (value as Record<string, unknown>)[name];
  if (name === 'length') return value.length;
  const named = value.find((one) => namesOfElements.some((key) => one?.[key] === name));
  return named ?? value[Number(name)];
}
