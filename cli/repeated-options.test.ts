import { idleHandlers } from '#testing/cli/idle-handlers.ts';
import { commandLine, commandsOf } from './options.ts';

async function said(...words: string[]): Promise<string> {
  let text = '';
  const program = commandLine('0', idleHandlers);
  for (const command of commandsOf(program)) {
    command.exitOverride();
    command.configureOutput({
      writeErr: (part) => {
        text += part;
      },
    });
  }
  await program.parseAsync(words, { from: 'user' }).catch(() => {});
  return text;
}

test.each([
  ['--seed', ['sweep', 'drill', '--seed', '1', '--seed=2']],
  ['--nodes', ['run', 'drill', '--nodes', '300', '--nodes', '320']],
  ['--out', ['months', '--out', 'a', '--out', 'b']],
  ['--cloud', ['sweep', 'drill', '--cloud', 'local', '--cloud', 'local']],
  ['--target', ['storm', 'drill', '--target', 'aws', '--target', 'engine']],
  ['--target', ['check', '--target', 'engine', '--target=aws']],
])('%s has one value, so a second one is refused', async (option, words) => {
  expect(await said(...words)).toContain(`error: ${option} is given twice; it takes one value.`);
});

test('an option that collects values takes as many as there are', async () => {
  const limits = ['--fail-if', 'heal>5s', '--fail-if', 'violations>0'];
  const vary = ['--vary', 'timings.leaseMs=1h,2h', '--vary', 'timings.retryMs=1s,2s'];
  const policies = ['--policy', 'herd', '--policy', 'resilient'];
  expect(await said('sweep', 'drill', ...policies, ...limits, ...vary)).toBe('');
  expect(await said('sweep', 'drill', '--json', '--json')).toBe('');
});
