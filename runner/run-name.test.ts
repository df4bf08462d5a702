import { hypothesisNames } from '#domain/policies.ts';
import { scenarioName } from '#domain/scenario/scenario.ts';
import { parseStormInput } from '#functions/messages.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { runNameOf, timedRunName } from './run-name.ts';

test('every bundle makes a run whose name its own messages may carry', () => {
  const longest = hypothesisNames.join('+');
  for (const scenario of Object.keys(scenarios)) {
    const runId = runNameOf(scenario, longest, 2 ** 31 - 1);
    expect(parseStormInput({ runId })).toEqual({ runId });
  }
});

test('names that are cut stay apart', () => {
  const longest = hypothesisNames.join('+');
  expect(runNameOf('august-2007', longest, 1)).not.toBe(runNameOf('august-2007', longest, 2));
  expect(runNameOf('drill', 'herd', 7)).toBe('drill-herd-7');
});

test('a run of the scenario with the longest name can be carried by its messages, too', () => {
  const scenario = 'x'.repeat(60);
  expect(scenario).toMatch(scenarioName);
  const runId = timedRunName(scenario, 1_796_078_400_000);
  expect(parseStormInput({ runId })).toEqual({ runId });
  expect(runId).toMatch(/^x+-1796078400000$/);
  expect(timedRunName('drill', 7)).toBe('drill-7');
});
