// What the command does before it runs anything.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { commandEntry, runCommand, startCommand } from '#testing/cli/child-command.ts';
import { exitCodes } from './exit-codes.ts';

test('no words print the help, and run nothing', async () => {
  const { stdout, stderr, exitCode } = await runCommand([]);
  expect(stdout).toMatch(/^Usage: rebootstorm/);
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
});

test('help for no command is refused with the nearest one', async () => {
  const { stdout, stderr, exitCode } = await runCommand(['help', 'swep']);
  expect(stderr).toMatch(/^error: no command is called 'swep'\. Did you mean sweep\?/);
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: exitCodes.usage });
});

test('no thread of a run says when the clients of AWS will need a later Node', async () => {
  const program = `process.argv.push('--version'); await import('./cli/main.ts');
    console.log(process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED);`;
  const words = ['--input-type=module', '--eval', program, 'main'];
  const { stdout } = await startCommand(words, { env: {} }).ended;
  expect(stdout.split('\n')[0]).not.toBe('');
  expect(stdout).toMatch(/true\n$/);
});

test('the version is said without loading the program', async () => {
  // A hook that fails at any file of the program but the first.
  const hook = `import { registerHooks } from 'node:module';
    registerHooks({ load(url, context, next) {
      const isFirst = url.endsWith('/cli/main.ts');
      if (url.startsWith('file:') && !isFirst) throw new Error('loaded ' + url);
      return next(url, context);
    } });`;
  const words = ['--import', `data:text/javascript,${encodeURIComponent(hook)}`, commandEntry];
  const { version } = JSON.parse(readFileSync(resolve('package.json'), 'utf8'));
  const said = await startCommand([...words, '--version']).ended;
  expect(said).toMatchObject({ stdout: `${version}\n`, exitCode: 0 });
  const other = await startCommand([...words, 'run', 'drill']).ended;
  expect(other.stderr).toContain('loaded file:');
});
