import { atEngine } from '#testing/cli/at-engine.ts';
import { parseCommand } from '#testing/cli/parse-command.ts';
import { addDeployCommand } from './deploy-options.ts';

async function parse(...words: string[]) {
  const { options, said } = await parseCommand(addDeployCommand, ['deploy', ...words]);
  return { deploy: options, said };
}

test('without an option it is the usual stack on an engine', async () => {
  const usual = { ...atEngine, stack: 'Rebootstorm', context: [] };
  expect((await parse()).deploy).toEqual(usual);
});

test('every option is taken', async () => {
  const words = '--stack ours -c rebootstorm:memoryMb=512 -c rebootstorm:tracing=on --target aws';
  expect((await parse(...words.split(' '), '--yes', '--max-cost', '0.05')).deploy).toEqual({
    stack: 'ours',
    context: ['rebootstorm:memoryMb=512', 'rebootstorm:tracing=on'],
    target: 'aws',
    yes: true,
    maxCost: 0.05,
  });
});

test.each([
  [['-c', 'memoryMb=512'], /takes rebootstorm:name=value/],
  [['-c', 'rebootstorm:memoryMb'], /takes rebootstorm:name=value/],
  [['-c', 'rebootstorm:stack=x'], /named by --stack/],
  [['-c', 'rebootstorm:a=1', '-c', 'rebootstorm:a=2'], /rebootstorm:a is set twice/],
  [['--app', 'x', '-c', 'rebootstorm:a=1'], /--context is for a stack that is synthesised/],
  [['--target', 'azure'], /Allowed choices are engine, aws/],
  [['--yes'], /--yes is for --target aws alone/],
  [['--max-cost', '2'], /--max-cost is for --target aws alone/],
  [['--target', 'aws', '--yes'], /--yes needs --max-cost/],
  [['--target', 'aws', '--max-cost', '-1'], /It takes US dollars/],
  [['--target', 'aws', '--max-cost', '1e3'], /It takes US dollars/],
])('%p is refused with the reason', async (words, message) => {
  const { deploy, said } = await parse(...words);
  expect(deploy).toBeUndefined();
  expect(said).toMatch(message);
});
