import { idleHandlers } from '#testing/cli/idle-handlers.ts';
import { commandLine, commandsOf } from './options.ts';

const helps = commandsOf(commandLine('1.2.3', idleHandlers)).map(
  (command) => [command.name(), command.helpInformation()] as const,
);

test.each(helps)('the help of %s prints no default as raw data', (_name, help) => {
  expect(help).not.toMatch(/default:\s+\[?\{/);
  expect(help).not.toContain('[object');
});
