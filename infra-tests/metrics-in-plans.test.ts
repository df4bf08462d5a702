// Which metric counts what is decided in the plans of `domain/`. Whoever carries a plan out adds to
// the metric that it says.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metricNames } from '#domain/stack-names.ts';

/** The twin has no message that cannot be parsed, so that one executor alone counts these. */
const countedByOne = 'MessagesQuarantined';

const root = join(import.meta.dirname, '..');

function sourcesIn(folder: string): string[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  const sources = names.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  return sources.map((name) => join(folder, name));
}

/** Where a source names the metric that it adds to. */
function countsByName(text: string): string[] {
  const name = `(${metricNames.join('|')})`;
  const calls = text.matchAll(new RegExp(`\\bcount\\w*\\(\\s*(?:\\w+,\\s*)?'${name}'`, 'g'));
  const sums = text.matchAll(new RegExp(`\\bcounts(?:\\.|\\[')${name}(?:'\\])?\\s*\\+?=[^=]`, 'g'));
  return [...calls, ...sums].map(([, metric = '']) => metric);
}

test.each(['functions', 'twin/network'])('%s counts what the plans say, by no name', (folder) => {
  const sources = sourcesIn(folder);
  expect(sources.length).toBeGreaterThan(10);
  const found = sources.flatMap((file) =>
    countsByName(readFileSync(join(root, file), 'utf8')).map((metric) => `${file}: ${metric}`),
  );
  expect(found.filter((one) => !one.endsWith(countedByOne))).toEqual([]);
});

test.each([
  "runtime.count('HealSteps', 1);",
  "countTried(runtime, 'HealSteps', true)",
  'counts.HealSteps += 1;',
  "network.counts['HealSteps'] = 1;",
])('it would be seen that %s names its metric', (source) => {
  expect(countsByName(source)).toEqual(['HealSteps']);
});

test('a count that is read is none that is added to', () => {
  expect(countsByName('if (counts.HealSteps === 1) return counts.HealSteps;')).toEqual([]);
});
