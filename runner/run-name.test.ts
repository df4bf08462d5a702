import { hypothesisNames } from '#domain/policies.ts';
import { parseStormInput } from '#functions/messages.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { runNameOf } from './run-name.ts';

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
