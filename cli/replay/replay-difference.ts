// Finds the first difference between two files that should be the same, and describes its place.

/** The first difference: a field of JSON with both its values, or a line of any other text. */
export function firstDifference(name: string, before: string, after: string): string {
  if (name.endsWith('.json')) {
    const found = differingField(JSON.parse(before), JSON.parse(after), []);
    if (found !== undefined) return found;
  }
  const [was, is] = [before.split('\n'), after.split('\n')];
  const at = was.findIndex((line, index) => line !== is[index]);
  const line = at === -1 ? was.length : at;
  return `line ${line + 1} was ${shortly(was[line])} and is ${shortly(is[line])}`;
}

function differingField(before: unknown, after: unknown, path: string[]): string | undefined {
  if (isTable(before) && isTable(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const found = differingField(before[name], after[name], [...path, name]);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (Object.is(before, after)) return undefined;
  return `${path.join('.')} was ${shortly(before)} and is ${shortly(after)}`;
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

const charactersMax = 120;

function shortly(value: unknown): string {
  const words = JSON.stringify(value) ?? 'not there';
  return words.length <= charactersMax ? words : `${words.slice(0, charactersMax)}…`;
}
