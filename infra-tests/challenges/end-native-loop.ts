// Runs a handler that loops inside one function of the engine, which asks nobody, in a thread that
// may be ended after a second. It is a process of its own: see native-loop.test.ts.
import { runTrialsIn } from '#cli/challenge/grade-command.ts';
import { consumerSettingsIn } from '#cli/challenge/trial-task.ts';

const text = `export const consumer = () => async () => {
  Array.prototype.indexOf.call({ length: 2 ** 53 }, 1);
};`;
const settings = consumerSettingsIn(['--messages=1']);
if ('error' in settings) throw new Error(settings.error);
const order = { trial: settings, file: 'handler.mjs', text };
try {
  await runTrialsIn('./runner/policy-worker.ts', 1_000)(order);
} catch (error) {
  process.stdout.write(`${(error as Error).message}\n`);
}
