import { policies } from '#domain/policies.ts';
import { drill } from '#scenarios/drill.ts';
import type { DetailHead, NetworkDetails } from '#twin/network/detail/network-detail.ts';
import { runOnTwin } from '../twin/run-on-twin.ts';
import { groupsOf, rowOf, rowsMax, scalesOf, usualRows } from './strip-rows.ts';

function headOf(cellCount: number, zones: readonly string[] = ['everywhere']): DetailHead {
  const cells = Array.from({ length: cellCount }, (_, at) => `c${at}`);
  return { meters: [], counts: [], cells, zones, clientsPerBin: 1 };
}

test('each cell is in one row, from one cell to five hundred', () => {
  for (const cellCount of [1, 2, rowsMax, rowsMax + 1, 500]) {
    const groups = groupsOf(headOf(cellCount), 'cells');
    expect(groups).toHaveLength(Math.min(cellCount, rowsMax));
    const places = groups.flatMap(({ from, until }) =>
      Array.from({ length: until - from }, (_, at) => from + at),
    );
    expect(places).toEqual(Array.from({ length: cellCount }, (_, at) => at));
  }
  expect(groupsOf(headOf(2), 'cells').map(({ label }) => label)).toEqual(['c0', 'c1']);
  expect(groupsOf(headOf(100), 'cells')[1]?.label).toBe('c2 to c3');
});

test('a network with zones is shown by them, another by its cells', () => {
  expect(usualRows(headOf(50, ['UTC-5', 'UTC+1']))).toBe('zones');
  expect(usualRows(headOf(2))).toBe('cells');
});

test('the rows of a run add up to its samples, and none is beyond the scale', () => {
  let known: NetworkDetails | null = null;
  const order = { seed: 7, nodeCount: 600, scale: 'embedded', retries: 'executed' } as const;
  const { run } = runOnTwin(
    { kind: 'run', scenario: drill, policy: policies['legacy-2007'], ...order },
    ({ details }) => {
      if (details !== null)
        known = { ...details, details: [...(known?.details ?? []), ...details.details] };
    },
    () => 0,
  );
  const { head, details } = known as unknown as NetworkDetails;
  for (const kind of ['zones', 'cells'] as const) {
    const groups = groupsOf(head, kind);
    const scales = scalesOf([{ head, details }, null], kind, groups);
    for (const sample of run.samples) {
      const detail = details.find(({ atMs }) => atMs === sample.atMs);
      if (detail === undefined) throw new Error(`expected details at ${sample.atMs}`);
      const rows = groups.map((group) => rowOf(detail, kind, group));
      const sum = (name: 'wantedCount' | 'onlineCount') =>
        rows.reduce((total, row) => total + row[name], 0);
      expect(sum('wantedCount')).toBe(sample.wantedCount);
      expect(sum('onlineCount')).toBe(sample.onlineCount);
      const beyond = rows.filter((row, at) => row.wantedCount > (scales[at]?.wantedMax ?? 0));
      expect(beyond).toEqual([]);
    }
  }
});
