import { isLogged, logLevelNamed } from './log-level.ts';

test('what matters at least as much as the level is logged', () => {
  expect(isLogged('info', 'info')).toBe(true);
  expect(isLogged('error', 'warn')).toBe(true);
  expect(isLogged('info', 'warn')).toBe(false);
  expect(isLogged('debug', 'info')).toBe(false);
});

test('a level is named in capitals, as Powertools has it; no name is info', () => {
  expect(logLevelNamed('WARN')).toBe('warn');
  expect(logLevelNamed(undefined)).toBe('info');
  expect(logLevelNamed('loud')).toBe('info');
});
