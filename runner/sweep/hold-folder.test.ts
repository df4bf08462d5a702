import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pinnedNode } from '#testing/cli/child-command.ts';
import { FolderInUseError, holdFolder } from './hold-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hold-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const host = encodeURIComponent(hostname());

/** Writes the file of a process that began at a given time. */
function putDown(pid: number, startTicks: number, on = host): string {
  const name = `in-use-by.${pid}.${startTicks}.${on}`;
  writeFileSync(join(folder, name), '');
  return name;
}

/** When a process began, by proc(5). */
function startTicksOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
}

test('a folder that nobody holds is made and held, and is free again afterwards', async () => {
  const deep = join(folder, 'a', 'b');
  const release = await holdFolder(deep);
  expect(readdirSync(deep)).toHaveLength(1);
  release();
  expect(readdirSync(deep)).toEqual([]);
  (await holdFolder(deep))();
});

test('who comes second is refused: who holds it, since when, and what to do', async () => {
  const name = putDown(process.ppid, startTicksOf(process.ppid));
  const since = new Date('2026-11-29T12:34:56.000Z');
  utimesSync(join(folder, name), since, since);
  const refused = holdFolder(folder);
  await expect(refused).rejects.toThrow(FolderInUseError);
  await expect(refused).rejects.toThrow(
    `process ${process.ppid} works in ${folder} since 2026-11-29 12:34:56 UTC.`,
  );
  await expect(refused).rejects.toThrow(
    /Wait until it ends, .* Or name another folder with --out/s,
  );
  expect(readdirSync(folder)).toEqual([name]);
});

test('the same process holds a folder once', async () => {
  const release = await holdFolder(folder);
  await expect(holdFolder(folder)).rejects.toThrow(`process ${process.pid} works in ${folder}`);
  release();
});

test('what an ended process left is taken over', async () => {
  const ended = spawn(pinnedNode, ['-e', '0']);
  await once(ended, 'exit');
  putDown(ended.pid ?? 0, 1);
  (await holdFolder(folder))();
  expect(readdirSync(folder)).toEqual([]);
});

test('a process that got the number of an ended one is not taken for it', async () => {
  putDown(process.ppid, startTicksOf(process.ppid) + 1);
  (await holdFolder(folder))();
  expect(readdirSync(folder)).toEqual([]);
});

test("whether another machine's process runs nobody knows, so its file is named", async () => {
  const name = putDown(1, 1, 'elsewhere');
  await expect(holdFolder(folder)).rejects.toThrow('process 1 on elsewhere works in');
  await expect(holdFolder(folder)).rejects.toThrow(`delete ${join(folder, name)}.`);
  expect(readdirSync(folder)).toEqual([name]);
});

test('of many that begin at once, one at a time holds the folder', async () => {
  putDown(2 ** 22 + 1, 1);
  const log = join(folder, 'log');
  const script = join(folder, 'hold.mjs');
  writeFileSync(
    script,
    `import { appendFileSync } from 'node:fs';
    import { holdFolder } from ${JSON.stringify(join(__dirname, 'hold-folder.ts'))};
    while (Date.now() < Number(process.argv[2])) {}
    for (let round = 0; round < 20; round += 1) {
      const release = await holdFolder(${JSON.stringify(folder)}).catch(() => undefined);
      if (release === undefined) continue;
      appendFileSync(${JSON.stringify(log)}, 'in\\n');
      await new Promise((resolve) => setTimeout(resolve, 1));
      appendFileSync(${JSON.stringify(log)}, 'out\\n');
      release();
    }`,
  );
  const beginAtMs = String(Date.now() + 500);
  const ended = Array.from({ length: 4 }, () =>
    once(spawn(pinnedNode, [script, beginAtMs], { stdio: 'inherit' }), 'exit'),
  );
  await Promise.all(ended);
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  expect(lines.length).toBeGreaterThanOrEqual(2);
  expect(lines).toEqual(lines.map((_, index) => (index % 2 === 0 ? 'in' : 'out')));
}, 60_000);
