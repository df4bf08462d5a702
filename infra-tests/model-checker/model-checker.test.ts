// Every order of events around the copies of one log-in, over the handlers' own decisions.
// REBOOTSTORM_CHECKER_STATES explores all kinds of trouble at once, to so many worlds.
import { beginnings, everything } from './beginnings.ts';
import { brokenRules } from './broken-rules.ts';
import { type Exploration, explore } from './explore.ts';
import { type Beginning, ourRules } from './world.ts';

const statesMax = Number(process.env.REBOOTSTORM_CHECKER_STATES ?? 10_000);
const bounds = { depthMax: 200, statesMax: 200_000 };

const reported = ({ finding }: Exploration) =>
  finding === null ? null : [finding.words, ...finding.way].join('\n  ');

const lines: string[] = [];

afterAll(() => process.stderr.write(`${lines.join('\n')}\n`));

function note(title: string, { stateCount, depth, isWhole }: Exploration): void {
  const extent = isWhole ? 'all of them' : 'as far as it was asked';
  lines.push(`model checker: ${stateCount} worlds, ${depth} steps deep, ${extent}: ${title}`);
}

test.each<Beginning>(Object.values(beginnings))(
  'in every order nobody is lost: $title',
  (beginning) => {
    const found = explore(beginning, ourRules, bounds);
    note(beginning.title, found);
    expect(reported(found)).toBeNull();
    expect(found.isWhole).toBe(true);
  },
);

test('all kinds of trouble at once, as far as there is time', () => {
  const found = explore(everything, ourRules, { ...bounds, statesMax });
  note(everything.title, found);
  expect(reported(found)).toBeNull();
  expect(found.stateCount).toBeGreaterThanOrEqual(statesMax);
});

test.each(brokenRules)('it finds that $name', ({ from, rules }) => {
  expect(explore(beginnings[from], rules, bounds).finding).not.toBeNull();
});
