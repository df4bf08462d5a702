import { addressOf, readAddress } from './address.ts';
import { cliCommand } from './cli-words.ts';
import { inputsFor } from './inputs.ts';
import { offeredStorms, stormOf } from './offered-storms.ts';
import { plannedRun } from './planned-run.ts';

test('each storm of the list can run, and is found again by its inputs', () => {
  expect(offeredStorms.map(({ name }) => name)).toContain('patch-tuesday');
  for (const { name, inputs } of offeredStorms) {
    expect(plannedRun(inputs).problems).toEqual([]);
    expect(stormOf(inputs)).toBe(name);
    expect(readAddress(addressOf(inputs)).inputs).toEqual(inputs);
  }
});

test('an ordinary month is August with fewer restarts, and its command says so', () => {
  const ordinary = offeredStorms.find(({ name }) => name === 'patch-tuesday');
  const inputs = ordinary?.inputs ?? inputsFor('drill');
  expect(cliCommand(inputs)).toMatch(/^npx rebootstorm run august-2007 .*restartShare.*=x0\.6/);
  expect(stormOf({ ...inputs, fields: { restarts: 0.7 } })).toBe('august-2007');
});
