// That the rows of `validate` find an error by one in each part of the network twin that they run.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { pinnedNode } from '#testing/cli/child-command.ts';
import { networkGroups } from '#twin/validation/validate.ts';
import { type ValidatedBug, validatedBugs } from './validated-bugs.ts';

const folder = resolve('infra-tests', 'planted-bugs');

/**
 * Runs a bug's rows in a process of its own. That they hold without it is a test of the command.
 */
async function differingRows({ name, group }: ValidatedBug): Promise<string[]> {
  const env = { ...process.env, PLANTED_BUG: name };
  const words = [
    '--import',
    resolve(folder, 'plant.ts'),
    resolve(folder, 'validate-rows.ts'),
    group,
  ];
  const { stdout } = await promisify(execFile)(pinnedNode, words, { env, timeout: 300_000 });
  return JSON.parse(stdout).differing;
}

test.each(validatedBugs.map((bug) => [bug.name, bug] as const))(
  'the text that "%s" changes is there exactly once',
  (_name, { file, find }) => {
    expect(readFileSync(file, 'utf8').split(find)).toHaveLength(2);
  },
);

test.each(validatedBugs.map((bug) => [bug.name, bug] as const))(
  'rows of validate find that %s',
  async (_name, bug) => {
    const differing = await differingRows(bug);
    for (const name of bug.foundBy) expect(differing).toContainEqual(expect.stringContaining(name));
  },
);

test('a bug is planted for each group of rows about the network but one', () => {
  const groups = new Set(validatedBugs.map(({ group }) => group));
  // Erlang's row is about the same pollers as the backlog's, and takes longer.
  expect(networkGroups.map(({ name }) => name).filter((name) => !groups.has(name))).toEqual([
    'busyPollers',
  ]);
});
