import { pinnedNode } from '#testing/cli/child-command.ts';
import { measureSweep } from './measure-sweep.ts';

test('a sweep is measured as a whole process, from its start to its end', async () => {
  const words = ['sweep', 'drill', '--nodes', '40', '--policy', 'resilient', '--seeds', '3'];
  const figure = await measureSweep({ name: 'three', words }, pinnedNode);
  expect(figure.points).toBe(3);
  expect(figure.firstRowMs).toBeGreaterThan(0);
  expect(figure.firstRowMs).toBeLessThan(figure.wallMs + 1_000);
  expect(figure.coreUse).toBeGreaterThan(0);
  expect(figure.coreUse).toBeLessThanOrEqual(1.05);
  expect(figure.peakRssBytes).toBeGreaterThan(30e6);
});

test('a sweep that is refused is no figure', async () => {
  const words = ['sweep', 'drill', '--nodes', '40', '--vary', 'nods=3'];
  await expect(measureSweep({ name: 'wrong', words }, pinnedNode)).rejects.toThrow(/wrong: error/);
});
