import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpuMsOf, figureOf, raceCheckouts } from './race-checkouts.ts';
import { type SpeedEntry, speedPage, speedPicture } from './speed-page.ts';

const work = { name: 'main-job', does: 'a loop', command: 'bash work.sh', speedUpTarget: 3 };

function checkoutThat(runs: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'speed-'));
  writeFileSync(join(folder, 'work.sh'), runs);
  return folder;
}

test('processor time is that of the shell and of its children', () => {
  expect(cpuMsOf('0m0.002s 0m0.001s\n1m2.500s 0m0.250s\n')).toBeCloseTo(62_753, 6);
});

test('a command that computes more takes more processor time, pair by pair', () => {
  const loop = (count: number) => `for ((i = 0; i < ${count}; i++)); do :; done`;
  const checkouts = { before: checkoutThat(loop(400_000)), now: checkoutThat(loop(1_000)) };
  const figure = raceCheckouts(work, checkouts, 2);
  expect(figure.pairs).toBe(2);
  expect(figure.cpuMsBefore.min).toBeGreaterThan(figure.cpuMsNow.max);
});

test('a command that fails ends the race, and says where', () => {
  const failing = checkoutThat('exit 3');
  const race = () => raceCheckouts(work, { before: failing, now: failing }, 1);
  expect(race).toThrow(`'bash work.sh' ended with 3 in ${failing}`);
});

test('the page has the latest figure of a work, and the picture every commit', () => {
  const timing = (wallMs: number) => ({ wallMs, cpuMs: 2 * wallMs });
  const entry = (commit: string, nowMs: number): SpeedEntry => ({
    date: '2026-11-29',
    commit,
    cpu: '2 x some',
    node: '24',
    against: '4e42fa0',
    loadBefore: 0.5,
    figures: [figureOf(work, [{ before: timing(60_000), now: timing(nowMs) }])],
  });
  const entries = [entry('1111111', 60_000), entry('2222222', 20_000)];
  expect(speedPage(entries)).toContain(
    '| 60.0 (60.0 to 60.0), 20.0 (20.0 to 20.0) | 3.00 (3.00 to 3.00) |',
  );
  expect(speedPage(entries)).not.toContain('1111111');
  const picture = speedPicture(entries);
  expect([picture.includes('1111111'), picture.includes('2222222')]).toEqual([true, true]);
  expect(picture).toContain('main-job 3.00 x');
});
